namespace PolyViT;

/// <summary>Tensors that lie in a file as torch wants them in memory.</summary>
internal static class MappedTensors
{
    // A span holds at most 2 GB, and a tensor may be larger.
    private const long BlockBytes = 1 << 30;

    /// <summary>A tensor that lies in the file, row-major; the caller has checked that it does.</summary>
    public static StoredTensor Stored(
        this MappedFile file, string name, ScalarType type, ImmutableArray<long> shape, long start) =>
        new(name, type, shape, use =>
        {
            using var values = empty([.. shape], type);
            file.Fill(values, start);
            use(values);
        });

    /// <summary>Fills a contiguous tensor with the file's bytes from a place on.</summary>
    public static void Fill(this MappedFile file, Tensor values, long start)
    {
        using var flat = values.view(-1);
        var most = BlockBytes / StorageSize.Of(values.dtype);
        for (var done = 0L; done < flat.size(0); done += most)
        {
            using var block = flat.narrow(0, done, Math.Min(most, flat.size(0) - done));
            file.Read(start + (done * StorageSize.Of(values.dtype)), block.bytes);
        }
    }

    /// <summary>That a file is damaged or not what it claims to be, in one sentence.</summary>
    public static InputException Refused(this MappedFile file, string format, string why, Exception? inner = null) =>
        new($"{file.Path} cannot be read as {format}: {why}; fetch or write it again.", inner!);
}
