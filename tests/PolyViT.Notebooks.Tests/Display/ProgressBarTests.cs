namespace PolyViT.Notebooks.Tests;

public class ProgressBarTests
{
    [Fact]
    public void Redirected_output_has_a_line_every_tenth_with_rate_and_remaining_time()
    {
        var lines = Run(total: 100, secondsEach: 1, inPlace: false).TrimEnd('\n').Split('\n');
        Assert.Equal(11, lines.Length); // the first known rate, 10 % to 90 %, the end
        Assert.Equal("weighted, seed 1: 1 of 100 (1 %), 1.0/s, ETA 1:39, loss 0.5", lines[0]);
        Assert.Equal("weighted, seed 1: 50 of 100 (50 %), 1.0/s, ETA 0:50, loss 0.5", lines[5]);
        Assert.Equal("weighted, seed 1: 100 of 100 (100 %), 1.0/s, took 1:40, loss 0.5", lines[10]);
        Assert.All(lines, l => Assert.Matches(@"\d\.\d/s, (ETA|took) \d+:\d\d", l));
    }

    [Fact]
    public void Slow_work_has_a_line_every_fifteen_seconds()
    {
        var lines = Run(total: 1000, secondsEach: 5, inPlace: false, until: 25).TrimEnd('\n').Split('\n');
        Assert.Equal(["1", "4", "7", "10"], lines.Take(4).Select(l => l.Split(": ")[1].Split(' ')[0]));
        Assert.Contains("5.0 s each, ETA 1:23:15", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Fast_work_has_few_lines()
    {
        var lines = Run(total: 1000, secondsEach: 0.002, inPlace: false).TrimEnd('\n').Split('\n');
        Assert.InRange(lines.Length, 2, 4);
        Assert.Contains("1000 of 1000 (100 %), 500.0/s, took 0:02", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_end_is_told_once_and_a_resumed_run_counts_from_where_it_began()
    {
        var (writer, clock) = (new StringWriter(), new Clock());
        var report = ProgressBar.To(writer, false, 80, clock);
        report(new("x", 500, 600));
        clock.Advance(10);
        report(new("x", 600, 600));
        report(new("x", 600, 600));
        Assert.Equal("x: 600 of 600 (100 %), 10.0/s, took 0:10\n", writer.ToString());
    }

    [Fact]
    public void On_a_terminal_one_line_is_redrawn_at_most_ten_times_a_second()
    {
        var text = Run(total: 1000, secondsEach: 0.001, inPlace: true);
        Assert.Equal(1, text.Count(c => c == '\n'));
        Assert.InRange(text.Count(c => c == '\r'), 9, 13);
        Assert.All(text.TrimEnd('\n').Split('\r').Skip(1), l => Assert.Equal(79, l.Length));
        Assert.Contains("[############............]", text, StringComparison.Ordinal);
        Assert.Contains("ETA 0:0", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_label_begins_a_new_line_and_a_new_clock()
    {
        var (writer, clock) = (new StringWriter { NewLine = "\n" }, new Clock());
        var report = ProgressBar.To(writer, true, 100, clock);
        report(new("one", 0, 10));
        clock.Advance(5);
        report(new("one", 5, 10));
        clock.Advance(100);
        report(new("two", 0, 10));
        clock.Advance(1);
        report(new("two", 5, 10));
        var lines = writer.ToString().Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Contains("1.0/s, ETA 0:05", lines[0], StringComparison.Ordinal);
        Assert.Contains("5.0/s, ETA 0:01", lines[1], StringComparison.Ordinal);
        Assert.DoesNotContain("one", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_cannot_break_the_line_or_steer_the_terminal()
    {
        var writer = new StringWriter();
        var report = ProgressBar.To(writer, false, 80, new Clock());
        report(new("a\nb\u001b[31m", 5, 5, "x\ry"));
        Assert.Equal("a b [31m: 5 of 5 (100 %), done, x y\n", writer.ToString());
    }

    [Fact]
    public void Nothing_to_do_is_done()
    {
        var writer = new StringWriter();
        ProgressBar.To(writer, false, 80, new Clock())(new("x", 0, 0));
        Assert.Contains("done", writer.ToString(), StringComparison.Ordinal);
    }

    private static string Run(int total, double secondsEach, bool inPlace, int? until = null)
    {
        var (writer, clock) = (new StringWriter(), new Clock());
        var report = ProgressBar.To(writer, inPlace, 80, clock);
        for (var i = 0; i <= (until ?? total); i++)
        {
            report(new("weighted, seed 1", i, total, "loss 0.5"));
            clock.Advance(secondsEach);
        }
        return writer.ToString();
    }

    private sealed class Clock : TimeProvider
    {
        private long _microseconds;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _microseconds;

        public void Advance(double seconds) => _microseconds += (long)Math.Round(seconds * 1e6);
    }
}
