using System.Text;
using System.Text.Unicode;
using CsvHelper;

namespace PolyViT;

/// <summary>
/// Reads the text files that data sets describe themselves with: UTF-8 or, with a byte order mark, UTF-16;
/// lines that end in LF or CRLF; blanks and quotes round fields. Whatever is no such text is an error that
/// names the file and the line.
/// </summary>
internal static class TextFiles
{
    private const int LongestLine = 1 << 20; // bytes
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The lines that are neither empty nor a # comment, without surrounding blanks.</summary>
    public static ImmutableArray<string> Lines(string file) => [.. NumberedLines(file).Select(row => row[0])];

    /// <summary>The same lines, each a row of one field.</summary>
    public static ImmutableArray<TextRow> NumberedLines(string file)
    {
        RequireText(file);
        try
        {
            return [.. from line in File.ReadLines(file, Strict).Index()
                let text = line.Item.Trim()
                where text.Length > 0 && text[0] != '#'
                let row = new TextRow(file, line.Index + 1, ["line"], [text])
                select text.Contains('\0', StringComparison.Ordinal) ? throw NoText(row) : row];
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException($"{file} is not text in UTF-8: save it as such or copy it again.", e);
        }
    }

    /// <summary>
    /// These columns of a table whose first line names them. "a|b" is a column that is called either; "a?"
    /// one that may be absent, and whose fields are "" then.
    /// </summary>
    public static ImmutableArray<TextRow> Table(string file, char separator, params string[] columns)
    {
        using var csv = Open(file, separator, hasHeader: true, comments: false);
        var present = Guarded(file, () => csv.Headers);
        if (present is null || present.Count == 0)
            throw new InputException($"{file} is empty: copy it again.");
        var headings = columns.Select(c => Heading(file, c, [.. present])).ToArray();
        ImmutableArray<string> names = [.. headings.Select(h => h.Name)];
        return [.. Rows(csv, file, names, [.. headings.Select(h => h.Index)])];
    }

    /// <summary>The first columns of a table without headings, row by row.</summary>
    /// <param name="file">The table, separated by commas.</param>
    /// <param name="comments">Whether lines that begin with # are left out.</param>
    /// <param name="columns">What the columns are.</param>
    public static IEnumerable<TextRow> Rows(string file, bool comments, params ImmutableArray<string> columns)
    {
        using var csv = Open(file, ',', hasHeader: false, comments);
        foreach (var row in Rows(csv, file, columns, [.. Enumerable.Range(0, columns.Length)]))
            yield return row;
    }

    private static IEnumerable<TextRow> Rows(
        CsvReader csv, string file, ImmutableArray<string> names, ImmutableArray<int> columns)
    {
        while (Guarded(file, csv.Read))
        {
            var row = new TextRow(file, (int)csv.LineNumber, names,
                [.. columns.Select(c => c >= 0 && c < csv.FieldCount ? csv.GetString(c).Trim() : "")]);
            if (columns.Max() >= csv.FieldCount)
                throw row.Wrong($"has {csv.FieldCount} fields", $"it needs {string.Join(", ", names)}.");
            if (csv.RawRecord.Contains((byte)0) || !Utf8.IsValid(csv.RawRecord))
                throw NoText(row);
            yield return row;
        }
    }

    private static InputException NoText(TextRow row) =>
        row.Wrong("is not text in UTF-8", "save the file as such or copy it again.");

    private static CsvReader Open(string file, char separator, bool hasHeader, bool comments)
    {
        RequireText(file);
        return CsvReader.FromFile(file, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = hasHeader,
            CommentPrefix = comments ? '#' : null,
            TrimWhitespace = true,
            WhitespaceCharacters = separator == '\t' ? " " : " \t",
            AllowLineBreaksInQuotes = false,
            MalformedData = CsvMalformedDataHandling.Throw,
            MaxRecordSize = LongestLine,
            TrackLineNumbers = true,
            PoolStrings = true,
        });
    }

    private static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new InputException($"{file} is not a table that can be read: correct it. ({e.Message})", e);
        }
    }

    private static (string Name, int Index) Heading(string file, string column, string[] present)
    {
        var names = column.TrimEnd('?').Split('|');
        var index = Array.FindIndex(present, h => names.Contains(h.Trim(), StringComparer.OrdinalIgnoreCase));
        return index >= 0 || column.EndsWith('?')
            ? (index >= 0 ? present[index].Trim() : names[0], index)
            : throw new InputException(
                $"{file} has the columns {string.Join(", ", present)} and no {string.Join(" or ", names)}: " +
                "name the column so in the first line or copy the file again.");
    }

    // A video or archive in the place of a list is told by its first bytes: text has no zeros, but in UTF-16.
    private static void RequireText(string file)
    {
        if (!File.Exists(file))
            throw new InputException($"{file} does not exist: copy the data set again, all of it.");
        try
        {
            var head = new byte[4096];
            using var stream = File.OpenRead(file);
            var read = head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
            var wide = read.StartsWith<byte>([0xFF, 0xFE]) || read.StartsWith<byte>([0xFE, 0xFF]);
            if (read.Contains((byte)0) && !wide)
                throw new InputException($"{file} is not a text file: copy the right file there.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{file} cannot be read: see to its rights. ({e.Message})", e);
        }
    }
}
