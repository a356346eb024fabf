using Spectre.Console;

namespace PolyViT.Notebooks.Tests;

public class TablesTests
{
    private static readonly ComparisonResult Nine = Invented.Result();

    [Fact]
    public void Nine_tasks_and_five_schedules_fit_in_120_columns()
    {
        var lines = Tables.Text(Tables.Results(Nine)).TrimEnd('\n').Split('\n');
        Assert.Equal(11, lines.Length); // heading, nine tasks, mean rank: in one block
        Assert.All(lines, l => Assert.InRange(l.Length, 1, 120));
        Assert.All(Nine.Plan.Schedules, s => Assert.Contains(s, lines[0], StringComparison.Ordinal));
        Assert.Equal(Nine.Plan.Tasks.Select(t => t.Name), lines[1..10].Select(l => l.Split(' ')[0]));
        Assert.StartsWith("mean rank", lines[10], StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_is_the_mean_over_seeds_with_the_half_width_of_its_interval()
    {
        var values = Nine.Runs.Where(r => r.Schedule == "uniform").Select(r => r.Final("eurosat")!.Value)
            .ToArray();
        var s = Math.Sqrt(values.Sum(v => Math.Pow(v - values.Average(), 2)) / 2);
        var half = 4.302653 * s / Math.Sqrt(3);
        var expected = FormattableString.Invariant($"{values.Average():0.000} ± {half:0.000}");
        Assert.Equal(expected, Tables.Results(Nine).GetColumn<string>("uniform")["eurosat"]);
        Assert.Equal("mAP", Tables.Results(Nine).GetColumn<string>("metric")["audioset-mini"]);
        Assert.Equal(values.Average(), Tables.Means(Nine).GetColumn<double>("uniform")["eurosat"], 12);
    }

    [Fact]
    public void With_one_seed_the_mean_stands_alone()
    {
        var one = Invented.Result(2, 1);
        Assert.DoesNotContain("±", Tables.Text(Tables.Results(one)), StringComparison.Ordinal);
        Assert.Matches(@"cifar10 +top-1 +0\.\d{3} ", Tables.Text(Tables.Results(one)));
    }

    [Fact]
    public void Ranks_of_a_complete_comparison_sum_as_they_must()
    {
        var ranks = Outcome.MeanRanks(Nine);
        Assert.Equal(15, ranks.Sum(r => r!.Value), 9); // 1 + 2 + 3 + 4 + 5
    }

    [Fact]
    public void Columns_that_do_not_fit_follow_below()
    {
        var lines = Tables.Text(Tables.Results(Nine), 60).TrimEnd('\n').Split('\n');
        Assert.All(lines, l => Assert.InRange(l.Length, 0, 60));
        Assert.Equal(2, lines.Count(l => l.StartsWith("cifar10 ", StringComparison.Ordinal)));
        var text = string.Concat(lines);
        Assert.All(Nine.Plan.Schedules, s => Assert.Contains(s, text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_stopped_schedule_is_named_so_and_is_not_ranked_and_a_missing_one_has_dashes()
    {
        var text = Tables.Text(Tables.Results(Invented.Partial()));
        Assert.Contains("uniform (stopped at step 240)", text, StringComparison.Ordinal);
        Assert.Contains("weighted (not run)", text, StringComparison.Ordinal);
        var ranks = Outcome.MeanRanks(Invented.Partial());
        Assert.Equal([true, true, false, false, true], ranks.Select(r => r is not null));
        Assert.Equal(6, ranks.Sum() ?? 0, 9); // 1 + 2 + 3: three finished schedules
    }

    [Fact]
    public void A_stopped_seed_stays_out_of_the_mean_of_finished_ones()
    {
        var full = Invented.Result(3, 3);
        var cut = full with
        {
            Runs = [.. full.Runs.Select(r => r.Seed == 3 ? r with { Done = 5 } : r)],
        };
        Assert.Equal(2, Outcome.Of(cut, "cifar10", "uniform").Value!.Value.Count);
        Assert.Null(Outcome.Of(cut, "cifar10", "uniform").StoppedAt);
        Assert.Contains(
            "uniform, seed 3: stopped at step 5 of 500; left out of the means.", Outcome.Missing(cut));
    }

    [Fact]
    public void Html_shows_names_as_they_are_written()
    {
        var html = Tables.Html(Tables.Results(Invented.Hostile()));
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Print_has_every_number_on_a_terminal_and_in_a_file(bool terminal)
    {
        using var writer = new StringWriter();
        var console = AnsiConsole.Create(new()
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Out = new Screen(writer, terminal),
        });
        Tables.Print(Tables.Results(Invented.Hostile()), console);
        var frame = Tables.Results(Invented.Hostile());
        var cells = frame.ColumnKeys.SelectMany(c => frame.GetColumn<string>(c).Values);
        Assert.All(cells, c => Assert.Contains(c, writer.ToString(), StringComparison.Ordinal));
    }

    private sealed class Screen(TextWriter writer, bool terminal) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => terminal;

        public int Width => 200;

        public int Height => 50;

        public void SetEncoding(System.Text.Encoding encoding)
        {
        }
    }
}
