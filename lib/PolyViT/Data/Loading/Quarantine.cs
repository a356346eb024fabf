using System.Collections.Concurrent;

namespace PolyViT;

/// <summary>An item of a data set that cannot be decoded.</summary>
/// <param name="Set">The data set.</param>
/// <param name="Name">The item, <see cref="Item.Name"/>.</param>
/// <param name="Reason">Why, in one sentence.</param>
public sealed record Unreadable(string Set, string Name, string Reason);

/// <summary>
/// The items of a split that could not be read; any thread may add to it. It holds no more than the share
/// that may be unreadable, and one.
/// </summary>
public sealed class Quarantine
{
    private const int ReasonLength = 300;

    private readonly ConcurrentDictionary<string, string> found;
    private readonly string set;
    private readonly int count;
    private readonly double most;

    /// <summary>A list for one split.</summary>
    /// <param name="set">The data set.</param>
    /// <param name="items">The split.</param>
    /// <param name="options">The share that may be unreadable, and the list made before.</param>
    /// <exception cref="InputException">The list made before has too many of them.</exception>
    public Quarantine(string set, IReadOnlyCollection<Item> items, LoadingOptions options)
    {
        (this.set, count, most) = (set, items.Count, options.MostUnreadable);
        var known = options.Quarantine is { } file ? Read(file) : ImmutableDictionary<string, string>.Empty;
        found = known.IsEmpty ? [] : new(items.Select(i => i.Name).Where(known.ContainsKey).Distinct()
            .Select(name => KeyValuePair.Create(name, known[name])));
        Require();
    }

    /// <summary>What is in it, ordered by name.</summary>
    public ImmutableArray<Unreadable> Items =>
    [
        .. from entry in found.ToArray()
           orderby entry.Key
           select new Unreadable(set, entry.Key, entry.Value),
    ];

    /// <summary>Whether an item is known to be unreadable.</summary>
    /// <param name="name">Its <see cref="Item.Name"/>.</param>
    public bool Holds(string name) => found.ContainsKey(name);

    /// <summary>Adds an item.</summary>
    /// <param name="name">Its <see cref="Item.Name"/>.</param>
    /// <param name="reason">Why it cannot be read.</param>
    /// <exception cref="InputException">It is one too many.</exception>
    public void Add(string name, string reason)
    {
        found[name] = reason.Length > ReasonLength ? reason[..ReasonLength] : reason;
        Require();
    }

    /// <summary>Reads a list: one item per line, its name, a tab and the reason.</summary>
    /// <param name="file">The list.</param>
    /// <returns>From names to reasons.</returns>
    public static ImmutableDictionary<string, string> Read(string file)
    {
        if (!File.Exists(file))
            throw new InputException(
                $"The quarantine list {file} does not exist: make it with check-media, or leave it out.");
        return ImmutableDictionary.CreateRange(
            from line in File.ReadLines(file)
            where line.Length > 0
            let parts = line.Split('\t', 2)
            group parts.Length > 1 ? parts[1] : "" by Unescaped(parts[0]) into named
            select KeyValuePair.Create(named.Key, named.First()));
    }

    /// <summary>Writes a list; what was there is replaced.</summary>
    /// <param name="file">Where to.</param>
    /// <param name="items">The items, of one set.</param>
    public static void Write(string file, IEnumerable<Unreadable> items) =>
        WholeFile.Write(file, stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            foreach (var item in items)
                text.WriteLine(Line(item.Name, item.Reason));
        });

    /// <summary>A line of a list, without its end.</summary>
    /// <param name="name">The item.</param>
    /// <param name="reason">Why it cannot be read; white space in it becomes blanks.</param>
    public static string Line(string name, string reason)
    {
        var plain = string.Join(' ', reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{Escaped(name)}\t{plain}";
    }

    // A file's name may hold anything but a zero.
    private static string Escaped(string name) => name
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    internal static string Unescaped(string text) => System.Text.RegularExpressions.Regex.Replace(
        text, @"\\(.)",
        m => m.Groups[1].Value switch { "t" => "\t", "n" => "\n", "r" => "\r", var other => other });

    private void Require()
    {
        if (found.Count <= most * count)
            return;
        var first = Items[0];
        throw new InputException(string.Create(CultureInfo.InvariantCulture,
            $"{found.Count} of {count} items of {set} cannot be read, above the share of {most} that may be, "
            + $"e.g. {first.Name} ({first.Reason.TrimEnd('.')}): copy them again, or allow more by "
            + $"MostUnreadable (--most-unreadable)."));
    }
}
