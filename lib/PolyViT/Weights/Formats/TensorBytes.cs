namespace PolyViT;

/// <summary>What is done with a block of a tensor's memory.</summary>
internal delegate void OnBlock(Span<byte> bytes);

/// <summary>The memory of contiguous tensors on the CPU, block by block.</summary>
internal static class TensorBytes
{
    // A span holds at most 2 GB, and a tensor may be larger.
    private const long WindowBytes = 1 << 30;

    // What is read and summed in one go: it stays in the processor's cache.
    private const int BlockBytes = 1 << 18;

    /// <summary>Goes through the memory of a tensor from its first byte to its last.</summary>
    public static void Each(this Tensor values, OnBlock use)
    {
        using var scope = NewDisposeScope();
        var flat = values.view(-1);
        var most = WindowBytes / values.element_size();
        for (var start = 0L; start < flat.size(0); start += most)
        {
            var window = flat.narrow(0, start, Math.Min(most, flat.size(0) - start)).bytes;
            for (var at = 0; at < window.Length; at += BlockBytes)
                use(window.Slice(at, Math.Min(BlockBytes, window.Length - at)));
        }
    }

    /// <summary>Fills a tensor with the bytes of a file from a place on.</summary>
    public static void Fill(this OpenedFile file, long start, Tensor values) =>
        values.Each(block =>
        {
            file.Read(start, block);
            start += block.Length;
        });
}
