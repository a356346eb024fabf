using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using PolyViT.Kernel.Hosting;

namespace PolyViT.Kernel.Tests.Hosting;

[Collection("The contract of the process")]
public class FormattingTests
{
    public sealed record Run(string Task, double Loss, int? Steps);

    public sealed record Node(string Name)
    {
        public Node? Next { get; set; }

        public List<Node> All { get; } = [];
    }

    public sealed record Spoken(int X)
    {
        public override string ToString() => $"X is {X}";
    }

    public sealed class Plain
    {
        public int Width { get; init; } = 3;

        public string Broken => throw new InvalidOperationException("not now");
    }

    public sealed class Rude
    {
        public override string ToString() => throw new FormatException("no text");
    }

    public static TheoryData<object?, string> Texts => new()
    {
        { null, "null" },
        { "a <b>\nc", "a <b>\nc" },
        { 1.5, "1.5" },
        { true, "True" },
        { 'x', "x" },
        { new DateTime(2026, 1, 2, 3, 4, 5), "2026-01-02 03:04:05" },
        { TimeSpan.FromSeconds(90), "00:01:30" },
        { DayOfWeek.Monday, "Monday" },
        { typeof(Dictionary<string, int[]>), "Dictionary<String, Int32[]>" },
        { new[] { 1.5, 2.25 }, "[1.5, 2.25]" },
        { Array.Empty<int>(), "[]" },
        { new List<string> { "a", "b" }, "[a, b]" },
        { new[] { new[] { 1, 2 }, [3] }, "[[1, 2], [3]]" },
        { new object?[] { 1, null, "a" }, "[1, null, a]" },
        { Enumerable.Range(0, 3), "[0, 1, 2]" },
        { (1, "a"), "(1, a)" },
        { new Spoken(4), "X is 4" },
        { new Run("digits", 0.5, null), "Run { Task = digits, Loss = 0.5, Steps = null }" },
        { new { A = 1, B = new[] { 2 } }, "{ A = 1, B = [2] }" },
        { new Hashtable { ["a"] = 1 }, "{a: 1}" },
        { new Version(1, 2), "1.2" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Every_value_has_a_text(object? value, string text) =>
        Assert.Equal(text, Formatting.Of(value)["text/plain"]);

    [Fact]
    public void Records_become_a_table()
    {
        var bundle = Formatting.Of(new[] { new Run("<digits>", 0.5, 100), new Run("tones", 12.25, null) });
        Assert.Equal("""
            Task       Loss  Steps
            <digits>    0.5    100
            tones     12.25   null
            """.ReplaceLineEndings("\n"), bundle["text/plain"]);
        Assert.Equal("<table><thead><tr><th>Task</th><th style=\"text-align:right\">Loss</th>"
            + "<th style=\"text-align:right\">Steps</th></tr></thead><tbody>"
            + "<tr><td>&lt;digits&gt;</td><td style=\"text-align:right\">0.5</td>"
            + "<td style=\"text-align:right\">100</td></tr>"
            + "<tr><td>tones</td><td style=\"text-align:right\">12.25</td>"
            + "<td style=\"text-align:right\">null</td></tr></tbody></table>", bundle["text/html"]);
    }

    [Fact]
    public void A_dictionary_becomes_a_table_of_two_columns() => Assert.Equal(
        "Key  Value\na        1\nb        2",
        Formatting.Of(new Dictionary<string, int> { ["a"] = 1, ["b"] = 2 })["text/plain"]);

    [Fact]
    public void One_record_and_one_object_of_the_users_become_a_table_of_members()
    {
        Assert.Contains("<td>Loss</td><td>0.5</td>", Html(new Run("digits", 0.5, 1)));
        var plain = Formatting.Of(new Plain());
        Assert.Equal(
            "Plain { Width = 3, Broken = (InvalidOperationException: not now) }", plain["text/plain"]);
        Assert.Contains("<td>Width</td><td>3</td>", plain["text/html"] as string);
    }

    [Fact]
    public void A_long_sequence_is_cut_and_says_so()
    {
        var numbers = Formatting.Of(Enumerable.Range(0, 1000).ToArray())["text/plain"] as string;
        Assert.EndsWith("98, 99, … (900 more)]", numbers);
        var runs = Formatting.Of(Enumerable.Range(0, 80).Select(i => new Run($"{i}", i, i)).ToArray());
        Assert.EndsWith("… and 30 more rows", runs["text/plain"] as string);
        Assert.Equal(1 + 50, runs["text/html"].ToString()!.Split("<tr>").Length - 1);
    }

    [Fact]
    public void A_sequence_without_end_is_asked_for_no_more_than_is_shown()
    {
        var asked = 0;
        Formatting.Of(Forever());
        Assert.InRange(asked, 1, 200);

        IEnumerable<int> Forever()
        {
            while (true)
                yield return asked++;
        }
    }

    [Fact]
    public void A_graph_that_contains_itself_stays_small()
    {
        var node = new Node("a");
        node.Next = node;
        for (var i = 0; i < 500; i++)
            node.All.Add(node);
        foreach (var value in new object[] { node, node.All, new[] { node.All }, (node, node), new { node } })
        {
            var bundle = Formatting.Of(value);
            Assert.InRange(bundle.Sum(e => e.Value.ToString()!.Length), 1, 60_000);
            Assert.Contains("…", bundle["text/plain"] as string);
        }
    }

    [Fact]
    public void A_value_that_cannot_say_what_it_is_is_named_with_the_reason()
    {
        var text = Formatting.Of(new Rude())["text/plain"];
        Assert.Equal("Rude could not be formatted: FormatException: no text\nRude", text);
    }

    [Fact]
    public void An_exception_is_shown_as_its_message_and_frames()
    {
        var text = Formatting.Of(new FormatException("boom"))["text/plain"];
        Assert.Equal("System.FormatException: boom", text);
    }

    [Fact]
    public void Html_and_json_and_bundles_are_themselves()
    {
        Assert.Equal("<b>x</b>", Html(Notebook.HTML("<b>x</b>")));
        var json = JsonNode.Parse("{\"a\": [1]}")!;
        Assert.Same(json, Formatting.Of(json)["application/json"]);
        var bundle = new Dictionary<string, object>
        {
            ["text/markdown"] = "# a",
            ["application/x+json"] = json,
        };
        Assert.Same(bundle, Formatting.Of(bundle));
        Assert.Equal("{\"text/markdown\":\"# a\",\"application/x\\u002Bjson\":{\"a\":[1]}}",
            Formatting.ToJson(bundle).ToJsonString());
    }

    [Fact]
    public void A_type_may_bring_its_formatters_under_the_convention_of_NET_Interactive()
    {
        var bundle = Formatting.Of(new Brought());
        Assert.Equal("<i>brought</i>", bundle["text/html"]);
        Assert.EndsWith("Brought", bundle["text/plain"] as string);
        Assert.False(bundle.ContainsKey("text/none"));
    }

    private static string Html(object value) => (string)Formatting.Of(value)["text/html"];

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class TypeFormatterSourceAttribute(Type source) : Attribute
    {
        public Type FormatterSourceType => source;
    }

    [TypeFormatterSource(typeof(Source))]
    private sealed class Brought;

    [SuppressMessage("Performance", "CA1812", Justification = "Made by name.")]
    private sealed class Source
    {
        [SuppressMessage("Performance", "CA1822", Justification = "The convention calls it on an object.")]
        public IEnumerable<object> CreateTypeFormatters() =>
            [new ByName("text/html", true), new ByName("text/none", false)];
    }

    private sealed record ByName(string MimeType, bool Can)
    {
        public bool Format(object value, TextWriter text)
        {
            text.Write($"<i>{value.GetType().Name.ToLowerInvariant()}</i>");
            return Can;
        }
    }
}
