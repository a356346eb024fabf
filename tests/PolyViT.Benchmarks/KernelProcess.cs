using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using NetMQ;
using NetMQ.Sockets;
using PolyViT.Kernel.Jupyter;

namespace PolyViT.Benchmarks;

/// <summary>A kernel and a client of it, which knows as much of the protocol as timing needs.</summary>
internal sealed class KernelProcess : IDisposable
{
    private const string Key = "benchmark";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly DealerSocket shell = new();
    private readonly DealerSocket control = new();

    private KernelProcess(Process process, int[] ports)
    {
        this.process = process;
        Connect(shell, ports[0]);
        Connect(control, ports[1]);
    }

    /// <summary>Milliseconds from the start of the process to its first answer.</summary>
    public double Ready { get; private set; }

    /// <summary>Starts the tool's Release build and waits for its first answer.</summary>
    /// <param name="folder">Where its cells run.</param>
    public static KernelProcess Start(string folder)
    {
        var ports = FreePorts(5);
        File.WriteAllText(Path.Combine(folder, "connection.json"), new JsonObject
        {
            ["ip"] = "127.0.0.1",
            ["key"] = Key,
            ["shell_port"] = ports[0],
            ["control_port"] = ports[1],
            ["stdin_port"] = ports[2],
            ["iopub_port"] = ports[3],
            ["hb_port"] = ports[4],
        }.ToJsonString());
        var tool = Path.Combine(
            Repository(), "lib", "PolyViT.Kernel", "bin", "Release", "net10.0", "PolyViT.Kernel.dll");
        var watch = Stopwatch.StartNew();
        var process = Process.Start(new ProcessStartInfo("dotnet", [tool, "kernel", "connection.json"])
        {
            WorkingDirectory = folder,
        })!;
        var kernel = new KernelProcess(process, ports);
        kernel.Time("kernel_info_request", []);
        kernel.Ready = watch.Elapsed.TotalMilliseconds;
        return kernel;
    }

    /// <summary>Milliseconds from a request to its answer.</summary>
    /// <exception cref="InvalidOperationException">The answer is an error.</exception>
    public double Time(string type, JsonObject content)
    {
        var header = Wire.Header(type, "client");
        var frames = Wire.Write([], header, null, content, Key);
        var watch = Stopwatch.StartNew();
        shell.SendMultipartMessage(new NetMQMessage(frames));
        var raw = new NetMQMessage();
        if (!shell.TryReceiveMultipartMessage(Limit, ref raw!))
            throw new InvalidOperationException($"No answer to {type} within {Limit}.");
        var elapsed = watch.Elapsed.TotalMilliseconds;
        var reply = Wire.Read([.. raw.Select(f => f.ToByteArray())], Key)!;
        return reply.Text("status") == "ok" ? elapsed : throw new InvalidOperationException(reply.Text("evalue"));
    }

    /// <summary>Milliseconds that a cell takes.</summary>
    public double Run(string code) => Time("execute_request", new() { ["code"] = code });

    public void Dispose()
    {
        var header = Wire.Header("shutdown_request", "client");
        var frames = Wire.Write([], header, null, new() { ["restart"] = false }, Key);
        control.SendMultipartMessage(new NetMQMessage(frames));
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
            process.Kill(entireProcessTree: true);
        process.Dispose();
        shell.Dispose();
        control.Dispose();
    }

    private static void Connect(DealerSocket socket, int port)
    {
        // The kernel is not there yet; a short interval does not blur the time that it takes.
        socket.Options.ReconnectInterval = TimeSpan.FromMilliseconds(5);
        socket.Connect(string.Create(CultureInfo.InvariantCulture, $"tcp://127.0.0.1:{port}"));
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count)
            .Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners)
            listener.Start();
        var ports = listeners.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners)
            listener.Stop();
        return ports;
    }

    /// <summary>The folder of the solution.</summary>
    public static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PolyViT.Notebooks.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("There is no solution above this program.");
        }
        return folder;
    }
}
