using PolyViT.Kernel.Cells;

namespace PolyViT.Kernel.Tests.Cells;

public class InspectionTests(InspectionTests.Written notebook) : IClassFixture<InspectionTests.Written>
{
    // The bar is the cursor.
    [Theory]
    [InlineData("numbers|", "List<int> numbers")]
    [InlineData("num|bers.Add(1)", "List<int> numbers")]
    [InlineData("System.IO|", "namespace System.IO")]
    [InlineData("var local = 1.5; loc|al", "double local")]
    [InlineData("new Square().Area|", "int Square.Area\n\nHow large it is.")]
    [InlineData("Twice|",
        "int Twice(int x)\n\nDoubles x, never null.\n  x: A Int32.\n  Returns: Twice as much.")]
    public void A_name_has_a_signature_and_its_documentation(string code, string expected) =>
        Assert.Equal(expected, At(code));

    [Theory]
    [InlineData("numbers.Ad|d(3)", "void List<int>.Add(int item)")]
    [InlineData("numbers.Add(|", "void List<int>.Add(int item)")]
    [InlineData("Twice(Math.Sqrt(1|", "double Math.Sqrt(double d)")]
    [InlineData("Twice(Math.Sqrt(1), |", "int Twice(int x)")]
    [InlineData("Math.Max(1|, 2)", "int Math.Max(int val1, int val2)\nbyte Math.Max(byte val1, byte val2)\n")]
    [InlineData("new List<string>|()", "class List<string>")]
    [InlineData("new System.Text.StringBuilder(|", "StringBuilder.StringBuilder()\n")]
    [InlineData("display|(1)",
        "DisplayedValue Notebook.display(object? value, params string[] mimeTypes)\n\nShows a")]
    [InlineData("\"😀\".Leng|th", "int string.Length")]
    public void A_call_is_told_from_its_name_or_from_within(string code, string start) =>
        Assert.StartsWith(start, At(code));

    [Theory]
    [InlineData("Math.Ma|x(1, 2)", "Returns the larger of two 32-bit signed integers.")]
    [InlineData("numbers.Whe|re(n => n > 1)", "Filters a sequence of values based on a predicate.")]
    [InlineData("List|<int> x;", "Represents a strongly typed list")]
    public void The_framework_is_documented_where_the_SDK_is_installed(string code, string words)
    {
        var packs = Path.GetFullPath(Path.Combine(
            Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..", "packs"));
        Assert.SkipUnless(Directory.Exists(packs), $"There are no reference packs in {packs}.");
        Assert.Contains(words, At(code));
    }

    [Fact]
    public void A_library_is_documented_by_the_file_beside_it()
    {
        using var folder = new ScriptFolder();
        TestAssembly.Write(folder.Path, "Documented", """
            namespace Documented;
            public static class Thing { public static int Size(int of) => of; }
            """);
        folder.With("Documented.xml", """
            <doc><members><member name="M:Documented.Thing.Size(System.Int32)">
              <summary>Its size,
                in metres.</summary></member></members></doc>
            """);
        var here = new NotebookSession(folder.Path);
        here.Value("#r \"Documented.dll\"");
        const string code = "Documented.Thing.Size(1)";
        Assert.Equal("int Thing.Size(int of)\n\nIts size, in metres.",
            Inspection.At(here.Session, code, code.IndexOf("Size", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("|")]
    [InlineData("1 + |1")]
    [InlineData("// Math|")]
    [InlineData("\"Math|\"")]
    [InlineData("unknown|")]
    public void Where_there_is_no_name_nothing_is_said(string code) => Assert.Null(At(code));

    private string? At(string code) =>
        Inspection.At(notebook.Cells.Session, code.Replace("|", ""), code.IndexOf('|'));

    /// <summary>One session for all tests: they do not change it.</summary>
    public sealed class Written
    {
        internal NotebookSession Cells { get; } = new(Path.GetTempPath());

        public Written() => Cells.Value("""
            var numbers = new List<int> { 1 };
            /// <summary>Doubles <paramref name="x"/>, never <see langword="null"/>.</summary>
            /// <param name="x">A <see cref="System.Int32"/>.</param>
            /// <returns>Twice as much.</returns>
            int Twice(int x) => 2 * x;
            interface IShape
            {
                /// <summary>How large it is.</summary>
                int Area { get; }
            }
            class Square : IShape
            {
                /// <inheritdoc/>
                public int Area => 4;
            }
            """);
    }
}
