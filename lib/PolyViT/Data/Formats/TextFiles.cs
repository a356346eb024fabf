using CsvHelper;

namespace PolyViT;

/// <summary>Reads the small text files that data sets describe themselves with.</summary>
internal static class TextFiles
{
    /// <summary>
    /// The lines that are neither empty nor a # comment, without surrounding blanks (some lists end in CRLF).
    /// </summary>
    public static ImmutableArray<string> Lines(string file) =>
        [.. from line in Found(file, () => File.ReadAllLines(file))
            let text = line.Trim()
            where text.Length > 0 && text[0] != '#'
            select text];

    /// <summary>
    /// These columns of a table whose first line names them, one array per row; a short row has "" at its
    /// end.
    /// </summary>
    public static ImmutableArray<string[]> Table(string file, char separator, params string[] columns)
    {
        try
        {
            var options = new CsvReaderOptions { Separator = separator, HasHeader = true };
            using var csv = Found(file, () => CsvReader.FromFile(file, options));
            return [.. Rows(csv, columns)];
        }
        catch (Exception e) when (e is FormatException or KeyNotFoundException)
        {
            throw new InputException(
                $"{file} is not a table with the columns {string.Join(", ", columns)}: " +
                $"copy it again. ({e.Message})", e);
        }
    }

    private static IEnumerable<string[]> Rows(CsvReader csv, string[] columns)
    {
        while (csv.Read())
            yield return [.. columns.Select(csv.GetString)];
    }

    private static T Found<T>(string file, Func<T> read) => File.Exists(file)
        ? read()
        : throw new InputException($"{file} does not exist: copy the data set again, all of it.");
}
