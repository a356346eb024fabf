using System.Text.Json.Nodes;
using PolyViT.Notebooks;

namespace PolyViT.Kernel.Notebooks;

/// <summary>What `polyvit snapshot` was asked for.</summary>
/// <param name="Files">Notebooks that were run.</param>
/// <param name="Embed">Pictures go into the notebooks.</param>
/// <param name="Png">A folder for the pictures, or null.</param>
/// <param name="Light">plotly.js comes out of the notebooks.</param>
internal sealed record SnapshotOrder(IReadOnlyList<string> Files, bool Embed, string? Png, bool Light);

/// <summary>`polyvit snapshot FILE...`.</summary>
internal static class SnapshotCommand
{
    /// <summary>Makes a still picture of every chart.</summary>
    /// <param name="order">From the command line.</param>
    /// <returns>
    /// 0; 1 when a chart cannot be drawn; 2 when a file cannot be used; 3 without a browser.
    /// </returns>
    public static int Run(SnapshotOrder order)
    {
        if (order is { Embed: false, Png: null, Light: false })
            return Fail(ExitCode.Usage, "There is nothing to do: give --embed, --png DIR or --light.");
        var read = order.Files.Select(NotebookFile.Read).ToArray();
        if (read.FirstOrDefault(r => r.Trouble is not null).Trouble is { } trouble)
            return Fail(ExitCode.Usage, trouble);
        var draws = order.Embed || order.Png is not null;
        var browser = draws ? Chromium.Find(Environment.GetEnvironmentVariable) : null;
        return draws && browser is null
            ? Fail(ExitCode.Machine, "Charts are drawn by a browser, and there is none: install chromium, or"
                + " name one in the environment variable CHROMIUM.")
            : read.Max(r => RunOne(r.Notebook!, order, browser));
    }

    private static int RunOne(Notebook notebook, SnapshotOrder order, string? browser)
    {
        var charts = Charts(notebook).ToArray();
        if (browser is not null && charts.Length > 0 && Draw(notebook, charts, order, browser) is { } trouble)
            return Fail(ExitCode.Failed, trouble);
        var lighter = order.Light ? notebook.Code.SelectMany(c => c.Bundles()).Count(ChartMarkup.Lighten) : 0;
        if ((order.Embed && charts.Length > 0) || lighter > 0)
            NotebookFile.Write(notebook, notebook.Path);
        var name = Path.GetFileName(notebook.Path);
        if (browser is not null)
            Console.WriteLine($"{name}: {charts.Length} charts {(order.Embed ? "embedded" : "drawn")}"
                + (order.Png is { } folder ? $", pictures in {folder}" : ""));
        if (order.Light)
            Console.WriteLine($"{name}: {new FileInfo(notebook.Path).Length / 1000} kB"
                + (lighter > 0 ? ", plotly.js now comes from the network" : ""));
        return ExitCode.Good;
    }

    private static string? Draw(Notebook notebook, Chart[] charts, SnapshotOrder order, string browser)
    {
        if (PlotlyScript.For(notebook) is not { } plotly)
            return $"'{notebook.Path}' has charts, and plotly.js is neither in it nor in a Plotly.NET.dll"
                + " beside an assembly that it refers to: build lib/PolyViT.Notebooks, or run it again.";
        var (pngs, trouble) = ChartPictures.Of(browser, plotly, charts);
        if (trouble is not null)
            return trouble;
        foreach (var (index, (chart, png)) in charts.Zip(pngs).Index())
        {
            if (order.Embed)
                ChartMarkup.Embed(chart.Bundle, png, chart.Width);
            if (order.Png is { } folder)
                Save(folder, $"{Path.GetFileNameWithoutExtension(notebook.Path)}-{index + 1:d2}.png", png);
        }
        return null;
    }

    private static void Save(string folder, string name, string png)
    {
        Directory.CreateDirectory(folder);
        Files.Write(Path.Combine(folder, name), Convert.FromBase64String(png));
    }

    private static IEnumerable<Chart> Charts(Notebook notebook) =>
        from cell in notebook.Code.Index()
        from bundle in cell.Item.Bundles().Where(b => b[Mime.Plotly] is JsonObject).Index()
        select new Chart(bundle.Item, $"code cell {cell.Index + 1}, chart {bundle.Index + 1}");

    private static int Fail(int code, string sentence)
    {
        Console.Error.WriteLine(sentence);
        return code;
    }
}
