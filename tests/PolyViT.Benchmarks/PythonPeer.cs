using System.Runtime.CompilerServices;

namespace PolyViT.Benchmarks;

/// <summary>The same ViT in Python's PyTorch, in a process of its own that works only when it is
/// asked.</summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process process;

    private PythonPeer(Process process, string version) => (this.process, Version) = (process, version);

    /// <summary>The process.</summary>
    public int Id => process.Id;

    /// <summary>PyTorch's version and threads.</summary>
    public string Version { get; }

    /// <summary>Starts it; null where there is no python3 with torch.</summary>
    public static PythonPeer? Start(ModelConfig c, int batch, int classes)
    {
        object[] sizes = [batch, c.Inputs.ImageSize, c.ImagePatch[0], c.Dim, c.Depth, c.Heads, c.MlpDim, classes, get_num_threads()];
        var start = new ProcessStartInfo("/usr/bin/python3", [Script(), .. sizes.Select(s => $"{s}")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        if (!File.Exists(start.FileName))
            return null;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        if (process.StandardOutput.ReadLine() is not { } ready || !ready.StartsWith("ready ", StringComparison.Ordinal))
            return null;
        return new(process, ready["ready ".Length..]);
    }

    /// <summary>Does "train" or "infer" once, in "float32" or "bfloat16"; the seconds by its own
    /// clock.</summary>
    public double Once(string what, string precision)
    {
        process.StandardInput.WriteLine($"{what} {precision}");
        return double.Parse(process.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    private static string Script([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "peer.py");
}
