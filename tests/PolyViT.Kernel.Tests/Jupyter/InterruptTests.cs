using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Jupyter;

[Collection("kernel")]
public class InterruptTests(JupyterKernel kernel)
{
    [Theory]
    [InlineData("Console.Write(\"busy\"); while (true) { }")]
    [InlineData("Console.Write(\"busy\"); while (true) { try { throw new Exception(); } catch { } }")]
    [InlineData("Console.Write(\"busy\"); System.Threading.Thread.Sleep(-1);")]
    [InlineData("Console.Write(\"busy\"); while (true) Console.WriteLine(\"busy\");")]
    [InlineData("Console.Write(\"busy\"); await Task.Delay(-1);")]
    public void A_busy_cell_stops_and_the_variables_stay(string code)
    {
        var client = kernel.Client;
        client.Run("var survivor = 41;");
        var id = client.RunUntil(code, "busy");
        Assert.True((bool)client.Do("beats")["beating"]!);
        client.Do("interrupt");
        AssertInterrupted(client.Collect(id));
        Assert.Equal("42", client.Run("survivor + 1").Result);
    }

    [Fact]
    public void SIGINT_interrupts_too_and_an_idle_kernel_takes_no_notice()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no SIGINT to send on Windows.");
        var client = kernel.Client;
        client.Do("signal");
        client.Do("interrupt");
        // A signal is heard a little after it was sent, so that this cell may still meet it.
        client.Run("System.Threading.Thread.Sleep(500);");
        Assert.Equal("2", client.Run("1 + 1").Result);
        var id = client.RunUntil("Console.Write(\"busy\"); await Task.Delay(-1);", "busy");
        client.Do("signal");
        AssertInterrupted(client.Collect(id));
    }

    [Fact]
    public void A_cell_that_waits_for_the_user_stops_and_its_question_is_forgotten()
    {
        var client = kernel.Client;
        var id = client.RunUntil("Console.Write(\"busy\"); Console.ReadLine();", "busy");
        client.Do("interrupt");
        AssertInterrupted(client.Collect(id));
        Assert.Equal("x", client.Run("Console.ReadLine()", new() { ["answers"] = new JsonArray("x") }).Result);
    }

    [Fact]
    public void A_training_loop_stops_and_training_goes_on_with_the_same_model()
    {
        Torch.SkipUnlessBuilt();
        var client = kernel.Client;
        var ready = client.Run($$"""
            #r "{{Torch.Library}}"
            #r "{{Path.Combine(Path.GetDirectoryName(Torch.Library)!, "TorchSharp.dll")}}"
            using PolyViT;
            var (model, optimiser, tasks) = LaptopTasks.Generated(new[] { "shapes", "contour" });
            var state = TrainState.Create(new RunSpec(model, optimiser, 1), tasks.Select(t => t.Spec).ToArray());
            var steps = 0;
            """);
        Assert.True(ready.Status == "ok", ready.Reply.ToJsonString());
        var id = client.RunUntil("""
            while (true)
            {
                using (TorchSharp.torch.NewDisposeScope())
                    TrainStep.Update(state, tasks, new[] { new Minibatch(steps, steps % 2, steps / 2) }, 0.01);
                if (++steps == 3)
                    Console.Write("busy");
            }
            """, "busy");
        client.Do("interrupt");
        AssertInterrupted(client.Collect(id));
        var after = client.Run("""
            var until = steps + 2;
            for (; steps < until; steps++)
            {
                using (TorchSharp.torch.NewDisposeScope())
                    TrainStep.Update(state, tasks, new[] { new Minibatch(steps, steps % 2, steps / 2) }, 0.01);
            }
            steps > 4
            """);
        Assert.True(after.Status == "ok", after.Reply.ToJsonString());
        Assert.Equal("True", after.Result, ignoreCase: true);
    }

    private static void AssertInterrupted(CellMessages cell)
    {
        Assert.Equal(("error", "KeyboardInterrupt"), (cell.Status, (string?)cell.Reply["ename"]));
        Assert.Equal("error", cell.Output[^1].Type);
    }
}
