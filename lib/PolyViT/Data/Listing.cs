namespace PolyViT;

/// <summary>What a data set's own lists say: its files, split and labelled.</summary>
/// <param name="Folder">The folder that the items' paths start from.</param>
/// <param name="Classes">The names of the K classes, in the order of the labels.</param>
/// <param name="Train">Files to learn from.</param>
/// <param name="Test">Files to be judged on.</param>
public sealed record Listing(
    string Folder, ImmutableArray<string> Classes, ImmutableArray<Item> Train, ImmutableArray<Item> Test)
{
    /// <summary>Files to choose settings by; empty where the set has none.</summary>
    public ImmutableArray<Item> Validation { get; init; } = [];

    /// <summary>Further splits to be judged on, by name, e.g. "v2" and "real" of ImageNet.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<Item>> MoreTests { get; init; } =
        ImmutableSortedDictionary<string, ImmutableArray<Item>>.Empty;

    /// <summary>How the labels of an item are meant.</summary>
    public TaskKind Kind { get; init; } = TaskKind.Label;

    /// <summary>Sizes of the groups of classes, e.g. [300, 97] for nouns and verbs; else empty.</summary>
    public ImmutableArray<int> ClassSplits { get; init; } = [];

    /// <summary>What a user should know, e.g. how many listed clips are not there.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];

    /// <summary>
    /// Every file once, in ordinal order: the same for any division of the set into train and test.
    /// </summary>
    public ImmutableArray<string> Files() =>
        [.. Train.Concat(Test).Select(i => i.File).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>This listing, once both splits have files.</summary>
    /// <param name="source">The list that names the files, for the error.</param>
    internal Listing NotEmpty(string source) => Train.IsEmpty || Test.IsEmpty
        ? throw new InputException(
            $"{source} gives {Train.Length} training and {Test.Length} test files that are in {Folder}, both are " +
            "needed: copy the data set again, all of it.")
        : this;

    /// <summary>This listing, once both splits have files and every listed file exists.</summary>
    /// <param name="source">The list that names the files, for the error.</param>
    internal Listing Checked(string source)
    {
        var missing = NotEmpty(source).Missing(MoreTests.Values.Aggregate(
            Train.Concat(Test).Concat(Validation), (all, more) => all.Concat(more))).FirstOrDefault();
        return missing is null
            ? this
            : throw new InputException(
                $"{source} names {missing.File}, which is not in {Folder}: " +
                "copy it there or take it out of the list.");
    }

    /// <summary>Those of these items whose file is not there; folders are listed, files are not asked for one
    /// by one.</summary>
    internal IEnumerable<Item> Missing(IEnumerable<Item> items)
    {
        var known = new Dictionary<string, HashSet<string>>();
        bool Exists(string path)
        {
            var folder = Path.GetDirectoryName(path)!;
            if (!known.TryGetValue(folder, out var names))
                known[folder] = names = Directory.Exists(folder)
                    ? [.. Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f))]
                    : [];
            // Some file systems take a name in another case, or normal form, too.
            return names.Contains(Path.GetFileName(path)) || File.Exists(path);
        }
        return items.Where(i => !Exists(Path.GetFullPath(Path.Combine(Folder, i.File))));
    }
}
