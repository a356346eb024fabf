using System.IO.Compression;
using System.Text;
using Plotly.NET;

namespace PolyViT.Notebooks;

/// <summary>plotly.js as it lies inside Plotly.NET.</summary>
internal static class PlotlyJs
{
    /// <summary>The version of the resource.</summary>
    public const string Version = "2.28.0";

    /// <summary>Where it lies on the network, for pages that do not contain it.</summary>
    public const string Address = $"https://cdn.plot.ly/plotly-{Version}.min.js";

    private static readonly Lazy<string> Small = new(() => Convert.ToBase64String(Gzip(Bytes())));

    /// <summary>The source, 3.6 MB, fit to stand between script tags.</summary>
    public static string Source() => Encoding.UTF8.GetString(Bytes())
        .Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);

    /// <summary>The source as gzip in base64, 1.47 MB; a browser unpacks it.</summary>
    public static string Compressed() => Small.Value;

    private static byte[] Bytes()
    {
        const string name = $"Plotly.NET.plotly-{Version}.min.js";
        using var stream = typeof(GenericChart).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"Plotly.NET has no resource {name}.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return memory.ToArray();
    }
}
