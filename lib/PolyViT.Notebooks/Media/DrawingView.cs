namespace PolyViT.Notebooks;

/// <summary>Pictures and sounds in notebooks.</summary>
internal static class DrawingView
{
    private const int LeastCaption = 160;

    /// <summary>A picture above its caption.</summary>
    /// <param name="drawing">The picture.</param>
    public static Bundle Of(Drawing drawing) => Mime.Of(
        (Mime.Png, Convert.ToBase64String(drawing.Png.AsSpan())), (Mime.Html, Html(drawing)),
        (Mime.Plain, Words(drawing)));

    /// <summary>Pictures beside and below each other, as they fit, each with its caption.</summary>
    /// <param name="drawings">In their order.</param>
    public static Bundle Of(IReadOnlyList<Drawing> drawings) => Mime.Page(
        $"<div>{string.Concat(drawings.Select(Html))}</div>", string.Join('\n', drawings.Select(Words)));

    /// <summary>A sound: its wave above a player.</summary>
    /// <param name="sound">The sound.</param>
    public static Bundle Of(Sound sound)
    {
        var player = "<audio controls preload=\"metadata\" "
            + "style=\"display:block;width:100%;max-width:480px\" "
            + $"src=\"data:audio/wav;base64,{Convert.ToBase64String(sound.Wav())}\"></audio>";
        return Mime.Page($"<div>{Html(sound.Wave())}{player}</div>", $"[sound: {sound.Caption}]");
    }

    private static string Words(Drawing d) =>
        FormattableString.Invariant($"[picture: {d.Caption}, {d.Width} × {d.Height} pixels]");

    // A caption is about as wide as its picture, so that pictures stand in line.
    private static string Html(Drawing d)
    {
        var (words, png) = (Page.Text(d.Caption), Convert.ToBase64String(d.Png.AsSpan()));
        return "<div style=\"display:inline-block;vertical-align:top;margin:0 12px 8px 0\">"
            + $"<img alt=\"{words}\" style=\"max-width:100%\" src=\"data:image/png;base64,{png}\">"
            + $"<div style=\"max-width:{Math.Max(d.Width, LeastCaption)}px;opacity:.75\">{words}</div></div>";
    }
}
