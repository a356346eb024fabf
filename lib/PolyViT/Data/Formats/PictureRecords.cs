namespace PolyViT;

/// <summary>Pictures with their classes that lie in a few large files, each to be had by its
/// number.</summary>
/// <param name="Labels">The class of each, 0 .. K-1.</param>
/// <param name="Read">Decodes one picture, from any thread.</param>
public sealed record PictureSplit(ImmutableArray<int> Labels, Func<int, Picture> Read)
{
    /// <summary>Pictures in memory.</summary>
    /// <param name="pixels">[N, H, W, C] uint8, C being 1 or 3; in no dispose scope.</param>
    /// <param name="labels">The class of each, 0 .. K-1.</param>
    public PictureSplit(Tensor pixels, ImmutableArray<int> labels)
        : this(labels, i => Row(pixels, i)) => Pixels = pixels;

    /// <summary>How many pictures.</summary>
    public int Count => Labels.Length;

    /// <summary>
    /// [N, H, W, C] uint8, C being 1 or 3, in no dispose scope; null where the pictures stay in their files.
    /// </summary>
    public Tensor? Pixels { get; private init; }

    /// <summary>The pictures of these numbers, in this order.</summary>
    /// <param name="rows">Numbers from 0 to <see cref="Count"/> - 1.</param>
    public PictureSplit At(IReadOnlyList<int> rows)
    {
        ImmutableArray<int> labels = [.. rows.Select(i => Labels[i])];
        return Pixels is null
            ? new(labels, i => Read(rows[i]))
            : new(Pixels.index_select(0, tensor(rows.ToArray())).DetachFromDisposeScope(), labels);
    }

    /// <summary>All pictures in memory; they must be of one size.</summary>
    /// <returns>[N, H, W, C] uint8, in no dispose scope.</returns>
    internal Tensor Whole()
    {
        if (Pixels is not null)
            return Pixels;
        var first = Read(0);
        var all = empty([Count, first.Height, first.Width, 3], ScalarType.Byte).DetachFromDisposeScope();
        for (var i = 0; i < Count; i++)
        {
            using var scope = NewDisposeScope();
            Read(i).Pixels.CopyTo(all[i].bytes);
        }
        return all;
    }

    // Grey becomes three equal channels.
    private static Picture Row(Tensor pixels, int i)
    {
        using var scope = NewDisposeScope();
        var picture = pixels[i].expand(-1, -1, 3).contiguous();
        return new(picture.bytes.ToArray(), (int)picture.size(0), (int)picture.size(1));
    }
}

/// <summary>A data set that is a few large files of pictures.</summary>
/// <param name="Classes">The names of the K classes, in the order of the labels.</param>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Test">Pictures to be judged on.</param>
public sealed record PictureRecords(ImmutableArray<string> Classes, PictureSplit Train, PictureSplit Test)
{
    /// <summary>Pictures to choose settings by; null where the set has none.</summary>
    public PictureSplit? Validation { get; init; }

    /// <summary>What a user should know.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}
