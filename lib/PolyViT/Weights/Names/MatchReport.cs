using System.Text;
using System.Text.RegularExpressions;

namespace PolyViT;

/// <summary>What became of a key of a checkpoint, or of a parameter of a model.</summary>
public enum MatchKind
{
    /// <summary>Taken as it is.</summary>
    Matched,

    /// <summary>The same values in another order or shape.</summary>
    Reshaped,

    /// <summary>Other values: a positional table that was zoomed to another grid.</summary>
    Resized,

    /// <summary>A parameter that the file does not have, or has in a shape that does not fit.</summary>
    Missing,

    /// <summary>A key that nothing was made of.</summary>
    Unused,
}

/// <summary>One line of a match report.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Key">The key or keys in the file; empty where there is none.</param>
/// <param name="Parameter">The model's parameter; empty where the key is unused.</param>
/// <param name="From">The shape in the file; of each, where several are put together.</param>
/// <param name="To">The shape in the model.</param>
/// <param name="Why">In words.</param>
/// <param name="Harmless">Whether nothing is lost: the architecture has no use for the key.</param>
public sealed record MatchLine(
    MatchKind Kind,
    string Key,
    string Parameter,
    ImmutableArray<long> From,
    ImmutableArray<long> To,
    string Why,
    bool Harmless = false);

/// <summary>What was made of a checkpoint, key by key.</summary>
/// <param name="Path">The file.</param>
/// <param name="Format">Its format.</param>
/// <param name="Architecture">What it holds, in words.</param>
/// <param name="Lines">A line for every parameter of the model, and for every key that was not used.</param>
/// <param name="Differences">Where a given model computes otherwise than the file's own code.</param>
/// <param name="Assumed">What the file does not tell, and was taken from the conventions of its family.</param>
public sealed partial record MatchReport(
    string Path,
    CheckpointFormat Format,
    string Architecture,
    ImmutableArray<MatchLine> Lines,
    ImmutableArray<string> Differences,
    ImmutableArray<string> Assumed)
{
    /// <summary>The lines of one kind.</summary>
    /// <param name="kind">Which.</param>
    public IEnumerable<MatchLine> Of(MatchKind kind) => Lines.Where(l => l.Kind == kind);

    /// <summary>Whether every parameter was filled, every key with a meaning used, and the model computes as the
    /// file's own code does.</summary>
    public bool Complete => Differences.IsEmpty
        && Lines.All(l => l.Harmless || l.Kind is not (MatchKind.Missing or MatchKind.Unused));

    /// <summary>The report for people: a line per kind, then a table in which equal lines of several blocks are
    /// one.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Path}: {Architecture}, {Format.Words()}\n");
        foreach (var note in Assumed)
            text.Append($"assumed: {note}\n");
        foreach (var difference in Differences)
            text.Append($"differs: {difference}\n");
        text.Append(string.Join(", ", Enum.GetValues<MatchKind>()
            .Select(kind => $"{Of(kind).Count()} {Word(kind)}"))).Append('\n');
        string[][] rows = [["", "key", "parameter", "file", "model", "why"], .. Rows()];
        int[] widths = [.. Enumerable.Range(0, 5).Select(c => rows.Max(r => r[c].Length))];
        foreach (var row in rows)
            text.Append(string.Join("  ", row.Select((cell, c) => c < 5 ? cell.PadRight(widths[c]) : cell)).TrimEnd())
                .Append('\n');
        return text.ToString();
    }

    private IEnumerable<string[]> Rows() =>
        from line in Lines.OrderByDescending(l => l.Kind)
        let cells = Cells(line)
        group cells by string.Join('\n', cells) into same
        let count = same.Count()
        let why = same.First()[5]
        select (string[])[.. same.First()[..5], count > 1 ? $"{count} times; {why}".TrimEnd(' ', ';') : why];

    private static string[] Cells(MatchLine line) =>
    [
        Word(line.Kind), Any(Together(line.Key)), Any(line.Parameter), Shape(line.From), Shape(line.To), line.Why,
    ];

    private static string Word(MatchKind kind) => kind.ToString().ToLowerInvariant();

    private static string Shape(ImmutableArray<long> shape) => shape.IsEmpty ? "" : $"[{string.Join(", ", shape)}]";

    // Keys that become one parameter: "a/q/b, a/k/b" is "a/{q, k}/b".
    private static string Together(string keys)
    {
        var names = keys.Split(", ");
        var shortest = names.Min(n => n.Length);
        var start = Enumerable.Range(0, shortest).TakeWhile(i => names.All(n => n[i] == names[0][i])).Count();
        var end = Enumerable.Range(1, shortest - start).TakeWhile(i => names.All(n => n[^i] == names[0][^i])).Count();
        return names.Length == 1
            ? keys
            : $"{names[0][..start]}{{{string.Join(", ", names.Select(n => n[start..^end]))}}}{names[0][^end..]}";
    }

    // The number of a block, in any family's names.
    private static string Any(string name) => BlockNumber().Replace(name, "*");

    [GeneratedRegex(@"(?<=(encoderblock_|layer\.|layers\.|blocks\.))\d+")]
    private static partial Regex BlockNumber();
}
