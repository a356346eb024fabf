using System.Threading.Tasks;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>
/// What a user of a notebook waits for: the start, the first cell, small cells, completion, libtorch.
/// </summary>
internal static class KernelSpeed
{
    private const int Starts = 7;
    private const int Cells = 50;
    private const int ManyCells = 200;

    private static readonly string Library =
        Path.Combine(KernelProcess.Repository(), "lib", "PolyViT.Notebooks", "bin", "Release", "net10.0");

    private static readonly string TorchByPath = $"""
        #r "{Path.Combine(Library, "PolyViT.dll")}"
        #r "{Path.Combine(Library, "TorchSharp.dll")}"
        TorchSharp.torch.ones(1).item<float>()
        """;

    private static readonly string TorchByPackage = $"""
        #r "nuget: TorchSharp, 0.107.0"
        #r "nuget: {(OperatingSystem.IsWindows() ? "libtorch-cpu-win-x64" : OperatingSystem.IsMacOS()
            ? "libtorch-cpu-osx-arm64" : "libtorch-cpu-linux-x64")}, 2.10.0"
        TorchSharp.torch.ones(1).item<float>()
        """;

    /// <summary>Prints a table of medians.</summary>
    public static int Run()
    {
        var folder = Directory.CreateTempSubdirectory("polyvit-benchmark-").FullName;
        try
        {
            AnsiConsole.Write(TableOf(folder));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Table TableOf(string folder)
    {
        var starts = Enumerable.Range(0, Starts).Select(_ => Start(folder, TimeSpan.Zero)).ToArray();
        var later = Enumerable.Range(0, Starts).Select(_ => Start(folder, TimeSpan.FromSeconds(1))).ToArray();
        var table = new Table().AddColumns("notebook kernel", "median", "spread", "target");
        Add(table, "ready after its start, ms", [.. starts.Select(s => s.Ready)], "1000");
        Add(table, "first cell, at once after that, ms", [.. starts.Select(s => s.First)], "300");
        Add(table, "first cell, a second after that, ms", [.. later.Select(s => s.First)], "300");
        using (var kernel = KernelProcess.Start(folder))
        {
            kernel.Run("1");
            var cells = Enumerable.Range(0, Cells).Select(i => kernel.Run($"{i} + 1")).ToArray();
            var completions = Enumerable.Range(0, Cells).Select(_ => Complete(kernel)).ToArray();
            Add(table, "small cell, ms", cells, "50");
            Add(table, "completion, ms", completions, "50");
        }
        Add(table, "cell that first touches libtorch, by path, ms", Torch(folder, TorchByPath), "1200");
        Add(table, "the same by package, restored before, ms", Torch(folder, TorchByPackage), "1200");
        Add(table, $"managed memory after {ManyCells} cells, MB", [ManagedAfter(folder, ManyCells)], "300");
        return table;
    }

    private static (double Ready, double First) Start(string folder, TimeSpan pause)
    {
        using var kernel = KernelProcess.Start(folder);
        Task.Delay(pause).Wait();
        return (kernel.Ready, kernel.Run("1 + 1"));
    }

    private static double Complete(KernelProcess kernel) =>
        kernel.Time("complete_request", new() { ["code"] = "Math.S", ["cursor_pos"] = 6 });

    // The first start restores, and is not measured.
    private static double[] Torch(string folder, string code)
    {
        return [.. Enumerable.Range(0, Starts + 1).Select(_ => Touch()).ToArray().Skip(1)];

        double Touch()
        {
            using var kernel = KernelProcess.Start(folder);
            kernel.Run("1");
            return kernel.Run(code);
        }
    }

    private static double ManagedAfter(string folder, int cells)
    {
        using var kernel = KernelProcess.Start(folder);
        for (var i = 0; i < cells; i++)
            kernel.Run($"var x{i} = {i}; int F{i}(int n) => n + x{i}; F{i}(1)");
        kernel.Run("System.IO.File.WriteAllText(\"bytes\", GC.GetTotalMemory(true).ToString());");
        var bytes = File.ReadAllText(Path.Combine(folder, "bytes"));
        return double.Parse(bytes, CultureInfo.InvariantCulture) / (1 << 20);
    }

    private static void Add(Table table, string what, double[] values, string target) => table.AddRow(
        what, F(values.Order().ElementAt(values.Length / 2)), $"{F(values.Min())} .. {F(values.Max())}", target);

    private static string F(double value) => value.ToString("F0", CultureInfo.InvariantCulture);
}
