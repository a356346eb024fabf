namespace PolyViT;

/// <summary>A clip that a list names: by its path, or by the id of its video and its times in it.</summary>
/// <param name="Row">The row of the list.</param>
/// <param name="Key">What tells it from the others of its set.</param>
/// <param name="Id">The path, or the id of the video.</param>
/// <param name="Start">Where the clip begins in the video, seconds.</param>
/// <param name="Seconds">How long it is; infinite is to the end.</param>
/// <param name="Labels">Its classes.</param>
internal sealed record ListedClip(
    TextRow Row, string Key, string Id, double Start, double Seconds, ImmutableArray<int> Labels)
{
    /// <summary>Where the row is; its texts are not kept, as a list may have two million.</summary>
    public TextRow Row { get; } = Row with { Columns = [], Fields = [] };

    /// <summary>A clip of a video, told by the id and the start.</summary>
    public ListedClip(TextRow row, string id, double start, double seconds, ImmutableArray<int> labels)
        : this(
            row, string.Create(CultureInfo.InvariantCulture, $"{id} at {start} s"), id, start, seconds, labels)
    {
    }

    /// <summary>A file, told by its path.</summary>
    public ListedClip(TextRow row, string path, ImmutableArray<int> labels)
        : this(row, path, path, 0, double.PositiveInfinity, labels)
    {
    }
}

/// <summary>From the clips of a list to those that are there.</summary>
internal static class ListedClips
{
    /// <summary>
    /// The clips whose files are there, and a remark where some are not: videos vanish from where the lists
    /// point to.
    /// </summary>
    /// <param name="folder">The folder that holds the files, in it or below it.</param>
    /// <param name="find">The item of a clip; null where it is not there.</param>
    /// <param name="classes">The names of the classes.</param>
    /// <param name="train">The clips to learn from.</param>
    /// <param name="validation">The clips to choose settings by; may be empty.</param>
    /// <param name="test">The clips to be judged on.</param>
    public static Listing ToListing(
        string folder, Func<ListedClip, Item?> find, ImmutableArray<string> classes,
        ImmutableArray<ListedClip> train, ImmutableArray<ListedClip> validation,
        ImmutableArray<ListedClip> test)
    {
        var (parts, repeated) = Unique([train, validation, test]);
        var found = parts.Select(p => p.Select(find).OfType<Item>().ToImmutableArray()).ToArray();
        var missing = parts.Zip(found, ["training", "validation", "test"]).SelectMany(Missing);
        return new Listing(folder, classes, found[0], found[2])
        {
            Validation = found[1],
            Remarks = [.. missing, .. repeated],
        }.NotEmpty(train.Concat(test).Select(c => c.Row.File).FirstOrDefault(folder));
    }

    /// <summary>The same of a set of whole files, all of which must be there.</summary>
    public static Listing ToListing(
        string folder, ImmutableArray<string> classes,
        ImmutableArray<ListedClip> train, ImmutableArray<ListedClip> test)
    {
        var (parts, repeated) = Unique([train, [], test]);
        ImmutableArray<Item> Items(int part) => [.. parts[part].Select(c => new Item(c.Id, c.Labels))];
        return new Listing(folder, classes, Items(0), Items(2)) { Remarks = repeated }
            .Checked(train.Concat(test).Select(c => c.Row.File).FirstOrDefault(folder));
    }

    /// <summary>Finds clips by their paths in the folder.</summary>
    public static Func<ListedClip, Item?> ByPath(string folder, ImmutableArray<string> extensions)
    {
        var files = MediaFolder.ByPath(folder, extensions);
        return c => files.TryGetValue(MediaFolder.Key(c.Id), out var file)
            ? new Item(file, c.Labels) { Start = c.Start, Seconds = c.Seconds }
            : null;
    }

