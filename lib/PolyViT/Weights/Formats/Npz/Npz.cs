namespace PolyViT;

/// <summary>
/// NumPy archives: a zip of arrays, each named by its key, as AugReg, vision_transformer and big_vision write
/// them.
/// </summary>
internal static class Npz
{
    private const CheckpointFormat Format = CheckpointFormat.Npz;
    private const string Suffix = ".npy";

    /// <summary>Reads the archive's table and the heads of its arrays.</summary>
    public static CheckpointFile Open(ZipFile zip)
    {
        var table = new TensorTable(zip.File, Format);
        foreach (var part in zip.Parts.Values)
            table.Add(One(zip, part));
        return table.Finish();
    }

    private static StoredTensor One(ZipFile zip, ZipPart part)
    {
        InputException Wrong(string why) => zip.Refused(part, why);
        if (!part.Name.EndsWith(Suffix, StringComparison.Ordinal))
            throw Wrong("is no NumPy array");
        var length = NpyHeader.Length(zip.Head(part, NpyHeader.Prefix));
        if (length is null || length > part.Length)
            throw Wrong("has no head of a NumPy array");
        var head = NpyHeader.Parse(zip.Head(part, length.Value), Wrong);
        var bytes = head.Type.Bytes(head.Shape)
            ?? throw Wrong($"has the impossible shape ({string.Join(", ", head.Shape)})");
        if (bytes != part.Length - head.Bytes)
            throw Wrong(
                $"has {part.Length - head.Bytes} bytes of values, and its shape and type need {bytes}");
        return new(part.Name[..^Suffix.Length], head.Type.Type, head.Shape,
            into => head.Type.Fill(into, raw => Fill(zip, part, head, raw)))
        {
            Check = () => zip.Check(part),
            At = part.Deflated || head.ColumnMajor || head.Type.Decode is not null ? null : (at, into) =>
            {
                zip.Check(part);
                zip.File.Read(part.Start + head.Bytes + at, into);
            },
        };
    }

    private static void Fill(ZipFile zip, ZipPart part, NpyHeader head, Tensor raw)
    {
        if (!head.ColumnMajor)
        {
            zip.Fill(part, head.Bytes, raw);
            return;
        }
        using var scope = NewDisposeScope();
        var rank = head.Shape.Length;
        long[] parts = head.Type.Parts > 1 ? [head.Type.Parts] : [];
        var turned = empty([.. head.Shape.Reverse(), .. parts], raw.dtype);
        zip.Fill(part, head.Bytes, turned);
        var axes = Enumerable.Range(0, rank).Reverse().Concat(parts.Select(_ => rank)).Select(i => (long)i);
        _ = raw.copy_(turned.permute([.. axes]).reshape(raw.shape));
    }
}
