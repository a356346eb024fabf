using PolyViT.Kernel.Cells;

namespace PolyViT.Kernel.Tests.Cells;

public class CompletionTests(CompletionTests.Written notebook) : IClassFixture<CompletionTests.Written>
{
    // The bar is the cursor.
    [Theory]
    [InlineData("Math.Ma|", "Max:method", "MaxMagnitude:method")]
    [InlineData("numbers.Cou|", "Count:property", "CountBy:method")]
    [InlineData("numbers\n    .Wher|", "Where:method")]
    [InlineData("numbers.FindL|\nvar y = 1;", "FindLast:method", "FindLastIndex:method")]
    [InlineData("foreach (var n in numbers) { n.CompareT|", "CompareTo:method")]
    [InlineData("numbers.Select(x => x.CompareT|)", "CompareTo:method")]
    [InlineData("numbers.Select(x => new { Mine = x }).First().Mi|", "Mine:property")]
    [InlineData("System.Coll|", "Collections:namespace")]
    [InlineData("using System.Coll|", "Collections:namespace")]
    [InlineData("new System.Text.StringB|", "StringBuilder:class")]
    [InlineData("Color.Gr|", "Green:enummember")]
    [InlineData("numb|", "numbers:variable")]
    [InlineData("Twi|", "Twice:method")]
    [InlineData("RegexOpt|", "RegexOptions:enum")]
    [InlineData("Log1|", "Log10:method")]
    [InlineData("Pers|", "Person:class")]
    [InlineData("fore|", "foreach:keyword")]
    [InlineData("new Person(\"a\").Na|", "Name:property")]
    [InlineData("new Person(\"a\") { Ag|", "Age:property", "AggregateException:class")]
    [InlineData("new Person(\"a\") with { Nam|", "Name:property", "nameof:keyword", "namespace:keyword")]
    [InlineData("string s = null; s?.Len|", "Length:property")]
    [InlineData("int? n = 1; n?.CompareT|", "CompareTo:method")]
    [InlineData("void F() { int localOne = 1; if (true) { localO|", "localOne:variable")]
    [InlineData("class Foo { int Barometer; void M() { Baro|", "Barometer:field")]
    [InlineData("$\"{numbers.Capa|}\"", "Capacity:property")]
    [InlineData("displ|", "display:method")]
    [InlineData("numbers.Displ|", "Display:method")]
    [InlineData("#r \"nuget: Nothing.Like.It, 1.0\"\nMath.Sig|", "Sign:method")]
    [InlineData("#i \"nuget: somewhere\"\r\nMath.Sig|", "Sign:method")]
    [InlineData("var face = \"😀\"; face.Len|", "Length:property")]
    [InlineData("/* a */ Math.Sig|", "Sign:method")]
    public void Names_are_completed(string code, params string[] expected) =>
        Assert.Equal(expected, Names(code));

    [Theory]
    [InlineData("// Math.|")]
    [InlineData("/* Math.|")]
    [InlineData("\"Math.|")]
    [InlineData("\"Math.|\"")]
    [InlineData("#r \"Math.|\"")]
    [InlineData("#if false\nMath.|\n#endif")]
    [InlineData("unknown.|")]
    [InlineData("Math.Max.|")]
    public void Nothing_is_completed_where_nothing_can_stand(string code) => Assert.Empty(Names(code));

    [Fact]
    public void The_whole_name_under_the_cursor_is_replaced()
    {
        var found = At("var face = \"😀\"; Con|sole.WriteLine()");
        Assert.Equal((17, 24), (found.Start, found.End));
        Assert.Contains(("Console", "class"), found.Items);
    }

    [Fact]
    public void A_type_offers_its_static_members_and_a_value_the_others()
    {
        Assert.DoesNotContain("Length:property", Names("string.|"));
        Assert.Contains("IsNullOrEmpty:method", Names("string.|"));
        Assert.DoesNotContain("IsNullOrEmpty:method", Names("\"\".|"));
        Assert.Contains("Where:method", Names("\"\".|"));
    }

    [Fact]
    public void An_empty_place_offers_everything_in_order_and_once()
    {
        var names = At("|").Items.Select(i => i.Text).ToArray();
        Assert.Equal(names.Distinct(), names);
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
        Assert.Empty(new[] { "Console", "numbers", "Twice", "Person", "var", "System" }.Except(names));
    }

    [Fact]
    public void A_cursor_outside_the_text_is_taken_to_its_end() =>
        Assert.Contains(("Max", "method"), Completion.At(notebook.Cells.Session, "Math.Ma", 99).Items);

    private IEnumerable<string> Names(string code) => At(code).Items.Select(i => $"{i.Text}:{i.Kind}");

    private Completions At(string code) =>
        Completion.At(notebook.Cells.Session, code.Replace("|", ""), code.IndexOf('|'));

    /// <summary>One session for all tests: they do not change it.</summary>
    public sealed class Written
    {
        internal NotebookSession Cells { get; } = new(Path.GetTempPath());

        public Written() => Cells.Value("""
            using System.Text.RegularExpressions;
            using static System.Math;
            var numbers = new List<int> { 1 };
            int Twice(int x) => 2 * x;
            record Person(string Name) { public int Age { get; set; } }
            enum Color { Red, Green }
            """);
    }
}
