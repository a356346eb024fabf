using Plotly.NET;

namespace PolyViT.Notebooks;

public static partial class Charts
{
    private static readonly ImmutableArray<(string Name, Func<ParameterSplit, long> Of)> Parts =
    [
        ("shared", p => p.Shared), ("adapters", p => p.Adapter), ("tokenizers", p => p.Tokenizer),
        ("heads", p => p.Head),
    ];

    /// <summary>What every setting of an experiment reached over what its models weigh, and below where their
    /// parameters lie.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="result">The experiment.</param>
    public static GenericChart Pareto(string title, ComparisonResult result)
    {
        var settings = Settings.Of(result);
        var splits = settings.Select(s => Settings.Parameters(result, s)).ToArray();
        var bars = 28 * settings.Length;
        var height = Figure.Top(title, 430) + bars;
        var share = bars / (double)(height - Figure.Top(title, 30) - 60);
        return Figure.Of(
            Figure.Layout(
                title, height,
                ("xaxis", Figure.Axis(
                    "parameters of all models (millions)", ("anchor", "y"), ("rangemode", "tozero"))),
                ("yaxis", Figure.Axis("mean test metric of all tasks", ("domain", new[] { share + 0.24, 1 }))),
                ("xaxis2", Figure.Axis("parameters (millions)", ("anchor", "y2"), ("matches", "x"))),
                ("yaxis2", Figure.Axis(
                    "", ("domain", new[] { 0, share }), ("autorange", "reversed"), ("type", "category"),
                    ("anchor", "x2"), ("ticksuffix", "  "))),
                ("barmode", "stack"), ("bargap", 0.3),
                ("legend", new
                {
                    orientation = "h",
                    x = 0,
                    xanchor = "left",
                    y = share + 0.02,
                    yanchor = "bottom",
                }),
                ("margin", new { l = 64, r = 40, t = Figure.Top(title, 30), b = 60 })),
            [Reached(result, settings, splits), .. Parts.Select((p, i) => Weight(settings, splits, p, i))]);
    }

    /// <summary>How much co-training gained on every task over its single-task model, against the size of its
    /// training set; the whiskers are 95 % intervals over seeds.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="results">One experiment, or several with other sizes.</param>
    public static GenericChart Gains(string title, params IReadOnlyList<ComparisonResult> results)
    {
        string[] settings = [CompareModalities.PerModality, CompareModalities.All];
        return Figure.Of(
            Figure.Layout(
                title, 460, ("xaxis", Figure.Axis("training examples", ("type", "log"))),
                ("yaxis", Figure.Axis(
                    "gain over the single-task model", ("zeroline", true), ("zerolinecolor", Theme.Ink))),
                ("legend", LegendAbove), ("margin", Room(title, legend: true))),
            settings.Select((s, i) => Gain(s, i, [.. results.SelectMany(r => CompareModalities.Gains(r, s))])));
    }

    /// <summary>Probe accuracy against shots, a panel per task and a line per setting; all examples, read by
    /// logistic regression, stand at the right.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="result">A comparison of probes.</param>
    public static GenericChart ProbesByShots(string title, ComparisonResult result)
    {
        var shots = result.Plan.Probing.Shots;
        return Panels(
            title, "examples of each class", "",
            [.. result.Plan.Probes.Select((t, k) => new Panel(
                t.Name, [.. Settings.Of(result).Select((s, i) => Course(s, t) with
                {
                    Colour = Theme.Schedule(i), Dash = Theme.Dash(i),
                })],
                Theme.Task(k)))],
            rise: (0, 1));

        Curve Course(string setting, TaskSpec task)
        {
            Estimate?[] values =
            [
                .. shots.Select(s => CompareProbes.Mean(result, setting, task.Name, Probes.Protocols[0], s)),
                CompareProbes.Mean(result, setting, task.Name, Probes.Protocols[1]),
            ];
            double[] x = [.. shots.Select(s => (double)s), 2 * shots.Max()];
            return new(setting, [.. x], [.. values.Select(v => v?.Mean)])
            {
                Low = values.Any(v => v?.HalfWidth is not null) ? [.. values.Select(v => v?.Low)] : [],
                High = values.Any(v => v?.HalfWidth is not null) ? [.. values.Select(v => v?.High)] : [],
            };
        }
    }

    private static object Reached(
        ComparisonResult result, ImmutableArray<string> settings, ParameterSplit[] splits)
    {
        Estimate?[] values = [.. settings.Select(s => Settings.Overall(result, s))];
        return new
        {
            type = "scatter",
            mode = "markers+text",
            x = splits.Select(p => p.Total / 1e6).ToArray(),
            y = Figure.Gaps(values.Select(v => v?.Mean)),
            error_y = Whiskers(values),
            text = settings.Select(Figure.Text).ToArray(),
            textposition = settings.Select((_, i) => i % 2 == 0 ? "top right" : "bottom right").ToArray(),
            cliponaxis = false,
            showlegend = false,
            marker = new { size = 10, color = Theme.Task(0) },
            hovertemplate = "%{text}<br>%{x:.4g} M, %{y:.3f}<extra></extra>",
        };
    }

    private static object Weight(
        ImmutableArray<string> settings, ParameterSplit[] splits, (string Name, Func<ParameterSplit, long> Of) part,
        int colour) => new
        {
            type = "bar",
            orientation = "h",
            name = part.Name,
            x = splits.Select(p => part.Of(p) / 1e6).ToArray(),
            y = settings.Select(Figure.Text).ToArray(),
            xaxis = "x2",
            yaxis = "y2",
            marker = new { color = Theme.Schedule(colour) },
            hovertemplate = "%{y}: %{x:.4g} M " + part.Name + "<extra></extra>",
        };

    private static object Gain(
        string setting, int colour, (TaskSpec Task, int Examples, Estimate Gain)[] gains) => new
        {
            type = "scatter",
            mode = "markers+text",
            name = setting,
            x = gains.Select(g => g.Examples).ToArray(),
            y = gains.Select(g => g.Gain.Mean).ToArray(),
            error_y = Whiskers([.. gains.Select(g => (Estimate?)g.Gain)]),
            text = gains.Select(g => Figure.Text(g.Task.Name)).ToArray(),
            textposition = colour == 0 ? "middle left" : "middle right",
            cliponaxis = false,
            textfont = new { size = 10 },
            marker = new { size = 10, color = Theme.Schedule(colour), symbol = colour == 0 ? "circle" : "square" },
            hovertemplate = "%{text}: %{y:+.3f}<extra>" + setting + "</extra>",
        };
}
