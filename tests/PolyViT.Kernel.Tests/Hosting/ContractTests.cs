using System.Text.Json.Nodes;
using System.Threading;
using PolyViT.Kernel.Hosting;
using Bundle = System.Collections.Generic.IReadOnlyDictionary<string, object>;

namespace PolyViT.Kernel.Tests.Hosting;

/// <summary>The contract belongs to the process: tests that show values wait for each other.</summary>
[Collection("The contract of the process")]
public sealed class ContractTests : IDisposable
{
    private readonly List<(Bundle Bundle, string? Id, bool Update)> shown = [];
    private readonly CancellationTokenSource stop = new();
    private readonly List<bool> cleared = [];

    public ContractTests() => Contract.Publish(
        new("run", (bundle, id, update) => shown.Add((bundle, id, update)), cleared.Add, () => stop.Token));

    public void Dispose()
    {
        foreach (var key in new[] { "Host", "Display", "Clear", "Stop", "Format" })
            AppContext.SetData($"PolyViT.Notebook.{key}", null);
        stop.Dispose();
    }

    [Fact]
    public void Libraries_find_names_with_types_of_the_runtime()
    {
        Assert.Equal("run", AppContext.GetData("PolyViT.Notebook.Host"));
        var display = Assert.IsType<Action<Bundle, string?, bool>>(
            AppContext.GetData("PolyViT.Notebook.Display"));
        display(new Dictionary<string, object> { ["text/plain"] = "a" }, "id", true);
        Assert.Equal(("id", true), (shown[0].Id, shown[0].Update));
        Assert.IsType<Action<bool>>(AppContext.GetData("PolyViT.Notebook.Clear"))(true);
        Assert.Equal([true], cleared);
        Assert.Equal(stop.Token, Assert.IsType<Func<CancellationToken>>(
            AppContext.GetData("PolyViT.Notebook.Stop"))());
        Assert.IsType<Action<Type, Func<object, Bundle?>>>(AppContext.GetData("PolyViT.Notebook.Format"));
    }

    [Fact]
    public void The_formatter_of_the_nearest_type_wins_and_of_one_type_the_latest()
    {
        Register(typeof(object), "object");
        Assert.Equal("object", TextOf(new List<int>()));
        Register(typeof(IEnumerable<>), "sequence");
        Assert.Equal("sequence", TextOf(new List<int>()));
        Register(typeof(IList<int>), "list of numbers");
        Assert.Equal("list of numbers", TextOf(new List<int>()));
        Assert.Equal("sequence", TextOf(new List<string>()));
        Register(typeof(List<>), "any list");
        Assert.Equal("any list", TextOf(new List<int>()));
        Register(typeof(List<int>), "this list");
        Register(typeof(List<int>), "this list again");
        Assert.Equal("this list again", TextOf(new List<int>()));
        Assert.Equal("this list again", TextOf(new Numbers()));
        Assert.Equal("any list", TextOf(new Names()));
        Assert.Equal("object", TextOf("text is no sequence here"));
    }

    [Fact]
    public void A_formatter_may_pass_a_value_on()
    {
        Register(typeof(List<int>), "first");
        Format(typeof(List<int>), v => ((List<int>)v).Count == 1 ? Text("one") : null);
        Assert.Equal("one", TextOf(new List<int> { 1 }));
        Assert.Equal("first", TextOf(new List<int>()));
    }

    [Fact]
    public void A_formatter_that_throws_is_told_and_passed_over()
    {
        Format(typeof(List<int>), _ => throw new FormatException("boom"));
        Assert.Equal(
            "List<Int32> could not be formatted: FormatException: boom\n[1]", TextOf(new List<int> { 1 }));
    }

    [Fact]
    public void Cells_show_values_and_update_them()
    {
        var session = new Cells.NotebookSession(Path.GetTempPath());
        session.Value("""
            var shown = display(1);
            shown.Update("two");
            new[] { 3 }.Display();
            "# a".DisplayAs("text/markdown");
            "[1]".DisplayAs("application/json");
            HTML("<b>").Display("text/html");
            5.Display("text/plain", "text/none");
            6.Display("text/none");
            """);
        Assert.Equal(
            ["1", "two", "[3]", "# a", "[1]", "<b>", "5", "6"],
            shown.Select(s => s.Bundle.Values.First()).Select(v => (v as JsonArray)?.ToJsonString() ?? v));
        Assert.Equal(
            ["text/plain", "text/plain", "text/plain", "text/markdown", "application/json", "text/html",
                "text/plain", "text/none"],
            shown.Select(s => Assert.Single(s.Bundle).Key));
        Assert.Equal([false, true, false, false, false, false, false, false], shown.Select(s => s.Update));
        Assert.Equal(shown[0].Id, shown[1].Id);
        Assert.Equal(7, shown.Select(s => s.Id).Distinct().Count());
    }

    private sealed class Numbers : List<int>;

    private sealed class Names : List<string>;

    private static void Register(Type type, string text) => Format(type, _ => Text(text));

    private static void Format(Type type, Func<object, Bundle?> format) =>
        ((Action<Type, Func<object, Bundle?>>)AppContext.GetData("PolyViT.Notebook.Format")!)(type, format);

    private static Dictionary<string, object> Text(string text) => new() { ["text/plain"] = text };

    private static object TextOf(object value) => Formatting.Of(value)["text/plain"];
}
