namespace PolyViT.Notebooks.Tests;

[Collection(nameof(FakeHost))]
public class NotebookProgressTests
{
    [Fact]
    public void A_bar_is_shown_once_and_updated_at_most_ten_times_a_second()
    {
        using var host = new FakeHost();
        var clock = new Clock();
        var report = ProgressBar.In(Host.Current(), clock);
        for (var i = 0; i <= 1000; i++)
        {
            report(new("weighted, seed 1", i, 1000, "loss 0.5"));
            clock.Advance(0.001);
        }
        Assert.InRange(host.Shown.Count, 9, 13);
        Assert.Equal([false], host.Shown.Select(s => s.Update).Distinct().Take(1));
        Assert.All(host.Shown.Skip(1), s => Assert.True(s.Update));
        Assert.Single(host.Shown.Select(s => s.Id).Distinct());
        var last = host.Shown[^1].Bundle;
        Assert.Equal(
            "weighted, seed 1: 1000 of 1000 (100 %), 1000.0/s, took 0:01, loss 0.5", last["text/plain"]);
        Assert.Contains("<progress max=\"100\" value=\"100\"", (string)last["text/html"]);
    }

    [Fact]
    public void Each_label_has_a_bar_and_markup_in_labels_is_text()
    {
        using var host = new FakeHost();
        var report = ProgressBar.Here();
        report(new("<one>", 0, 10));
        report(new("two", 10, 10));
        report(new("two", 10, 10));
        Assert.Equal(2, host.Shown.Select(s => s.Id).Distinct().Count());
        Assert.Contains("&lt;one&gt;", (string)host.Shown[0].Bundle["text/html"]);
    }

    [Fact]
    public void An_interrupted_cell_stops_the_work_and_the_bar_says_so()
    {
        using var host = new FakeHost();
        var report = ProgressBar.Here();
        report(new("x", 0, 10));
        host.Interrupt.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => report(new("x", 3, 10)));
        var words = (string)host.Shown[^1].Bundle["text/plain"];
        Assert.Matches(@"x: 3 of 10 \(30 %\), stopped after 0:\d\d", words);
    }

    private sealed class Clock : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Advance(double seconds) => ticks += (long)(seconds * TimestampFrequency);
    }
}
