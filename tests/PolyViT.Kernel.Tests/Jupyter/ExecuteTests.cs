namespace PolyViT.Kernel.Tests.Jupyter;

[Collection("kernel")]
public class ExecuteTests(JupyterKernel kernel)
{
    [Fact]
    public void A_cell_echoes_its_code_and_has_a_value_and_a_number_and_later_cells_see_it()
    {
        var client = kernel.Client;
        var first = client.Run("var seen = 20 + 1;");
        Assert.Empty(first.Output);
        var second = client.Run("seen * 2");
        Assert.Equal(("ok", "42"), (second.Status, second.Result));
        Assert.Equal((int)first.Reply["execution_count"]! + 1, (int)second.Reply["execution_count"]!);
        Assert.Equal(["status", "execute_input", "execute_result", "status"], second.All.Select(m => m.Type));
        Assert.Equal("seen * 2", (string?)second.All[1].Content["code"]);
        Assert.Equal("{}", second.Reply["user_expressions"]!.ToJsonString());
    }

    [Fact]
    public void What_is_printed_and_shown_comes_in_the_order_in_which_it_was_made()
    {
        var run = kernel.Client.Run("""
            Console.Write("a"); Console.Write('b'); Console.WriteLine(1.5);
            Console.Error.WriteLine("wrong");
            display("shown");
            Console.WriteLine("\u03bb \ud83d\ude00");
            "value"
            """);
        Assert.Equal(
            ["stream ab1.5\n", "stream wrong\n", "display_data", "stream λ 😀\n", "execute_result"],
            run.Output.Select(m => m.Type == "stream" ? $"stream {m.Content["text"]}" : m.Type));
        Assert.Equal("wrong\n", run.Printed("stderr"));
    }

    [Fact]
    public void Text_appears_while_a_cell_runs()
    {
        var client = kernel.Client;
        // It ends only after its text was heard.
        var id = client.RunUntil("Console.Write(\"first\"); Console.ReadLine()", "first");
        Assert.Equal("then", client.Collect(id, "then").Result);
    }

    [Fact]
    public void Many_lines_are_few_messages_and_none_is_lost()
    {
        var run = kernel.Client.Run("for (var i = 0; i < 20000; i++) Console.WriteLine(i);");
        Assert.Equal(
            string.Concat(Enumerable.Range(0, 20000).Select(i => $"{i}\n")), run.Printed("stdout"));
        Assert.InRange(run.All.Count, 1, 500);
    }

    [Fact]
    public void Something_on_display_is_updated_in_its_place_and_output_is_cleared()
    {
        var run = kernel.Client.Run("""
            var shown = display("one");
            shown.Update("two");
            HTML("<b>bold</b>").Display();
            ((Action<bool>)AppContext.GetData("PolyViT.Notebook.Clear"))(true);
            """);
        Assert.Equal(
            ["display_data", "update_display_data", "display_data", "clear_output"], run.Output.Select(m => m.Type));
        var ids = run.Output.Take(2).Select(m => (string?)m.Content["transient"]!["display_id"]).ToArray();
        Assert.NotNull(ids[0]);
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal("two", (string?)run.Output[1].Content["data"]!["text/plain"]);
        Assert.Equal("<b>bold</b>", (string?)run.Output[2].Content["data"]!["text/html"]);
        Assert.True((bool)run.Output[3].Content["wait"]!);
    }

    [Fact]
    public void An_error_names_the_line_and_what_was_declared_before_it_stays()
    {
        var client = kernel.Client;
        var failed = client.Run("var kept = 5;\nvar more = 6;\nint.Parse(\"x\");");
        Assert.Equal("error", failed.Status);
        var (type, content) = Assert.Single(failed.Output);
        Assert.Equal(("error", "System.FormatException"), (type, (string?)content["ename"]));
        var traceback = string.Join('\n', content["traceback"]!.AsArray().Select(l => (string?)l));
        Assert.Contains("(3): System.FormatException", traceback);
        Assert.DoesNotContain("Microsoft.CodeAnalysis", traceback);
        Assert.DoesNotContain("PolyViT.Kernel", traceback);
        Assert.Equal("5", client.Run("kept").Result);
    }

    [Fact]
    public void A_cell_that_does_not_compile_shows_the_place_and_nothing_has_run()
    {
        var failed = kernel.Client.Run("Console.WriteLine(1);\nint wrong = \"text\";");
        var (type, content) = Assert.Single(failed.Output);
        Assert.Equal("error", type);
        var traceback = string.Join('\n', content["traceback"]!.AsArray().Select(l => (string?)l));
        Assert.Contains("CS0029", traceback);
        Assert.Contains("^", traceback);
    }

    [Fact]
    public void A_silent_cell_runs_unseen_and_unnumbered()
    {
        var client = kernel.Client;
        var before = client.Run("1");
        var silent = client.Run("Console.WriteLine(2); var quiet = 3; quiet", new() { ["silent"] = true });
        Assert.Equal("ok", silent.Status);
        Assert.All(silent.All, m => Assert.Equal("status", m.Type));
        var unstored = client.Run("quiet", new() { ["store_history"] = false });
        Assert.Equal("3", unstored.Result);
        Assert.Equal((int)before.Reply["execution_count"]!, (int)unstored.Reply["execution_count"]!);
    }

    [Fact]
    public void Cells_that_wait_behind_one_that_fails_are_given_up_unless_they_may_go_on()
    {
        var client = kernel.Client;
        const string fails = "await Task.Delay(500); throw new Exception();";
        var id = (string)client.Do("send", new() { ["code"] = fails })["id"]!;
        var waiting = (string)client.Do("send", new() { ["code"] = "var ran = 1;" })["id"]!;
        Assert.Equal("error", client.Collect(id).Status);
        Assert.Equal("aborted", client.Collect(waiting).Status);
        Assert.Equal("error", client.Run("ran").Status);
        var going = (string)client.Do(
            "send", new() { ["code"] = fails, ["stop_on_error"] = false })["id"]!;
        var next = (string)client.Do("send", new() { ["code"] = "1 + 1" })["id"]!;
        Assert.Equal("error", client.Collect(going).Status);
        Assert.Equal("2", client.Collect(next).Result);
    }

    [Fact]
    public void A_second_client_sees_the_same_variables_and_gets_its_own_answers()
    {
        var client = kernel.Client;
        client.Run("var common = 7;");
        var other = (int)client.Do("another")["client"]!;
        Assert.Equal("7", client.Run("common", new() { ["client"] = other }).Result);
        Assert.Equal("8", client.Run("common + 1").Result);
    }

    [Fact]
    public void What_background_work_prints_later_belongs_to_the_cell_that_started_it()
    {
        var client = kernel.Client;
        var id = client.RunUntil("""
            var go = new System.Threading.ManualResetEventSlim();
            var work = Task.Run(() => { go.Wait(); Console.WriteLine("late"); });
            Console.WriteLine("started");
            """, "started");
        client.Collect(id);
        var second = client.Run("go.Set(); work.Wait();");
        Assert.Equal("", second.Printed("stdout"));
        client.Do("heard", new() { ["id"] = id, ["text"] = "late" });
    }
}
