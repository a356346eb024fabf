using System.Runtime.InteropServices;

namespace PolyViT.Native;

/// <summary>What libtorch says when a GPU is gone, as one sentence.</summary>
internal static class DeviceLoss
{
    /// <summary>Whether an error means that the device, and not the program, failed.</summary>
    /// <param name="error">Any error.</param>
    public static bool Is(Exception error) =>
        error is ExternalException && Reason(error.Message).Contains("CUDA", StringComparison.OrdinalIgnoreCase);

    /// <summary>The error to throw instead.</summary>
    /// <param name="error">What libtorch said.</param>
    /// <param name="device">Where the model lives.</param>
    public static InputException Told(Exception error, string device) => new(
        $"The device '{device}' failed in the middle of a run: {Reason(error.Message)}. What was saved before is kept: "
        + "check the device (nvidia-smi), or that the step fits its memory, and start the run again.",
        error);

    // libtorch's first line is the reason, a stack trace follows.
    private static string Reason(string message) => message.Split('\n')[0].Trim().TrimEnd('.');
}
