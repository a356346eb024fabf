namespace PolyViT;

/// <summary>
/// A row of a list, which knows where it stands, so that whatever is wrong with it can be found.
/// </summary>
/// <param name="File">The list.</param>
/// <param name="Place">Its line, or its entry in a JSON file, both counted from 1.</param>
/// <param name="Columns">What the fields are called.</param>
/// <param name="Fields">The texts without surrounding blanks; "" where an optional column is absent.</param>
internal sealed record TextRow(
    string File, int Place, ImmutableArray<string> Columns, ImmutableArray<string> Fields)
{
    /// <summary>The text of a field.</summary>
    public string this[int column] => Fields[column];

    /// <summary>An error about this row: one sentence and the fix.</summary>
    public InputException Wrong(string what, string fix) =>
        new($"{File} {Where} {what}: {fix}");

    /// <summary>Its place within the file, in words.</summary>
    public string Where =>
        $"{(File.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? "entry" : "line")} {Place}";

    /// <summary>An error about one field.</summary>
    public InputException Wrong(int column, string fix) =>
        Wrong($"has the {Columns[column]} \"{this[column]}\"", fix);

    /// <summary>A text that may not be empty.</summary>
    public string Text(int column) => this[column].Length > 0
        ? this[column]
        : throw Wrong($"has no {Columns[column]}", "complete it or take the line out.");

    /// <summary>A whole number within these bounds.</summary>
    public int Whole(int column, int low, int high) =>
        int.TryParse(this[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n)
            && n >= low && n <= high
            ? n
            : throw Wrong(column, $"it must be a whole number from {low} to {high}.");

    /// <summary>A time, as seconds ("12.5") or as a clock shows it ("00:01:02.5"), in seconds.</summary>
    public double Seconds(int column)
    {
        var text = this[column];
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var n)
            && double.IsFinite(n))
            return n;
        return text.Contains(':', StringComparison.Ordinal)
            && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time >= TimeSpan.Zero
            ? time.TotalSeconds
            : throw Wrong(column, "it must be seconds, like 12.5, or a time, like 00:01:02.5.");
    }

    /// <summary>The seconds between two times, the second being later.</summary>
    public double Duration(int from, int to) => Seconds(to) - Seconds(from) is > 0 and var seconds
        ? seconds
        : throw Wrong(to, $"it must be later than the {Columns[from]} {this[from]}.");

    /// <summary>A path that stays in the folder, with / between its parts.</summary>
    public string Path(int column)
    {
        var path = Text(column).Replace('\\', '/');
        var drive = path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]);
        return !drive && !path.Split('/').Any(p => p is "" or "." or "..")
            ? path
            : throw Wrong(column, "it must be a path within the data set's folder, without \"..\".");
    }

    /// <summary>A name that a file is called by, which may hold no path.</summary>
    public string Id(int column) => Path(column) is var id && !id.Contains('/', StringComparison.Ordinal)
        ? id
        : throw Wrong(column, "it must be a name without a folder.");

    /// <summary>The label of a class by its name.</summary>
    public int Label(int column, IReadOnlyDictionary<string, int> classes, string source) =>
        classes.TryGetValue(Text(column), out var label)
            ? label
            : throw Wrong(column, $"{source} has no such class, so correct one of them.");
}
