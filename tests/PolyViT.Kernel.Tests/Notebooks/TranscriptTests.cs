using System.Text.Json.Nodes;
using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel.Tests.Notebooks;

public class TranscriptTests
{
    private readonly Transcript transcript = new();

    public TranscriptTests() => transcript.Begin(1);

    [Fact]
    public void A_stream_is_merged_until_something_else_comes()
    {
        Print("a");
        Print("b\nc");
        Print("!", "stderr");
        Print("d");
        Show("value");
        Print("e");
        Assert.Equal(["stdout ab\nc", "stderr !", "stdout d", "display value", "stdout e"], Outputs());
        Assert.Equal(2, transcript.End()[0]!["text"]!.AsArray().Count); // a list of lines
    }

    [Theory]
    [InlineData("10 %\r20 %\rdone\n", "done\n")]
    [InlineData("one\r\ntwo\r\n", "one\r\ntwo\r\n")]
    [InlineData("kept\nlost\rnew", "kept\nnew")]
    [InlineData("at the end\r", "at the end\r")]
    [InlineData("abc\b\bx", "ax")]
    [InlineData("\b", "\b")]
    public void Carriage_returns_and_backspaces_take_effect(string printed, string shown) =>
        Assert.Equal(shown, Transcript.Overprinted(printed));

    [Fact]
    public void A_carriage_return_works_across_writes()
    {
        foreach (var i in Enumerable.Range(0, 100))
            Print($"\r{i} %");
        Assert.Equal(["stdout 99 %"], Outputs());
    }

    [Fact]
    public void An_update_replaces_every_place_of_its_id_in_earlier_cells_too()
    {
        Show("old", "x");
        Show("other", "y");
        var first = transcript.End();
        transcript.Begin(2);
        Show("old", "x");
        Print("a");
        transcript.Add(new(About.Update, "x", Data: Data("new")));
        transcript.Add(new(About.Update, "never shown", Data: Data("lost")));
        Print("b");
        Assert.Equal(["display new", "stdout ab"], Outputs());
        Assert.Equal(["display new", "display other"], first.Select(Text));
        Assert.DoesNotContain("transient", first[0]!.ToJsonString());
    }

    [Fact]
    public void A_clearing_that_waits_clears_when_something_comes()
    {
        Print("a");
        transcript.Add(new(About.Clear, Wait: true));
        Assert.Equal(["stdout a"], Outputs());
        Print("b");
        Assert.Equal(["stdout b"], Outputs());
        transcript.Add(new(About.Clear));
        Assert.Empty(transcript.End());
    }

    [Fact]
    public void A_flood_is_cut_but_a_line_printed_over_and_over_is_not()
    {
        var line = new string('x', 1000);
        for (var i = 0; i < 3 * Transcript.Longest / 1000; i++)
            Print(line + "\r", "stderr");
        Print("end", "stderr");
        for (var i = 0; i < 3 * Transcript.Longest / 1000; i++)
            Print(line + "\n");
        var outputs = transcript.End();
        Assert.Equal("end", NotebookParts.Text(outputs[0]!["text"]));
        var flood = NotebookParts.Text(outputs[1]!["text"]);
        Assert.EndsWith("characters was cut.]\n", flood);
        Assert.InRange(flood.Length, Transcript.Longest, Transcript.Longest + 2000);
    }

    [Fact]
    public void Results_and_errors_are_stored_as_jupyter_stores_them()
    {
        transcript.Add(new(About.Result, Data: new() { ["text/plain"] = "a\nb", ["image/png"] = "AA==" }));
        transcript.Add(new(About.Error, "E", "what", Lines: ["line 1", "line 2"]));
        Assert.Equal("""
            [{"data":{"image/png":"AA==","text/plain":["a\n","b"]},"execution_count":1,"metadata":{},"output_type":"execute_result"},
            {"ename":"E","evalue":"what","output_type":"error","traceback":["line 1","line 2"]}]
            """.ReplaceLineEndings(""), transcript.End().ToJsonString());
    }

    private void Print(string text, string stream = "stdout") =>
        transcript.Add(new(About.Stream, stream, text));

    private void Show(string text, string? id = null) =>
        transcript.Add(new(About.Display, id, Data: Data(text)));

    private static JsonObject Data(string text) => new() { ["text/plain"] = text };

    private string[] Outputs() => [.. transcript.End().Select(Text)];

    private static string Text(JsonNode? output) => (string?)output!["output_type"] == "stream"
        ? $"{(string?)output["name"]} {NotebookParts.Text(output["text"])}"
        : $"display {NotebookParts.Text(output["data"]!["text/plain"])}";
}
