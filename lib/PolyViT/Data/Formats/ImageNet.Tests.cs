using System.Text.Json;

namespace PolyViT;

public static partial class ImageNet
{
    // Recht et al. 2019: folders 0 .. 999, which count the sorted WordNet ids; three ways to choose pictures.
    private static ImmutableSortedDictionary<string, ImmutableArray<Item>> Version2(string folder, int classes)
    {
        var tests = ImmutableSortedDictionary<string, ImmutableArray<Item>>.Empty;
        foreach (var (name, choice) in new[]
            { ("v2", "matched-frequency"), ("v2-threshold0.7", "threshold0.7"), ("v2-top-images", "top-images") })
        {
            if (Places.Find(folder, $"imagenetv2-{choice}-format-val", $"imagenetv2-{choice}") is { } path)
                tests = tests.Add(name, Numbered(folder, path, classes));
        }
        return tests;
    }

    private static ImmutableArray<Item> Numbered(string folder, string path, int classes)
    {
        string[] numbers = [.. Enumerable.Range(0, classes).Select(i => $"{i}")];
        return ClassFolders.ClassesOf(path, "").Except(numbers).FirstOrDefault() is { } other
            ? throw new InputException(
                $"{Path.Combine(path, other)} is no class: the folders of ImageNet-V2 are 0 to {classes - 1} here, " +
                "so remove it, or list all 1000 classes in LOC_synset_mapping.txt.")
            : ClassFolders.Items(folder, path, numbers, Modality.Image);
    }

    // Beyer et al. 2020: every label that people agreed on; a picture with none is not scored.
    private static ImmutableSortedDictionary<string, ImmutableArray<Item>> Real(
        string folder, ImmutableArray<Item> validation, int classes)
    {
        var tests = ImmutableSortedDictionary<string, ImmutableArray<Item>>.Empty;
        if (Places.Find(folder, "real.json") is not { } file)
            return tests;
        var lists = RealLabels(file, classes);
        var names = NamesOf(folder, validation);
        return tests.Add("real", [.. validation
            .Select((item, i) => item with { Labels = [.. lists[Number(file, names[i], lists.Length) - 1]] })
            .Where(i => i.Labels.Length > 0)]);
    }

    private static int[][] RealLabels(string file, int classes)
    {
        try
        {
            var lists = JsonSerializer.Deserialize<int[][]>(File.ReadAllText(file)) ?? [];
            var wrong = Array.FindIndex(lists, l => l is null || l.Any(c => c < 0 || c >= classes));
            return wrong < 0
                ? lists
                : throw new InputException(
                    $"{file} entry {wrong + 1} is [{string.Join(", ", lists[wrong] ?? [])}], and labels are 0 to " +
                    $"{classes - 1} here: remove the file, or list all 1000 classes in LOC_synset_mapping.txt.");
        }
        catch (JsonException e)
        {
            throw new InputException($"{file} is not a list of lists of labels: copy it again. ({e.Message})", e);
        }
    }

    // A member of an archive does not carry its name; archives and folders are in the order of the names.
    private static string[] NamesOf(string folder, ImmutableArray<Item> validation) =>
        validation.Length > 0 && validation[0].Length is not null
            ? [.. TarIndex.Of(Path.Combine(folder, validation[0].File))
                .Select(m => Path.GetFileName(m.Name))
                .Where(name => ClassFolders.Is(name, Modality.Image)).Order(StringComparer.Ordinal)]
            : [.. validation.Select(i => i.File)];

    private static int Number(string file, string picture, int count) =>
        ValidationNumber().Match(picture) is { Success: true } match
            && int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture) is > 0 and var number
            && number <= count
            ? number
            : throw new InputException(
                $"{picture} has no place in the {count} entries of {file}: its name must be " +
                "ILSVRC2012_val_ and eight digits, as it was.");
}
