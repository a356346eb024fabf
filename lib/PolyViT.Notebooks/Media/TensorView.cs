using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace PolyViT.Notebooks;

/// <summary>
/// Tensors in notebooks: type, shape, device and statistics, as a picture where the shape leaves no doubt,
/// and with their values where these are few.
/// </summary>
internal static class TensorView
{
    private const int FewValues = 64, LeastSide = 8, MostSide = 2048, MostFrames = 8;
    private const double Rounding = 1e-3;

    /// <summary>What a tensor looks like.</summary>
    /// <param name="x">Any, a disposed one too.</param>
    public static Bundle Of(Tensor x)
    {
        if (x.IsInvalid)
            return Mime.Text("A disposed tensor: show it before its scope ends.");
        using var scope = NewDisposeScope();
        try
        {
            return Known(x);
        }
        catch (ExternalException e)
        {
            var why = e.Message.Split('\n')[0];
            return Mime.Text($"{TensorSummary.Kind(x)}: its values cannot be read ({why}).");
        }
    }

    private static Bundle Known(Tensor x)
    {
        var summary = TensorSummary.Of(x);
        var grid = Statistics(x, summary);
        var text = GridText.Of(grid);
        if (summary is null)
            return grid.Bundle();
        if (x.numel() <= FewValues && !x.is_complex())
        {
            var values = Values(x);
            return Mime.Page($"{GridHtml.Of(grid)}<pre>{Page.Text(values)}</pre>", $"{text}\n{values}");
        }
        if (AsPicture(x, summary) is not { } picture)
            return grid.Bundle();
        var shown = DrawingView.Of(picture.Captioned("as a picture, [-1, 1] from black to white"));
        return Mime.Of(
            (Mime.Png, shown[Mime.Png]), (Mime.Html, $"{GridHtml.Of(grid)}{shown[Mime.Html]}"),
            (Mime.Plain, text));
    }

    private static Grid Statistics(Tensor x, TensorSummary? s)
    {
        (string Name, string Text)[] parts =
        [
            ("tensor", TensorSummary.Kind(x)), ("device", x.device.ToString()),
            .. s is null ? [("", x.numel() == 0 ? "no values" : "no values to look at")] : Numbers(x, s),
        ];
        return new(
            [.. parts.Select(p => p.Name)],
            [[.. parts.Select((p, i) => new Cell(p.Text, i > 1 && s is not null))]])
        {
            Remark = s is not null && s.Looked < x.numel()
                ? FormattableString.Invariant($"Looked at {s.Looked} of {x.numel()} values.") : "",
        };
    }

    private static IEnumerable<(string Name, string Text)> Numbers(Tensor x, TensorSummary s)
    {
        if (x.dtype == ScalarType.Bool)
            return [("true", Brief.Of(s.Mean * 100) + " %")];
        var of = x.is_complex() ? " size" : "";
        return
        [
            ("min" + of, Brief.Of(s.Min)), ("max" + of, Brief.Of(s.Max)), ("mean" + of, Brief.Of(s.Mean)),
            ("std" + of, Brief.Of(s.Std)), .. s.NotANumber > 0 ? [("NaN", Brief.Of(s.NotANumber))] : Nothing,
            .. s.Infinite > 0 ? [("infinite", Brief.Of(s.Infinite))] : Nothing,
        ];
    }

    private static (string, string)[] Nothing => [];

    // Colours last, and nothing outside of [-1, 1]; bytes are pictures as they are.
    private static Drawing? AsPicture(Tensor x, TensorSummary s)
    {
        var fits = x.dtype == ScalarType.Byte || (x.is_floating_point() && s.NotANumber + s.Infinite == 0
            && s.Min >= -1 - Rounding && s.Max <= 1 + Rounding);
        bool Side(int d) => x.size(d) is >= LeastSide and <= MostSide;
        if (!fits || x.dim() is < 3 or > 5 || x.size(-1) != 3 || !Side(-2) || !Side(-3))
            return null;
        var clip = x.dim() == 5 ? x[0] : x;
        return clip.dim() == 3 ? clip.AsPicture() : clip.slice(0, 0, MostFrames, 1).AsStrip();
    }

    private static string Values(Tensor x) =>
        x.cpu().ToString(TorchSharp.TensorStringStyle.Numpy, "G5", 100, CultureInfo.InvariantCulture);
}
