namespace PolyViT.Kernel.Tests;

public class DirectivesTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetTempPath(), "scripts"));
    private static readonly string Main = Path.Combine(Folder, "main.csx");

    [Theory]
    [InlineData("nuget: CsvHelper, 34.0.0", "CsvHelper", "34.0.0")]
    [InlineData("nuget:Csv-Helper,34.0.0-beta.1", "Csv-Helper", "34.0.0-beta.1")]
    [InlineData(" NuGet:  CsvHelper ", "CsvHelper", "*")]
    [InlineData("nuget: CsvHelper, 3.*", "CsvHelper", "3.*")]
    [InlineData("nuget: CsvHelper, [1.0,2.0)", "CsvHelper", "[1.0,2.0)")]
    public void A_package_has_a_name_and_a_version(string reference, string id, string version) =>
        Assert.Equal([new(id, version)], Directives.Read($"#r \"{reference}\"\n", Main).Packages);

    [Fact]
    public void Paths_are_relative_to_the_file_and_names_of_the_framework_are_no_paths()
    {
        var found = Directives.Read("""
            #r "../lib/X.dll"
            #r "System.Xml.Linq"
            #load "sub/a.csx"
            #i "nuget: packages"
            #i "https://example.org/index.json"
            """, Main);
        var library = Path.GetFullPath(Path.Combine(Folder, "..", "lib", "X.dll"));
        Assert.Equal([new(library, Main, 1)], found.Assemblies);
        Assert.Equal([Path.Combine(Folder, "sub", "a.csx")], found.Loads);
        Assert.Equal([Path.Combine(Folder, "packages"), "https://example.org/index.json"], found.Feeds);
    }

    [Fact]
    public void Text_that_only_looks_like_a_directive_is_none()
    {
        const string code = """"
            // #r "nuget: A, 1.0"
            #if false
            #r "nuget: B, 1.0"
            #i "nuget: feed"
            #endif
            var text = """
            #r "nuget: C, 1.0"
            #load "d.csx"
            """;
            """";
        var found = Directives.Read(code, Main);
        Assert.Empty(found.Packages);
        Assert.Empty(found.Loads);
        Assert.Empty(found.Feeds);
        Assert.Equal(code, Directives.Blank(code));
    }

    [Fact]
    public void Blanking_keeps_every_position()
    {
        const string code = "#r \"nuget: A, 1.0\"\r\n#r \"b.dll\"\n  #i \"nuget: feed\"\nint x;";
        var blank = Directives.Blank(code);
        Assert.Equal("//                \r\n#r \"b.dll\"\n  //              \nint x;", blank);
        Assert.Equal(code.Length, blank.Length);
    }

    [Fact]
    public void Loads_are_followed_once_each_and_the_first_version_of_a_package_wins()
    {
        var files = new Dictionary<string, string>
        {
            [Path.Combine(Folder, "a.csx")] = "#load \"b.csx\"\n#load \"main.csx\"\n#r \"nuget: X, 2.0\"",
            [Path.Combine(Folder, "b.csx")] = "#load \"a.csx\"\n#r \"nuget: Y, 1.0\"\n#r \"nuget: x, 3.0\"",
        };
        var read = new List<string>();
        const string code = "#load \"a.csx\"\n#load \"gone.csx\"\n#r \"nuget: X, 1.0\"";
        var found = Directives.ReadAll(code, Main, path =>
        {
            read.Add(Path.GetFileName(path));
            return files.GetValueOrDefault(path);
        });
        Assert.Equal([new("X", "1.0"), new("Y", "1.0")], found.Packages);
        Assert.Equal(["a.csx", "gone.csx", "b.csx"], read);
    }
}
