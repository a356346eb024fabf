using System.Globalization;
using Bundle = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace PolyViT.Notebooks.Tests;

public class FormatsTests
{
    private enum Side
    {
        Left,
    }

    private sealed record Point(double X, int Count, Side Side, string? Note);

    private sealed record Wide(
        string Name, int A, int B, int C, int D, int E, int F, int G, ImmutableArray<int> Unset);

    private sealed record Spoilt(int Fine)
    {
        public int Bad => throw new NotSupportedException(Fine.ToString(CultureInfo.InvariantCulture));
    }

    private readonly record struct Span(double From, double To);

    [Fact]
    public void A_record_is_a_row_for_each_part_in_everyones_language()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            var point = new Point(0.5, 3, Side.Left, null);
            Assert.Equal("X      0.5\nCount  3\nSide   Left\nNote   –", Text(point));
            Assert.Contains(">0.5</td>", Html(point), StringComparison.Ordinal);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Records_structs_tuples_and_anonymous_values_are_tables()
    {
        Assert.Equal("From  To\n1      2\n3      4", Text(new Span[] { new(1, 2), new(3, 4) }));
        Assert.Equal("Item1  Item2\na          1", Text(new[] { ("a", 1) }));
        Assert.Equal("(a, 1)", Text(("a", 1)));
        Assert.Equal("A  B\n1  true", Text(new[] { new { A = 1, B = true } }));
        Assert.Equal("Key  Value\na      0.1", Text(new Dictionary<string, double> { ["a"] = 0.1 }));
        var points = new Dictionary<string, Span> { ["p"] = new(1, 2) };
        Assert.Equal("   From  To\np     1   2", Text(points));
    }

    [Fact]
    public void Markup_in_values_is_text()
    {
        var html = Html(new[] { new { A = "<script>&" } });
        Assert.Contains("&lt;script&gt;&amp;", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_and_endless_sequences_are_cut()
    {
        var rows = Enumerable.Range(0, 100).Select(i => new Span(i, i)).ToImmutableArray();
        Assert.EndsWith("… 70 more", Text(rows), StringComparison.Ordinal);
        Assert.EndsWith("99, … more]", Text(Endless()), StringComparison.Ordinal);
        Assert.Equal("[1, 2]", Text(ImmutableArray.Create(1, 2)));
        Assert.Equal("[]", Text(Array.Empty<Point>()));
        static IEnumerable<int> Endless()
        {
            for (var i = 0; ; i++)
                yield return i;
        }
    }

    [Fact]
    public void What_is_the_same_in_each_row_of_a_wide_table_is_said_once()
    {
        Wide[] rows = [new("a", 1, 0, 0, 0, 0, 0, 0, [1]), new("b", 2, 0, 0, 0, 0, 0, 0, [1])];
        Assert.Equal(
            "Name  A\na     1\nb     2\nThe same in each row: B 0, C 0, D 0, E 0, F 0, G 0, Unset [1].",
            Text(rows));
    }

    [Fact]
    public void Parts_that_are_not_set_or_throw_are_told()
    {
        Assert.Contains("Unset  […]", Text(new Wide("a", 1, 0, 0, 0, 0, 0, 0, default)));
        Assert.Contains("Bad   (threw NotSupportedException)", Text(new Spoilt(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_values_are_short()
    {
        var plan = Invented.Plan(tasks: 3);
        var text = Text(plan);
        Assert.Contains("[cifar10, cifar100, fashion-mnist]", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.InRange(line.Length, 1, 200));
        Assert.Contains("float32 [2, 3]", Text(new { T = zeros(2, 3) }), StringComparison.Ordinal);
        Assert.Contains("a function", Text(new { F = (Func<int>)(() => 1) }), StringComparison.Ordinal);
    }

    [Fact]
    public void Plans_layouts_and_timelines_of_the_library_have_a_form()
    {
        var plan = Invented.Plan();
        Assert.Contains("<table>", Html(plan), StringComparison.Ordinal);
        Assert.StartsWith("Name ", Text(ParameterLayout.Of(plan.Model, plan.Tasks)));
        var timeline = Timeline.Of(Schedules.TaskByTask(plan.Tasks, 1), plan.Tasks.Length);
        var shown = Formatters.Of(timeline);
        Assert.Contains("image/png", shown.Keys);
        Assert.Contains($"{timeline.Minibatches.Length} minibatches.", (string)shown["text/plain"]);
        Assert.Contains(Tables.MeanRank, Text(Invented.Result(2, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_host_knows_better_is_left_to_it()
    {
        Assert.Null(RecordGrid.Of("text"));
        Assert.Null(RecordGrid.Of(3));
        Assert.Null(RecordGrid.Of(new System.Text.Json.Nodes.JsonArray()));
        Assert.Null(RecordGrid.Of(new Dictionary<string, object> { ["text/html"] = "<b>x</b>" }));
    }

    [Fact]
    public void Bundles_text_numbers_and_nothing_are_shown_as_they_are()
    {
        var bundle = new Dictionary<string, object> { ["text/html"] = "<b>x</b>" };
        Assert.Same(bundle, Formatters.Of(bundle));
        Assert.Equal("null", Text(null));
        Assert.Equal("0.5", Text(0.5));
    }

    private static string Text(object? value) => (string)Formatters.Of(value)["text/plain"];

    private static string Html(object? value) => (string)((Bundle)Formatters.Of(value))["text/html"];
}
