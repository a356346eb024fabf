namespace PolyViT;

/// <summary>
/// Resizing of pictures, channels last, each way named after the library that does it so. They agree on flat
/// pictures only: a checkpoint expects the one that it was trained with.
/// </summary>
public static class Resize
{
    // Pillow's weights are whole numbers of 1 / 2^22.
    private const int PillowBits = 22;

    /// <summary>
    /// tf.image.resize(method='bilinear', antialias=False) of TensorFlow 2: pixel centres lie at half
    /// integers, two neighbours count, however much the picture shrinks. scenic's image pipeline uses it.
    /// </summary>
    /// <param name="x">[.., H, W, C] float.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="width">Columns wanted.</param>
    /// <returns>[.., height, width, C] float; scenic casts it back to bytes, which cuts fractions
    /// off.</returns>
    public static Tensor TensorFlow(Tensor x, int height, int width) =>
        Linear(x, height, width, (i, from, to) => ((i + 0.5) * from / to) - 0.5);

    /// <summary>
    /// tf.compat.v1.image.resize_bilinear with its defaults: output i is taken from i times the scale, so
    /// that the picture moves towards its lower right.
    /// </summary>
    /// <param name="x">[.., H, W, C] float.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="width">Columns wanted.</param>
    /// <returns>[.., height, width, C] float.</returns>
    public static Tensor TensorFlowLegacy(Tensor x, int height, int width) =>
        Linear(x, height, width, (i, from, to) => i * (double)from / to);

    /// <summary>tf.compat.v1.image.resize_bilinear with align_corners=True: corners stay corners.</summary>
    /// <param name="x">[.., H, W, C] float.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="width">Columns wanted.</param>
    /// <returns>[.., height, width, C] float.</returns>
    public static Tensor TensorFlowAligned(Tensor x, int height, int width) =>
        Linear(x, height, width, (i, from, to) => to == 1 ? 0 : i * (from - 1.0) / (to - 1));

    /// <summary>
    /// torchvision's resize of tensors, which is torch.nn.functional.interpolate(align_corners=False).
    /// Without antialias the cubic has a = -0.75, with it -0.5.
    /// </summary>
    /// <param name="x">[.., H, W, C] float.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="width">Columns wanted.</param>
    /// <param name="antialias">Whether the filter widens when the picture shrinks; torchvision's default
    /// since 0.17.</param>
    /// <param name="filter">Bilinear or bicubic.</param>
    /// <returns>[.., height, width, C] float; a cubic may leave the range of <paramref name="x"/>.</returns>
    public static Tensor Torchvision(
        Tensor x, int height, int width, bool antialias = true, ResizeFilter filter = ResizeFilter.Bilinear)
    {
        double Half(int i, int from, int to) => ((i + 0.5) * from / to) - 0.5;
        Tensor Cubic(int from, int to) => ResizeWeights.Cubic(from, to, i => Half(i, from, to), -0.75);
        Tensor Widened(int from, int to) => Matrix(ResizeWeights.Widened(from, to, filter));
        return (antialias, filter) switch
        {
            (true, _) => Apply(x, height, width, Widened),
            (false, ResizeFilter.Bicubic) => Apply(x, height, width, Cubic),
            _ => Linear(x, height, width, Half),
        };
    }

    /// <summary>
    /// Pillow's Image.resize of 8-bit pictures, bit for bit: antialiased always, weights in whole 2^-22, rows
    /// first, rounded and cut to bytes after either direction. torchvision's resize of PIL pictures and the
    /// image processors of Hugging Face use it.
    /// </summary>
    /// <param name="x">[.., H, W, C] uint8.</param>
    /// <param name="height">Rows wanted.</param>
    /// <param name="width">Columns wanted.</param>
    /// <param name="filter">Bilinear or bicubic, a = -0.5.</param>
    /// <returns>[.., height, width, C] uint8.</returns>
    /// <exception cref="InputException">The picture is not made of bytes.</exception>
    public static Tensor Pillow(Tensor x, int height, int width, ResizeFilter filter = ResizeFilter.Bilinear)
    {
        if (x.dtype != ScalarType.Byte)
            throw new InputException(
                $"A picture of {x.dtype} cannot be resized as Pillow does: give bytes (uint8).");
        using var scope = NewDisposeScope();
        var across = PillowPass(x, -2, width, filter);
        return PillowPass(across, -3, height, filter).clone().MoveToOuterDisposeScope();
    }

    private static Tensor PillowPass(Tensor x, int axis, int size, ResizeFilter filter)
    {
        var from = (int)x.size(axis);
        if (from == size)
            return x;
        const double one = 1 << PillowBits;
        double[] Whole(double[] row) =>
            [.. row.Select(w => Math.Round(w * one, MidpointRounding.AwayFromZero))];
        var weights = Matrix([.. ResizeWeights.Widened(from, size, filter).Select(Whole)]).to(x.device);
        // Sums stay below 2^53, so that float64 holds them exactly.
        var sums = Along(x.to(ScalarType.Float64), axis, weights);
        return sums.Times(1 / one).Plus(0.5).floor().AtLeast(0).AtMost(255).to(ScalarType.Byte);
    }

    private static Tensor Linear(Tensor x, int height, int width, Func<int, int, int, double> at) =>
        Apply(x, height, width, (from, to) => ResizeWeights.Linear(from, to, i => at(i, from, to)));

    // [to, from] weights for both axes; float64 inside, so that the result is rounded once.
    private static Tensor Apply(Tensor x, int height, int width, Func<int, int, Tensor> weights)
    {
        using var scope = NewDisposeScope();
        var across = Along(x.to(ScalarType.Float64), -2, weights((int)x.size(-2), width).to(x.device));
        return Along(across, -3, weights((int)x.size(-3), height).to(x.device))
            .to(x.dtype).contiguous().MoveToOuterDisposeScope();
    }

    private static Tensor Along(Tensor x, int axis, Tensor weights) =>
        x.transpose(axis, -1).matmul(weights.t()).transpose(axis, -1);

    private static Tensor Matrix(double[][] rows) =>
        tensor([.. rows.SelectMany(r => r)], [rows.Length, rows[0].Length]);
}
