using Deedle;

namespace PolyViT.Notebooks.Tests;

public class FrameFormatTests
{
    [Fact]
    public void A_frame_is_its_first_and_last_rows()
    {
        var frame = Numbers(50);
        var lines = Text(frame).Split('\n');
        Assert.Equal("           a  b<", lines[0]);
        Assert.Equal("1   0.142857   1", lines[2]);
        Assert.Equal(10 + 1 + 10 + 2, lines.Length);
        Assert.Equal("… 30 more rows …", lines[11]);
        Assert.StartsWith("49", lines[^2], StringComparison.Ordinal);
        Assert.Equal("50 rows, 2 columns", lines[^1]);
        Assert.InRange(Html(frame).Length, 500, 10_000);
    }

    [Fact]
    public void Missing_values_stand_where_the_numbers_stand()
    {
        var html = Html(Numbers(5));
        Assert.Contains("<td style=\"padding:.2em .6em;text-align:right;white-space:nowrap\">–</td>", html);
        Assert.Contains("b&lt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_frames_and_series_have_a_form()
    {
        Assert.EndsWith("0 rows, 0 columns", Text(Frame.CreateEmpty<int, string>()));
        Assert.EndsWith("0 values", Text(new Series<int, double>([], [])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_series_is_keys_and_values()
    {
        var two = new Series<string, int>(["x", "y"], [1, 2]);
        Assert.Equal("   value\nx      1\ny      2", Text(two));
        var words = Enumerable.Range(0, 100).Select(i => $"{i}").ToArray();
        Assert.Contains("… 80 more rows …", Text(new Series<string, string>(words, words)));
    }

    [Fact]
    public void Numbers_in_words_stand_to_the_right_and_words_to_the_left()
    {
        var words = new[] { "13,504", "92.1 %", "0.712 ± 0.021", "-1.5" };
        Assert.All(
            words,
            w => Assert.Contains($"text-align:right;white-space:nowrap\">{Page.Text(w)}<", Column(w)));
        Assert.All(["32 × 32", "a", "1a", "-"], w => Assert.DoesNotContain("text-align:right", Column(w)));
        static string Column(string word) => Html(Frame.FromColumns([
            KeyValuePair.Create("c", new Series<string, string>(["r"], [word]))]));
    }

    [Fact]
    public void A_frame_that_was_sorted_and_thinned_shows_its_own_rows()
    {
        var frame = Frame.FromColumns(
            [KeyValuePair.Create("a", new Series<int, double>([1, 2, 3], [0.5, 1.5, 2.5]))]);
        var shown = frame.Where(r => r.Key != 2).SortRowsByKey().RealignRows([3, 1]);
        Assert.Equal("     a\n3  2.5\n1  0.5", Text(shown));
    }

    [Fact]
    public void A_frame_of_a_million_rows_is_small()
    {
        var keys = Enumerable.Range(0, 1_000_000).ToArray();
        Assert.InRange(Html(new Series<int, int>(keys, keys)).Length, 500, 10_000);
    }

    private static Frame<int, string> Numbers(int rows) => Frame.FromColumns(
        from column in new[] { ("a", 7.0), ("b<", 1.0) }
        let values = Enumerable.Range(0, rows).Select(i => i == 3 ? double.NaN : i / column.Item2)
        select KeyValuePair.Create(column.Item1, new Series<int, double>(Enumerable.Range(0, rows), values)));

    private static string Text(object value) => (string)Formatters.Of(value)["text/plain"];

    private static string Html(object value) => (string)Formatters.Of(value)["text/html"];
}
