namespace PolyViT;

/// <summary>
/// GRID (Cooke et al., JASA 2006): sentences of six words, each word a task, with labels.tsv (file, the six
/// words, split). The classes are the words of the corpus's grammar, whatever part of it is present.
/// </summary>
public static class GridLabels
{
    /// <summary>The six tasks with their words, in the order of the sentence.</summary>
    public static ImmutableArray<(string Task, ImmutableArray<string> Words)> Grammar { get; } =
    [
        ("command", ["bin", "lay", "place", "set"]),
        ("colour", ["blue", "green", "red", "white"]),
        ("preposition", ["at", "by", "in", "with"]),
        ("letter", [.. "abcdefghijklmnopqrstuvxyz".Select(c => $"{c}")]),
        ("digit", ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]),
        ("adverb", ["again", "now", "please", "soon"]),
    ];

    /// <summary>Lists the clips by one word of their sentence.</summary>
    /// <param name="folder">GRID, with labels.tsv.</param>
    /// <param name="task">command, colour, preposition, letter, digit or adverb.</param>
    public static Listing Read(string folder, string task)
    {
        var file = Path.Combine(folder, "labels.tsv");
        var words = Grammar.First(g => g.Task == task).Words;
        var rows = TextFiles.Table(file, '\t', "file", task, "split");
        var labels = ClassIndex.Labels(words);
        ImmutableArray<ListedClip> Clips(string split) => [.. rows.Where(r => r[2] == split)
            .Select(r => new ListedClip(r, r.Path(0), [r.Label(1, labels, "GRID's grammar")]))];
        return rows.FirstOrDefault(r => r[2] is not ("train" or "test")) is { } other
            ? throw other.Wrong(2, "it must be train or test.")
            : ListedClips.ToListing(folder, words, Clips("train"), Clips("test"));
    }
}
