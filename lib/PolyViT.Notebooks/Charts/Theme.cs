namespace PolyViT.Notebooks;

/// <summary>Colours and type of all charts: for colour-blind eyes too, on white and on black.</summary>
public static class Theme
{
    /// <summary>Axes and labels: neutral, with contrast 4 : 1 to white and to a dark page.</summary>
    public const string Ink = "#7d8088";

    /// <summary>Grid lines.</summary>
    public const string Grid = "rgba(128,132,140,0.22)";

    /// <summary>Fonts in order of preference; the system's own, so that nothing is loaded.</summary>
    public const string Font =
        "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

    // Okabe and Ito (2008), moved until the first nine lie 12 or more apart in CIE L*a*b*, for red-blind and
    // green-blind eyes too.
    private static readonly ImmutableArray<string> Tasks =
    [
        "#0072B2", "#E69F00", "#009E73", "#D98CB8", "#56B4E9", "#D55E00", "#E0CE45", "#94306A", "#777C85",
        "#999933", "#B0E0C0", "#5B3A9E",
    ];

    // Not the tasks' hues, and told apart by their dashes too.
    private static readonly ImmutableArray<(string Colour, string Dash)> Schedules =
    [
        ("#4477AA", "solid"), ("#EE6677", "solid"), ("#228833", "dash"), ("#AA3377", "dot"),
        ("#BB9933", "dashdot"), ("#66CCEE", "longdash"), ("#888888", "longdashdot"),
    ];

    /// <summary>Text on any colour of <see cref="Sequential"/>: its darkest still gives 6 : 1.</summary>
    public const string CellInk = "#16202c";

    /// <summary>From little (pale sand) to much (blue), even in lightness.</summary>
    public static ImmutableArray<(double At, string Colour)> Sequential { get; } =
    [
        (0, "#f7efe0"), (0.25, "#e6ead7"), (0.5, "#c2ddd3"), (0.75, "#94c5d0"), (1, "#63a6d0"),
    ];

    // Even in lightness, for eyes of all kinds: matplotlib's magma at six places.
    private static readonly ImmutableArray<(byte R, byte G, byte B)> Magma =
        [(0, 0, 4), (59, 15, 112), (140, 41, 129), (222, 73, 104), (254, 159, 109), (252, 253, 191)];

    /// <summary>The colour of a strength, for pictures of spectrograms: from black to pale yellow.</summary>
    /// <param name="share">0 is the least, 1 the most.</param>
    public static (byte R, byte G, byte B) Intensity(double share)
    {
        var place = Math.Clamp(share, 0, 1) * (Magma.Length - 1);
        var below = Math.Min((int)place, Magma.Length - 2);
        byte Between(byte a, byte b) => (byte)Math.Round(a + ((b - a) * (place - below)));
        var (from, to) = (Magma[below], Magma[below + 1]);
        return (Between(from.R, to.R), Between(from.G, to.G), Between(from.B, to.B));
    }

    /// <summary>The colour of a task: its position in the plan's list decides, in every chart.</summary>
    /// <param name="position">Its position, from 0.</param>
    public static string Task(int position) => Tasks[position % Tasks.Length];

    /// <summary>The colour of a schedule's line.</summary>
    /// <param name="position">Its position in the plan's list, from 0.</param>
    public static string Schedule(int position) => Schedules[position % Schedules.Length].Colour;

    /// <summary>The dash of a schedule's line, in plotly's words.</summary>
    /// <param name="position">Its position in the plan's list, from 0.</param>
    public static string Dash(int position) => Schedules[position % Schedules.Length].Dash;

    /// <summary>The colour with an opacity, as rgba().</summary>
    /// <param name="colour">#rrggbb.</param>
    /// <param name="opacity">0 is clear, 1 is solid.</param>
    public static string Fade(string colour, double opacity)
    {
        var rgb = Convert.FromHexString(colour.AsSpan(1));
        return string.Create(CultureInfo.InvariantCulture, $"rgba({rgb[0]},{rgb[1]},{rgb[2]},{opacity})");
    }
}
