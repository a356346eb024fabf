using System.ComponentModel;
using Plotly.NET;

namespace PolyViT.Notebooks;

/// <summary>Builds Plotly.NET charts from plotly.js's own words, written as anonymous objects.</summary>
internal static class Figure
{
    /// <summary>A chart of traces under a layout.</summary>
    public static GenericChart Of(object layout, IEnumerable<object> traces)
    {
        var chart = GenericChart.ofTraceObjects(false, ListOf(traces.Select(AsTrace)));
        return GenericChart.setConfig(
            Fill(new Config(), new { responsive = true, displaylogo = false }),
            GenericChart.setLayout(Fill(new Layout(), layout), chart));
    }

    /// <summary>The layout that every chart starts from; later entries win.</summary>
    public static Dictionary<string, object?> Layout(
        string title, int height, params (string Key, object? Value)[] more)
    {
        var layout = new Dictionary<string, object?>
        {
            ["title"] = new
            {
                text = Text(title),
                x = 0,
                xref = "paper",
                xanchor = "left",
                y = 1,
                yref = "container",
                yanchor = "top",
                pad = new { t = 14 },
                font = new { size = 16 },
            },
            ["height"] = height,
            ["font"] = new { family = Theme.Font, size = 12, color = Theme.Ink },
            ["paper_bgcolor"] = "rgba(0,0,0,0)",
            ["plot_bgcolor"] = "rgba(0,0,0,0)",
            ["margin"] = new { l = 64, r = 20, t = Top(title, 12), b = 52 },
            ["modebar"] = new { bgcolor = "rgba(0,0,0,0)", color = Theme.Ink, activecolor = Theme.Task(0) },
            ["hoverlabel"] = new { font = new { family = Theme.Font } },
        };
        foreach (var (key, value) in more)
            layout[key] = value;
        return layout;
    }

    /// <summary>The upper margin: what lies above the plot, and the title if there is one; pixels.</summary>
    public static int Top(string title, int above) => above + (title.Length == 0 ? 0 : 40);

    /// <summary>An axis; later entries win.</summary>
    public static Dictionary<string, object?> Axis(string title, params (string Key, object? Value)[] more)
    {
        var axis = new Dictionary<string, object?>
        {
            ["title"] = new { text = Text(title), standoff = 8 },
            ["gridcolor"] = Theme.Grid,
            ["linecolor"] = Theme.Grid,
            ["zeroline"] = false,
            ["automargin"] = true,
        };
        foreach (var (key, value) in more.Where(m => m.Value is not null))
            axis[key] = value;
        return axis;
    }

    /// <summary>Plotly reads labels as a little HTML: a name from data is shown as it is written.</summary>
    public static string Text(string name) => name
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\n", "<br>", StringComparison.Ordinal)
        .Replace("$", "&#36;", StringComparison.Ordinal)
        .Replace("%{", "%&#123;", StringComparison.Ordinal);

    /// <summary>JSON has no NaN: what was not measured is a gap.</summary>
    public static double?[] Gaps(IEnumerable<double?> values) =>
        [.. values.Select(v => v is { } x && double.IsFinite(x) ? v : null)];

    private static Trace AsTrace(object properties)
    {
        var type = TypeDescriptor.GetProperties(properties)["type"]?.GetValue(properties) as string;
        return Fill(new Trace(type ?? "scatter"), properties);
    }

    private static T Fill<T>(T target, object properties)
        where T : DynamicObj.DynamicObj
    {
        var pairs = properties as IEnumerable<KeyValuePair<string, object?>>
            ?? TypeDescriptor.GetProperties(properties).Cast<PropertyDescriptor>()
                .Select(p => KeyValuePair.Create(p.Name, p.GetValue(properties)));
        foreach (var (key, value) in pairs.Where(p => p.Value is not null))
            target.SetProperty(key, value);
        return target;
    }

    private static Microsoft.FSharp.Collections.FSharpList<T> ListOf<T>(IEnumerable<T> items) =>
        Microsoft.FSharp.Collections.ListModule.OfSeq(items);
}
