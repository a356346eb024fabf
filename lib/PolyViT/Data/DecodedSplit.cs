using static TorchSharp.torch.nn.functional;

namespace PolyViT;

/// <summary>
/// Splits of a decoded set: rows of its tensor, made float32 and brought to the scale that models see.
/// </summary>
public static class DecodedSplit
{
    /// <summary>A split whose examples are rows of a decoded set.</summary>
    /// <param name="set">The inputs.</param>
    /// <param name="rows">The row of each example.</param>
    /// <param name="labels">The class of each example, 0 .. K-1.</param>
    /// <param name="classes">K.</param>
    /// <param name="shape">
    /// One input's shape, <see cref="InputShapes.Of"/>; pictures of another size are resized to it.
    /// </param>
    /// <param name="vary">Whether a clip's frames are drawn anew at every reading, as training wants.</param>
    public static Split Of(
        DecodedSet set, IReadOnlyList<int> rows, IReadOnlyList<int> labels, int classes,
        ImmutableArray<long> shape, bool vary)
    {
        Batch Fetch(IReadOnlyList<int> indices, Rng rng)
        {
            using var scope = NewDisposeScope();
            var chosen = Chosen(set.Examples, [.. indices.Select(i => rows[i])], shape, vary ? rng : null);
            var x = chosen.to(ScalarType.Float32).Plus(-set.Mean).Times(1 / set.Std);
            var input = shape.Length == 3 && shape[2] == 3 ? Resized(x, shape) : x;
            var target = OneHot([.. indices.Select(i => labels[i])], classes);
            return new(
                input.MoveToOuterDisposeScope(), target.MoveToOuterDisposeScope(),
                ones(indices.Count).MoveToOuterDisposeScope());
        }
        return new(rows.Count, Fetch);
    }

    private static Tensor Chosen(Tensor examples, int[] rows, ImmutableArray<long> shape, Rng? rng) =>
        shape.Length == 4
            ? Frames(examples, rows, (int)shape[0], rng)
            : examples.index_select(0, tensor(rows));

    // Of clips [N, P T, H, W, 3] these as [B, T, H, W, 3]: every P-th frame, from a phase per clip.
    private static Tensor Frames(Tensor clips, int[] rows, int frames, Rng? rng)
    {
        var phases = (int)clips.size(1) / frames;
        // A stream of its own: what augments the batch draws from the same one.
        var phase = rng?.Fork(-1);
        var wanted = from b in Enumerable.Range(0, rows.Length)
                     let first = phase?.Below(b, phases) ?? phases / 2
                     from t in Enumerable.Range(0, frames)
                     select (((long)rows[b] * frames) + t) * phases + first;
        var chosen = clips.flatten(0, 1).index_select(0, tensor(wanted.ToArray()));
        return chosen.unflatten(0, [rows.Length, frames]);
    }

    // Bilinear without antialiasing, as scenic resizes (section 5.4); grey becomes three equal channels.
    private static Tensor Resized(Tensor x, ImmutableArray<long> shape)
    {
        Tensor Bilinear(Tensor planes) =>
            interpolate(planes, [shape[0], shape[1]], mode: InterpolationMode.Bilinear, align_corners: false);
        var sized = x.size(1) == shape[0] && x.size(2) == shape[1]
            ? x
            : Bilinear(x.permute(0, 3, 1, 2)).permute(0, 2, 3, 1);
        return sized.expand(-1, -1, -1, shape[2]).contiguous();
    }

    private static Tensor OneHot(int[] labels, int classes)
    {
        var target = new float[labels.Length * classes];
        foreach (var (label, i) in labels.Select((label, i) => (label, i)))
            target[(i * classes) + label] = 1;
        return tensor(target, [labels.Length, classes]);
    }
}
