namespace PolyViT.Notebooks;

/// <summary>
/// Progress with rate and time left: one line that is written over on a terminal, and a plain line now and then where the
/// output goes to a file.
/// </summary>
/// <param name="output">Where to write.</param>
/// <param name="live">Whether a line can be written over.</param>
/// <param name="time">The clock.</param>
public sealed class ProgressBar(TextWriter output, bool live, TimeProvider time)
{
    private const int Width = 24;
    private static readonly TimeSpan LiveEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(15);

    private readonly long start = time.GetTimestamp();
    private TimeSpan last = TimeSpan.MinValue;
    private int length;

    /// <summary>On the console.</summary>
    public ProgressBar()
        : this(Console.Out, !Console.IsOutputRedirected, TimeProvider.System)
    {
    }

    /// <summary>Writes where the work stands, if it is time to.</summary>
    /// <param name="progress">Where the work stands.</param>
    public void Report(Progress progress)
    {
        var now = time.GetElapsedTime(start);
        var due = last == TimeSpan.MinValue ? live : now - last >= (live ? LiveEvery : PlainEvery);
        if (last == TimeSpan.MinValue)
            last = now;
        if (!due && progress.Done < progress.Total)
            return;
        last = now;
        var line = Line(progress, now);
        output.Write(live ? "\r" + line.PadRight(length) : line + "\n");
        output.Flush();
        length = line.Length;
    }

    /// <summary>Ends the line.</summary>
    public void End()
    {
        if (live && length > 0)
            output.WriteLine();
        length = 0;
    }

    /// <summary>The line: bar, count, rate, time left, what and how.</summary>
    /// <param name="progress">Where the work stands.</param>
    /// <param name="elapsed">Since it began.</param>
    public static string Line(Progress progress, TimeSpan elapsed)
    {
        var share = progress.Total == 0 ? 1 : Math.Clamp((double)progress.Done / progress.Total, 0, 1);
        var bar = new string('#', (int)(share * Width)).PadRight(Width, '.');
        var rate = progress.Done / Math.Max(1e-9, elapsed.TotalSeconds);
        var left = share > 0 ? Time(elapsed * ((1 - share) / share)) : "?";
        return string.Create(CultureInfo.InvariantCulture,
            $"[{bar}] {progress.Done}/{progress.Total}  {rate:F1}/s  {Time(elapsed)} gone, {left} left  {progress.Label}  {progress.Status}").TrimEnd();
    }

    private static string Time(TimeSpan t) => t.TotalHours >= 1 ? $"{(int)t.TotalHours}:{t:mm\\:ss}" : $"{t:m\\:ss}";
}
