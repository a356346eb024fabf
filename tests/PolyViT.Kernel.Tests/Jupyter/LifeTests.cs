using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Jupyter;

/// <summary>Kernels that end, each with one of its own.</summary>
public class LifeTests
{
    [Fact]
    public void A_restarted_kernel_is_a_new_process_and_has_forgotten_everything()
    {
        using var folder = new ScriptFolder();
        using var client = JupyterClient.Start(folder);
        client.Run("var old = 1;");
        var started = client.Do("restart");
        Assert.NotEqual(client.KernelId, (int)started["pid"]!);
        var run = client.Run("old");
        Assert.Equal(("error", 1), (run.Status, (int)run.Reply["execution_count"]!));
        // Busy until the end, with threads of its own: it still ends when asked.
        client.RunUntil("""
            new System.Threading.Thread(() => { while (true) { } }).Start();
            Console.Write(1);
            while (true) { }
            """, "1");
        Assert.False((bool)client.Do("stop")["alive"]!);
    }

    [Fact]
    public void A_kernel_whose_cell_ends_the_process_is_seen_to_be_dead()
    {
        using var folder = new ScriptFolder();
        using var client = JupyterClient.Start(folder);
        client.Do("send", new() { ["code"] = "Environment.Exit(3);" });
        client.Do("dead");
    }

    [Fact]
    public void A_kernel_whose_Jupyter_was_killed_ends_by_itself()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Jupyter ends its kernels in another way on Windows.");
        using var folder = new ScriptFolder();
        using var client = JupyterClient.Start(folder);
        using var kernel = Process.GetProcessById(client.KernelId);
        client.Kill();
        Assert.True(kernel.WaitForExit(TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(null, "does not exist")]
    [InlineData("not json", "cannot be used")]
    [InlineData("[]", "not a JSON object")]
    [InlineData("""{"ip": "127.0.0.1", "transport": "tcp", "shell_port": 1}""", "control_port is not a port")]
    [InlineData("""{"transport": "ipc"}""", "start Jupyter without --transport")]
    [InlineData("""{"signature_scheme": "hmac-md5"}""", "signs by hmac-sha256")]
    public void A_connection_file_that_cannot_be_used_is_one_sentence(string? content, string says)
    {
        using var folder = new ScriptFolder();
        if (content is not null)
            folder.With("connection.json", content);
        var run = Tool.Run(folder.Path, "kernel", "connection.json");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Errors);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    [Fact]
    public void A_port_that_is_taken_is_one_sentence_that_names_it()
    {
        var listeners = Enumerable.Range(0, 5).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners.Skip(1))
            listener.Stop();
        using var folder = new ScriptFolder().With("connection.json", new JsonObject
        {
            ["ip"] = "127.0.0.1",
            ["shell_port"] = ports[1],
            ["control_port"] = ports[0],
            ["stdin_port"] = ports[2],
            ["iopub_port"] = ports[3],
            ["hb_port"] = ports[4],
        }.ToJsonString());
        var run = Tool.Run(folder.Path, "kernel", "connection.json");
        listeners[0].Stop();
        Assert.Equal(3, run.ExitCode);
        Assert.Contains($"tcp://127.0.0.1:{ports[0]}: another program uses it", run.Errors);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }
}
