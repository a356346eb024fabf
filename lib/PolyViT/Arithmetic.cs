using PolyViT.Native;

namespace PolyViT;

/// <summary>The process's settings of arithmetic: which precision a device should use, and using one for a
/// while.</summary>
public static class Arithmetic
{
    private static readonly MatmulSetting Setting = new();

    /// <summary>
    /// The precision to use where none is asked for: <see cref="Precision.Float32Fast"/> where it loses no
    /// accuracy and was measured to be faster (CPUs with AVX-512 and without AMX), else Float32.
    /// </summary>
    /// <param name="device">"cpu" or "cuda".</param>
    public static Precision Default(string device) =>
        device == "cpu" && Instructions is { Avx512: true, Amx: false } && TorchExports.HasMatmulPrecision
            ? Precision.Float32Fast
            : Precision.Float32;

    /// <summary>What becomes of a wish on this machine.</summary>
    /// <param name="wanted">A precision; null is the default.</param>
    /// <param name="device">"cpu" or "cuda".</param>
    /// <returns>The precision to run with, and a sentence that says why it is another one or what it costs;
    /// empty where there is nothing to say.</returns>
    public static (Precision Precision, string Remark) Settle(Precision? wanted, string device) =>
        Settle(wanted ?? Default(device), device, Instructions, TorchExports.HasMatmulPrecision);

    /// <summary>
    /// Sets the path of float32 products and the number of threads until it is disposed, whatever happens in
    /// between. The path belongs to the whole process, worker threads included, so a run that wants another
    /// one waits for those that are on; the number of threads belongs to the calling thread.
    /// </summary>
    /// <param name="precision">How exactly; where the fast path is not available, float32 as it is.</param>
    /// <param name="threads">Threads inside one operation; 0 leaves them as they are.</param>
    /// <exception cref="InputException">More threads than processors, or the calling thread uses another path
    /// already.</exception>
    public static IDisposable Use(Precision precision, int threads = 0)
    {
        Require(threads);
        var path = Setting.Use(precision == Precision.Float32 ? "highest" : "medium");
        var before = get_num_threads();
        if (threads > 0)
            set_num_threads(threads);
        return new Restoring(() =>
        {
            if (threads > 0)
                set_num_threads(before);
            path.Dispose();
        });
    }

    /// <summary>A precision by its name, in any case.</summary>
    /// <param name="name">For example "bfloat16"; null is no wish.</param>
    /// <exception cref="InputException">There is none of that name.</exception>
    public static Precision? Named(string? name) =>
        name is null ? null
        : Enum.GetNames<Precision>().FirstOrDefault(n => n.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } known
            ? Enum.Parse<Precision>(known)
            : throw new InputException(
                $"There is no precision '{name}': use {string.Join(", ", Enum.GetNames<Precision>())}.");

    /// <summary>Checks a number of threads.</summary>
    /// <param name="threads">0 is torch's own choice.</param>
    /// <exception cref="InputException">Less than none, or more than there are processors.</exception>
    public static void Require(int threads)
    {
        if (threads < 0 || threads > Environment.ProcessorCount)
            throw new InputException(
                $"There are {threads} threads to compute with on {Environment.ProcessorCount} processors: "
                + $"use 1 to {Environment.ProcessorCount}, or 0 for torch's own choice.");
    }

    internal static (Precision Precision, string Remark) Settle(
        Precision wanted, string device, (bool Avx512, bool BFloat16, bool Amx) has, bool path) => wanted switch
        {
            Precision.BFloat16 when device == "cpu" && !has.BFloat16 => (Precision.Float32,
                "This processor has no instructions for bfloat16, so the run uses Float32."),
            Precision.Float32Fast when device == "cpu" && !path => (Precision.Float32,
                "This libtorch does not tell its fast float32 path, so the run uses Float32."),
            Precision.Float32Fast when device == "cpu" && has.Amx => (wanted,
                "This processor has AMX: Float32Fast rounds the factors of products to bfloat16."),
            Precision.Float32Fast when device == "cuda" => (wanted,
                "On a GPU, Float32Fast rounds the factors of products to TF32, 10 bits."),
            _ => (wanted, ""),
        };

    private static (bool Avx512, bool BFloat16, bool Amx) Instructions =>
        (Native.Instructions.Avx512, Native.Instructions.BFloat16, Native.Instructions.Amx);
}
