using System.Text.RegularExpressions;

namespace PolyViT;

/// <summary>
/// The Free Spoken Digit Dataset: recordings/{digit}_{speaker}_{index}.wav, of which index 0 to 4 is the
/// official test split. The same files make two tasks.
/// </summary>
public static partial class Fsdd
{
    private const int TestTakes = 5;

    /// <summary>Lists the recordings by the digit that is spoken.</summary>
    /// <param name="folder">free-spoken-digit-dataset, with recordings.</param>
    public static Listing Digits(string folder) => Read(folder, "digit");

    /// <summary>Lists the recordings by who speaks.</summary>
    /// <param name="folder">free-spoken-digit-dataset, with recordings.</param>
    public static Listing Speakers(string folder) => Read(folder, "speaker");

    private static Listing Read(string folder, string label)
    {
        var recordings = Path.Combine(folder, "recordings");
        if (!Directory.Exists(recordings))
            throw new InputException($"{recordings} does not exist: copy the data set again, all of it.");
        var files = Directory.GetFiles(recordings, "*.wav").Order(StringComparer.Ordinal);
        var rows = files.Select(Parse).ToArray();
        ImmutableArray<string> classes =
            [.. rows.Select(r => r.Groups[label].Value).Distinct().Order(StringComparer.Ordinal)];
        var items = rows.ToLookup(
            r => int.Parse(r.Groups["take"].Value, CultureInfo.InvariantCulture) < TestTakes,
            r => new Item($"recordings/{r.Value}", classes.IndexOf(r.Groups[label].Value)));
        return new Listing(folder, classes, [.. items[false]], [.. items[true]]).Checked(recordings);
    }

    private static Match Parse(string file) => Name().Match(Path.GetFileName(file)) is { Success: true } match
        ? match
        : throw new InputException(
            $"{file} is not named {{digit}}_{{speaker}}_{{index}}.wav: " +
            "rename or remove it.");

    [GeneratedRegex(@"^(?<digit>[0-9])_(?<speaker>[^_]+)_(?<take>[0-9]{1,6})\.wav$")]
    private static partial Regex Name();
}
