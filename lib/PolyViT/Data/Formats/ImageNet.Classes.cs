namespace PolyViT;

public static partial class ImageNet
{
    // The lists of exactly the classes of the challenge: Kaggle's, and that of the Caffe tools.
    private static readonly string[] Lists = ["LOC_synset_mapping.txt", "synset_words.txt", "synsets.txt"];

    // Sorted, as in every published model. A list beside the pictures tells classes that a sample lacks.
    private static ImmutableArray<string> Synsets(string folder, IEnumerable<string> present)
    {
        var sorted = present.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray();
        if (Places.Find(folder, Lists) is not { } list)
            return sorted;
        var listed = Words(list).Select(w => w.Wnid).Order(StringComparer.Ordinal).ToImmutableArray();
        Places.Distinct(list, listed);
        return sorted.FirstOrDefault(s => !listed.Contains(s)) is { } unknown
            ? throw new InputException(
                $"{folder} has pictures of {unknown}, which {Path.GetFileName(list)} lacks: " +
                "take the folder or the list away.")
            : listed;
    }

    // Words, where a list has them; words.txt has those of all of WordNet. Two classes are called crane.
    private static ImmutableArray<string> Names(string folder, ImmutableArray<string> synsets)
    {
        var words = Places.Find(folder, [.. Lists, "words.txt"]) is { } list
            ? Words(list).Where(w => w.Name.Length > 0).DistinctBy(w => w.Wnid).ToDictionary(w => w.Wnid, w => w.Name)
            : [];
        string[] names = [.. synsets.Select(s => words.GetValueOrDefault(s, s))];
        var several = names.CountBy(n => n).Where(n => n.Value > 1).Select(n => n.Key).ToHashSet();
        return [.. names.Select((n, i) => several.Contains(n) ? $"{n} ({synsets[i]})" : n)];
    }

    private static IEnumerable<(string Wnid, string Name)> Words(string list) =>
        from line in TextFiles.Lines(list)
        let end = line.AsSpan().IndexOfAny(' ', '\t')
        select end < 0 ? (line, "") : (line[..end], line[end..].Trim());
}
