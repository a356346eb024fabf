namespace PolyViT.Notebooks;

/// <summary>Where a notebook's charts find plotly.js.</summary>
public enum PlotlySource
{
    /// <summary>In the notebook, once: 1.47 MB, and charts need no network.</summary>
    Embedded,

    /// <summary>On the network, at cdn.plot.ly: small files.</summary>
    Network,
}

/// <summary>
/// plotly.js in a notebook, as one element <c>script.polyvit-plotly</c>: it says in data-source where the
/// code comes from ("embedded" or "cdn") and in data-version which it is, so that a tool can exchange it.
/// </summary>
internal static class ChartScript
{
    // Kept where the host's contract lies: two versions of this library in one process share the notebook.
    private const string ShownKey = "PolyViT.Notebook.PlotlyShown";

    /// <summary>The element; empty for the network, because charts fetch what they miss.</summary>
    /// <param name="source">Where the code comes from.</param>
    public static string Html(PlotlySource source)
    {
        var (name, code) = source == PlotlySource.Embedded
            ? ("embedded", Resource("plotly.js")
                .Replace("PACKED", PlotlyJs.Compressed(), StringComparison.Ordinal))
            : ("cdn", "");
        return $"<script class=\"polyvit-plotly\" data-source=\"{name}\" "
            + $"data-version=\"{PlotlyJs.Version}\">{code}</script>";
    }

    /// <summary>Shows the element in an output of its own.</summary>
    /// <param name="host">Where.</param>
    /// <param name="source">Where the code comes from.</param>
    public static void Show(Host host, PlotlySource source)
    {
        host.Show(Mime.Page(Html(source), $"plotly.js {PlotlyJs.Version} for the charts of this notebook"));
        AppContext.SetData(ShownKey, "yes");
    }

    /// <summary>The element for the first chart of a notebook that did not begin; else nothing.</summary>
    public static string OnceOnly()
    {
        if (AppContext.GetData(ShownKey) is not null)
            return "";
        AppContext.SetData(ShownKey, "yes");
        return Html(PlotlySource.Embedded);
    }

    /// <summary>A script that lies in this assembly.</summary>
    /// <param name="name">Of its file.</param>
    public static string Resource(string name)
    {
        using var stream = typeof(ChartScript).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"PolyViT.Notebooks has no resource {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
