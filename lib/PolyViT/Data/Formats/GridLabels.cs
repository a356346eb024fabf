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
        ImmutableArray<Item> Items(string split) =>
            [.. rows.Where(r => r[2] == split).Select(r => new Item(r[0], Label(file, task, words, r)))];
        var other = rows.FirstOrDefault(r => r[2] is not ("train" or "test"));
        return other is null
            ? new Listing(folder, words, Items("train"), Items("test")).Checked(file)
            : throw new InputException(
                $"{file} has the split \"{other[2]}\" for {other[0]}: " +
                "it must be train or test.");
    }

    private static int Label(string file, string task, ImmutableArray<string> words, string[] row) =>
        words.IndexOf(row[1]) is >= 0 and var label
            ? label
            : throw new InputException(
                $"{file} has the {task} \"{row[1]}\" for {row[0]}: " +
                $"it must be one of {string.Join(", ", words)}.");
}
