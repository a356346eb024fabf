namespace PolyViT;

/// <summary>How a tensor of a checkpoint lies, where ours is [in, out] or [.., C, D].</summary>
internal enum Layout
{
    /// <summary>As ours.</summary>
    Same,

    /// <summary>PyTorch's dense kernel, [out, in].</summary>
    Transposed,

    /// <summary>PyTorch's convolution, [D, C, height, width] or [D, C, time, height, width].</summary>
    Convolution,

    /// <summary>AST's convolution, [D, C, frequency, time].</summary>
    SpectrogramConvolution,

    /// <summary>Flax's query, key or value: [D, H, dh].</summary>
    HeadsLast,

    /// <summary>The bias of one: [H, dh].</summary>
    HeadsBias,

    /// <summary>Flax's output projection: [H, dh, D].</summary>
    HeadsFirst,
}

/// <summary>From a checkpoint's layout to ours.</summary>
internal static class Layouts
{
    /// <summary>The shape in our layout; as it is where its rank is not the layout's.</summary>
    public static ImmutableArray<long> Shape(this Layout layout, ImmutableArray<long> shape) => (layout, shape.Length) switch
    {
        (Layout.HeadsLast, 3) or (Layout.HeadsBias, 2) => [.. shape[..^2], shape[^2] * shape[^1]],
        (Layout.HeadsFirst, 3) => [shape[0] * shape[1], shape[2]],
        _ => [.. Order(layout, shape.Length).Select(i => shape[(int)i])],
    };

    /// <summary>The values in our layout.</summary>
    /// <param name="layout">Theirs.</param>
    /// <param name="values">As read.</param>
    public static Tensor Ours(this Layout layout, Tensor values)
    {
        var rank = (int)values.dim();
        var shape = layout.Shape([.. values.shape]);
        return values.permute([.. Order(layout, rank)]).reshape([.. shape]);
    }

    /// <summary>Our values in a layout without an axis of heads: the way back.</summary>
    public static Tensor Theirs(this Layout layout, Tensor ours)
    {
        long[] order = [.. Order(layout, (int)ours.dim())];
        return ours.permute([.. order.Select((_, i) => (long)Array.IndexOf(order, i))]);
    }

    /// <summary>Whether the values stand in our order already, whatever the shape.</summary>
    public static bool InOrder(this Layout layout, int rank) => Order(layout, rank).SequenceEqual(Order(Layout.Same, rank));

    /// <summary>The layout of a parameter of ours in Flax's own layout.</summary>
    /// <param name="ours">Its path.</param>
    public static Layout OfFlax(string ours)
    {
        if (!ours.Contains("/MultiHeadDotProductAttention_", StringComparison.Ordinal))
            return Layout.Same;
        var kernel = ours.EndsWith("/kernel", StringComparison.Ordinal);
        return ours.Contains("/out/", StringComparison.Ordinal)
            ? kernel ? Layout.HeadsFirst : Layout.Same
            : kernel ? Layout.HeadsLast : Layout.HeadsBias;
    }

    /// <summary>What is done to a tensor, in words; empty where nothing is.</summary>
    public static string Words(this Layout layout, int rank) => (layout, rank) switch
    {
        (Layout.Transposed, 2) => "transposed",
        (Layout.Convolution, 4 or 5) => "channels last",
        (Layout.SpectrogramConvolution, 4) => "channels last, time before frequency",
        (Layout.HeadsLast, 3) or (Layout.HeadsBias, 2) or (Layout.HeadsFirst, 3) => "heads merged",
        _ => "",
    };

    private static IEnumerable<long> Order(Layout layout, int rank) => (layout, rank) switch
    {
        (Layout.Transposed, 2) => [1, 0],
        (Layout.Convolution, 4) => [2, 3, 1, 0],
        (Layout.Convolution, 5) => [2, 3, 4, 1, 0],
        (Layout.SpectrogramConvolution, 4) => [3, 2, 1, 0],
        _ => Enumerable.Range(0, rank).Select(i => (long)i),
    };
}