    /// <summary>Finds the parts of whole videos by the videos' ids.</summary>
    public static Func<ListedClip, Item?> ByVideo(string folder, Modality modality)
    {
        var files = MediaFolder.ByName(folder, MediaFolder.Extensions(modality));
        return c => files.TryGetValue(c.Id, out var file)
            ? new Item(file, c.Labels) { Start = c.Start, Seconds = c.Seconds }
            : null;
    }

    /// <summary>
    /// Finds clips that were cut out of videos: they are called by the id, or by the id and the times. A file
    /// of the id below a folder "whole" is the video itself, of which the clip is the part that the list
    /// tells.
    /// </summary>
    public static Func<ListedClip, Item?> ByName(string folder, Modality modality)
    {
        var files = MediaFolder.ByName(folder, MediaFolder.Extensions(modality));
        return clip => Names(clip).Select(files.GetValueOrDefault).FirstOrDefault(f => f is not null) switch
        {
            null => null,
            var file when !MediaFolder.IsWhole(file) => new Item(file, clip.Labels),
            var file => new Item(file, clip.Labels) { Start = clip.Start, Seconds = clip.Seconds },
        };
    }

    private static IEnumerable<string> Missing(
        (ImmutableArray<ListedClip> Listed, ImmutableArray<Item> Found, string Split) part)
    {
        var missing = part.Listed.Length - part.Found.Length;
        if (missing > 0)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"{missing:N0} of {part.Listed.Length:N0} {part.Split} clips that are listed are not there.");
    }

    // The same clips, once none has two labels or is in two splits. Rows that repeat one wholly are left out.
    private static (ImmutableArray<ImmutableArray<ListedClip>> Parts, ImmutableArray<string> Remarks) Unique(
        params ImmutableArray<ImmutableArray<ListedClip>> splits)
    {
        var seen = new Dictionary<string, (int Split, ListedClip Clip)>(StringComparer.Ordinal);
        ImmutableArray<ImmutableArray<ListedClip>> parts =
            [.. splits.Select((clips, split) => clips.Where(c => IsNew(seen, split, c)).ToImmutableArray())];
        var repeated = splits.Sum(s => s.Length) - parts.Sum(s => s.Length);
        return (parts, repeated == 0 ? [] : [$"{repeated} rows that repeat others are left out."]);
    }

    private static bool IsNew(
        Dictionary<string, (int Split, ListedClip Clip)> seen, int split, ListedClip clip)
    {
        if (seen.TryAdd(clip.Key, (split, clip)))
            return true;
        var (firstSplit, first) = seen[clip.Key];
        if (firstSplit == split && first.Labels.AsSpan().SequenceEqual(clip.Labels.AsSpan()))
            return false;
        var place = first.Row.File == clip.Row.File ? first.Row.Where : $"{first.Row.File} {first.Row.Where}";
        var differs = firstSplit == split ? "gives another class" : "has in another split";
        throw clip.Row.Wrong($"names {clip.Key}, which {place} {differs}", "take one of the two out.");
    }

    // How those who download clips call them; VGGSound's and AudioSet's times are often milliseconds. The id
    // alone comes last, as it may be the whole video.
    private static IEnumerable<string> Names(ListedClip clip)
    {
        var (id, start, end) = (clip.Id, clip.Start, clip.Start + clip.Seconds);
        var plain = CultureInfo.InvariantCulture;
        yield return string.Create(plain, $"{id}_{start:000000}_{end:000000}");
        yield return string.Create(plain, $"{id}_{start:000000}");
        yield return string.Create(plain, $"{id}_{start:0}_{end:0}");
        yield return string.Create(plain, $"{id}_{start:0.000}_{end:0.000}");
        yield return string.Create(plain, $"{id}_{start:0}");
        yield return string.Create(plain, $"{id}_{start * 1000:0}_{end * 1000:0}");
        yield return string.Create(plain, $"{id}_{start * 1000:0}");
        yield return string.Create(plain, $"Y{id}");
        yield return id;
    }
}
