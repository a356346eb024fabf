namespace PolyViT;

/// <summary>One example of a data set, as the set's lists give it: where its bytes are, and what is in
/// it.</summary>
/// <param name="File">The path, relative to the listing's folder.</param>
/// <param name="Labels">The classes, 0 .. K-1; one for a single-label set, one per group where classes come
/// in groups, any number for a multi-label set.</param>
public sealed record Item(string File, ImmutableArray<int> Labels)
{
    /// <summary>An example of one class.</summary>
    /// <param name="file">The path, relative to the listing's folder.</param>
    /// <param name="label">The class, 0 .. K-1.</param>
    public Item(string file, int label)
        : this(file, [label])
    {
    }

    /// <summary>The first class.</summary>
    public int Label => Labels[0];

    /// <summary>Where the example begins within its file, bytes: above 0 for a member of an
    /// archive.</summary>
    public long Offset { get; init; }

    /// <summary>How long it is, bytes; null is to the end of the file.</summary>
    public long? Length { get; init; }

    /// <summary>Where it begins within a video or sound, seconds.</summary>
    public double Start { get; init; }

    /// <summary>How much of a video or sound belongs to it, seconds; infinite is to the end.</summary>
    public double Seconds { get; init; } = double.PositiveInfinity;

    /// <summary>Tells the example from all others of its set: the file, and the part of it.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture,
        $"{File}{(Length is null ? "" : $"@{Offset}")}{(double.IsInfinity(Seconds) ? "" : $"#{Start:0.###}+{Seconds:0.###}")}");

    /// <summary>Whether two examples are the same part of the same file with the same labels.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(Item? other) => other is not null && Name == other.Name && Length == other.Length
        && Labels.AsSpan().SequenceEqual(other.Labels.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <summary>Its bytes, for a decoder.</summary>
    /// <param name="folder">The listing's folder.</param>
    public MediaFile In(string folder) =>
        new(Path.Combine(folder, File)) { Offset = Offset, Length = Length, Start = Start, Seconds = Seconds };
}
