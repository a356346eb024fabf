using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Tests.Jupyter;

/// <summary>Jupyter's own client, jupyter_client, with a kernel; both end with this object.</summary>
internal sealed class JupyterClient : IDisposable
{
    /// <summary>Debian's, for which its Jupyter is installed.</summary>
    public static string Python { get; } = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    private static readonly Lazy<bool> Installed = new(() =>
    {
        var start = new ProcessStartInfo(Python, ["-c", "import jupyter_client, nbconvert"])
        {
            RedirectStandardError = true,
        };
        using var python = Process.Start(start);
        python!.WaitForExit();
        return python.ExitCode == 0;
    });

    private readonly Process driver;

    private JupyterClient(Process driver) => this.driver = driver;

    /// <summary>The process of the kernel.</summary>
    public int KernelId { get; private set; }

    /// <summary>Installs the kernel into a folder and starts it there.</summary>
    /// <param name="folder">Also of the cells.</param>
    public static JupyterClient Start(ScriptFolder folder)
    {
        Require();
        var install = Tool.Run(folder.Path, "jupyter", "install", "--prefix", "prefix");
        Assert.True(install.ExitCode == 0, install.Errors);
        var client = new JupyterClient(StartDriver(folder));
        try
        {
            var started = client.Do("start", new() { ["kernel"] = ".net-csharp", ["folder"] = folder.Path });
            client.KernelId = (int)started["pid"]!;
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Skips the test, saying so, where Jupyter is not installed; fails when CI=true.</summary>
    public static void Require()
    {
        if (Installed.Value)
            return;
        const string missing = "Jupyter is not installed (Debian: python3-jupyter-client, python3-nbconvert).";
        Assert.SkipWhen(Environment.GetEnvironmentVariable("CI") != "true", missing);
        Assert.Fail(missing);
    }

    /// <summary>Lets Jupyter find the kernel of a folder, and nothing of the user's.</summary>
    public static void Isolate(ProcessStartInfo start, ScriptFolder folder)
    {
        start.Environment["JUPYTER_PATH"] = Path.Combine(folder.Path, "prefix", "share", "jupyter");
        string[] own = ["JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"];
        foreach (var name in own)
            start.Environment[name] = Path.Combine(folder.Path, name);
        start.Environment["POLYVIT_CACHE"] = Path.Combine(folder.Path, ".cache");
    }

    /// <summary>Calls a method of driver.py; fails the test with what it raises.</summary>
    /// <param name="what">Its name.</param>
    /// <param name="arguments">By name.</param>
    public JsonNode Do(string what, JsonObject? arguments = null)
    {
        var request = arguments ?? [];
        request["do"] = what;
        driver.StandardInput.WriteLine(request.ToJsonString());
        var line = driver.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2))
            .GetAwaiter().GetResult();
        var answer = JsonNode.Parse(line ?? throw new InvalidOperationException("driver.py has ended."))!;
        Assert.True(answer["failed"] is null, $"{answer["failed"]}");
        return answer;
    }

    /// <summary>Runs a cell to its end.</summary>
    /// <param name="code">Of the cell.</param>
    /// <param name="options">Of jupyter_client's execute.</param>
    public CellMessages Run(string code, JsonObject? options = null)
    {
        var request = options ?? [];
        request["code"] = code;
        return new(Do("run", request));
    }

    /// <summary>Starts a cell and waits until it has printed a text.</summary>
    /// <param name="code">Of the cell.</param>
    /// <param name="text">That it prints.</param>
    /// <returns>Its id.</returns>
    public string RunUntil(string code, string text)
    {
        var id = (string)Do("send", new() { ["code"] = code })["id"]!;
        Do("heard", new() { ["id"] = id, ["text"] = text });
        return id;
    }

    /// <summary>Waits for the end of a cell.</summary>
    /// <param name="id">From <see cref="RunUntil"/>.</param>
    /// <param name="answers">To its questions.</param>
    public CellMessages Collect(string id, params string[] answers) =>
        new(Do("collect", new()
        {
            ["id"] = id,
            ["answers"] = new JsonArray([.. answers.Select(a => (JsonNode)a)]),
        }));

    /// <summary>A request of jupyter_client's, for example complete; the content of its answer.</summary>
    /// <param name="what">The client's method.</param>
    /// <param name="arguments">By name.</param>
    public JsonNode Ask(string what, JsonObject? arguments = null)
    {
        var request = arguments ?? [];
        request["what"] = what;
        return Do("ask", request);
    }

    /// <summary>Ends Jupyter's side at once, without a word to the kernel.</summary>
    public void Kill() => driver.Kill();

    public void Dispose()
    {
        // The driver stops its kernel when its input ends.
        driver.StandardInput.Close();
        if (!driver.WaitForExit(TimeSpan.FromSeconds(20)))
            driver.Kill(entireProcessTree: true);
        driver.Dispose();
    }

    private static Process StartDriver(ScriptFolder folder)
    {
        var file = Path.Combine(
            SharedFolder.Repository, "tests", "PolyViT.Kernel.Tests", "Jupyter", "driver.py");
        var start = new ProcessStartInfo(Python, [file])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Isolate(start, folder);
        return Process.Start(start)!;
    }
}

/// <summary>What the kernel said about one cell.</summary>
/// <param name="Answer">Of the driver.</param>
internal sealed record CellMessages(JsonNode Answer)
{
    /// <summary>The answer on the shell channel.</summary>
    public JsonNode Reply => Answer["reply"]!;

    /// <summary>"ok", "error" or "aborted".</summary>
    public string Status => (string)Reply["status"]!;

    /// <summary>Types and contents on the iopub channel, in order.</summary>
    public IReadOnlyList<(string Type, JsonNode Content)> All =>
        [.. Answer["messages"]!.AsArray().Select(m => ((string)m!["type"]!, m["content"]!))];

    /// <summary>
    /// The same without status and the echo of the input; text that came in pieces is one message.
    /// </summary>
    public IReadOnlyList<(string Type, JsonNode Content)> Output
    {
        get
        {
            var output = new List<(string Type, JsonNode Content)>();
            foreach (var m in All.Where(m => m.Type is not "status" and not "execute_input"))
            {
                if (m.Type == "stream" && output is [.., ("stream", var last)]
                    && Stream(last) == Stream(m.Content))
                    last["text"] = (string?)last["text"] + (string?)m.Content["text"];
                else
                    output.Add((m.Type, m.Content.DeepClone()));
            }
            return output;
        }
    }

    /// <summary>The last expression as text.</summary>
    public string? Result => (string?)Output.FirstOrDefault(m => m.Type == "execute_result")
        .Content?["data"]?["text/plain"];

    /// <summary>All that was printed.</summary>
    /// <param name="stream">"stdout" or "stderr".</param>
    public string Printed(string stream) => string.Concat(
        from m in Output
        where m.Type == "stream" && Stream(m.Content) == stream
        select (string?)m.Content["text"]);

    private static string? Stream(JsonNode content) => (string?)content["name"];
}
