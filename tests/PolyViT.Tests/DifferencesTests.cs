using System.Text.RegularExpressions;

namespace PolyViT.Tests;

/// <summary>Where the code differs from scenic on purpose is marked there, and the README lists it.</summary>
public partial class DifferencesTests
{
    [Fact]
    public void The_README_lists_every_mark_of_the_code()
    {
        var readme = File.ReadAllText(Path.Combine(SharedFolder.Repository, "README.md"));
        var listed = Row().Matches(readme[readme.IndexOf("## Where it differs", StringComparison.Ordinal)..])
            .Select(m => m.Value.Trim()).ToArray();
        var marked = Marked().ToArray();
        Assert.True(marked.Length > 5, "The marks were not found.");
        Assert.True(
            marked.SequenceEqual(listed),
            "The table of the README under 'Where it differs' must be:\n" + string.Join('\n', marked));
    }

    private static IEnumerable<string> Marked()
    {
        var lib = Path.Combine(SharedFolder.Repository, "lib", "PolyViT");
        return from file in Directory.EnumerateFiles(lib, "*.cs", SearchOption.AllDirectories)
               let name = Path.GetRelativePath(lib, file).Replace('\\', '/')
               where !name.StartsWith("obj/", StringComparison.Ordinal)
               orderby name, StringComparer.Ordinal
               from words in MarksOf(File.ReadAllLines(file))
               select $"| `{name}` | {words} |";
    }

    // From the mark to the first line that ends a sentence; a mark without an end would take the code too.
    private static IEnumerable<string> MarksOf(string[] lines) =>
        from i in Enumerable.Range(0, lines.Length)
        where Comment().IsMatch(lines[i]) && lines[i].Contains("differs: ", StringComparison.Ordinal)
        let words = lines[i..].TakeWhile(l => Comment().IsMatch(l)).Select(Words).ToArray()
        let end = Array.FindIndex(words, w => w.EndsWith('.'))
        let all = string.Join(' ', words.Take(end + 1))
        select all[(all.IndexOf("differs: ", StringComparison.Ordinal) + "differs: ".Length)..];

    private static string Words(string comment) =>
        Tag().Replace(Name().Replace(Comment().Replace(comment, ""), "`$1`"), "").Trim();

    [GeneratedRegex(@"^\s*///?\s*")]
    private static partial Regex Comment();

    [GeneratedRegex("<(?:paramref name|see cref)=\"(\\w+)\"/>")]
    private static partial Regex Name();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"^\| `[\w/.]+\.cs` \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
