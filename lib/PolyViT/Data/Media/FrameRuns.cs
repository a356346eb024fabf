namespace PolyViT;

/// <summary>Frame numbers as ffmpeg's select filter takes them.</summary>
internal static class FrameRuns
{
    /// <summary>An expression that is not 0 for these frames alone: one term for each run of even
    /// steps.</summary>
    /// <param name="frames">Ascending, each once.</param>
    public static string Expression(int[] frames) => string.Join('+', Terms(frames));

    private static IEnumerable<string> Terms(int[] frames)
    {
        for (var i = 0; i < frames.Length;)
        {
            var (first, step) = (i, i + 1 < frames.Length ? frames[i + 1] - frames[i] : 1);
            while (++i < frames.Length && frames[i] - frames[i - 1] == step)
            {
            }
            var (a, b) = (frames[first], frames[i - 1]);
            yield return a == b ? $"eq(n,{a})"
                : step == 1 ? $"between(n,{a},{b})" : $"between(n,{a},{b})*not(mod(n-{a},{step}))";
        }
    }
}
