namespace PolyViT;

/// <summary>A picture, video or sound on disk: a whole file, or a part of one.</summary>
/// <param name="Path">The file.</param>
public sealed record MediaFile(string Path)
{
    /// <summary>Where it begins within the file, bytes.</summary>
    public long Offset { get; init; }

    /// <summary>How long it is, bytes; null is to the end of the file.</summary>
    public long? Length { get; init; }

    /// <summary>Where the wanted part begins, seconds.</summary>
    public double Start { get; init; }

    /// <summary>How long the wanted part is, seconds; infinite is to the end.</summary>
    public double Seconds { get; init; } = double.PositiveInfinity;

    /// <summary>What errors call it.</summary>
    public override string ToString() => Length is null ? Path : $"{Path} at byte {Offset}";
}

/// <summary>A decoded picture as shown.</summary>
/// <param name="Pixels">[H, W, 3] bytes, rows first; the array may be longer.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
public sealed record Picture(byte[] Pixels, int Height, int Width);

/// <summary>Decoded frames of a video as shown.</summary>
/// <param name="Pixels">[T, H, W, 3] bytes; the array may be longer.</param>
/// <param name="Frames">T.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
public sealed record Clip(byte[] Pixels, int Frames, int Height, int Width);
