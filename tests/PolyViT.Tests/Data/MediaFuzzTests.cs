using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace PolyViT.Tests;

public class MediaFuzzTests
{
    [Fact]
    public void Damaged_media_are_read_or_refused()
    {
        using var folder = new TempFolder();
        var kinds = MediaFuzz.All(SharedFolder.Require("data"));
        var (watch, read, refused) = (Stopwatch.StartNew(), 0, 0);
        Parallel.For(0, 100_000, new ParallelOptions { MaxDegreeOfParallelism = 2 }, (number, loop) =>
        {
            if (watch.Elapsed > TimeSpan.FromSeconds(10))
            {
                loop.Break();
                return;
            }
            var targets = kinds[number % kinds.Length].Targets;
            var whole = Fuzz.Try(targets[number * 7 % targets.Length], 5, number, folder[$"{number}"]);
            _ = whole ? Interlocked.Increment(ref read) : Interlocked.Increment(ref refused);
        });
        Assert.True(read > 0 && refused > 0, $"{read} read, {refused} refused");
    }
}
