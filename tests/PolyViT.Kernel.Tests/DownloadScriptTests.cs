using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;

namespace PolyViT.Kernel.Tests;

/// <summary>scripts/download.csx as a user runs it.</summary>
public class DownloadScriptTests
{
    private static readonly string Script = Path.Combine(SharedFolder.Repository, "scripts", "download.csx");

    [Fact]
    public void Without_names_it_lists_what_there_is()
    {
        using var folder = new ScriptFolder();
        var run = folder.Run(Script);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("cifar10 ", run.Output);
        Assert.Contains("by hand", run.Output);
    }

    [Fact]
    public void A_mirror_gives_the_lists_of_a_set_and_the_rest_is_told()
    {
        using var folder = new ScriptFolder();
        using var listener = Listening(out var address);
        _ = Serve(listener);
        var run = folder.Run(Script, "vggsound", "--to", "DATA", "--mirror", address);
        Assert.True(run.ExitCode == 0, run.Errors + run.Output);
        Assert.Equal("/vggsound/vggsound.csv",
            File.ReadAllText(Path.Combine(folder.Path, "DATA", "audio", "VGGSound", "vggsound.csv")));
        Assert.Contains("by hand", run.Output);
        using var json = JsonDocument.Parse(run.Output.Trim().Split('\n')[^1]);
        Assert.Equal(0, json.RootElement.GetProperty("failed").GetInt32());
    }

    [Fact]
    public void Without_a_server_it_ends_with_3()
    {
        using var folder = new ScriptFolder();
        string address;
        using (Listening(out address))
        {
        }
        var run = folder.Run(Script, "vggsound", "--mirror", address);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("cannot be reached", run.Output);
    }

    [Theory]
    [InlineData("called \"cifar11\"", "cifar11")]
    [InlineData("is no address of a server", "cifar10", "--mirror", "here")]
    [InlineData("Unknown option --too", "cifar10", "--too", "DATA")]
    public void A_mistake_is_one_sentence_and_exit_code_2(string words, params string[] args)
    {
        using var folder = new ScriptFolder();
        var run = folder.Run(Script, args);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.Errors);
        Assert.Single(run.Errors.Trim().Split('\n'));
    }

    // Some port that nobody listens at.
    private static HttpListener Listening(out string address)
    {
        using var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        address = $"http://localhost:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        var listener = new HttpListener();
        listener.Prefixes.Add(address);
        listener.Start();
        return listener;
    }

    // Every file is its own path.
    private static async Task Serve(HttpListener listener)
    {
        while (listener.IsListening)
        {
            var context = await listener.GetContextAsync();
            var bytes = Encoding.UTF8.GetBytes(context.Request.Url!.AbsolutePath);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }
}
