using System.Text.RegularExpressions;

namespace PolyViT;

public static partial class ImageNet
{
    private static ImmutableArray<Item> Validation(string folder, Dictionary<string, int> labels)
    {
        if (Places.Find(folder, [.. Roots.Select(r => Path.Combine(r, "val")), "validation", "ILSVRC2012_img_val"])
            is not { } val)
        {
            var file = Places.Require(folder, "ILSVRC2012_img_val.tar", "val");
            return Labelled(folder, labels, TarIndex.Of(file)
                .Where(m => ClassFolders.Is(Path.GetFileName(m.Name), Modality.Image))
                .Select(m => (Path.GetFileName(m.Name), In(folder, file, m))));
        }
        var classes = Directory.EnumerateDirectories(val).Select(d => Path.GetFileName(d)!).ToHashSet();
        if (!classes.Overlaps(labels.Keys))
            return Labelled(folder, labels, ClassFolders.FilesOf(val, Modality.Image)
                .Select(p => (Path.GetFileName(p), new Item(Places.Relative(folder, p), []))));
        string[] known = [.. labels.OrderBy(l => l.Value).Select(l => l.Key)];
        return classes.FirstOrDefault(c => c[0] == 'n' && !labels.ContainsKey(c)) is { } other
            ? throw new InputException(
                $"{Path.Combine(val, other)} is a class that the training pictures lack: add them or remove it.")
            : ClassFolders.Items(folder, val, known, Modality.Image);
    }

    // In the order of the names, which ReaL's list follows too.
    private static ImmutableArray<Item> Labelled(
        string folder, Dictionary<string, int> labels, IEnumerable<(string Name, Item Item)> pictures)
    {
        var (file, truth) = Truth(folder, labels);
        var found = pictures.OrderBy(p => p.Name, StringComparer.Ordinal).ToArray();
        var present = found.Select(p => p.Name).ToHashSet();
        if (truth.Keys.FirstOrDefault(n => !present.Contains(n)) is { } missing)
            throw new InputException(
                $"{file} has a label for {missing}, which is not among the validation pictures of {folder}: " +
                "copy them again, all of them.");
        return [.. found.Select(p => p.Item with
        {
            Labels = truth.TryGetValue(p.Name, out var label)
                ? [label]
                : throw new InputException($"{file} has no label for {p.Name}: copy the list again."),
        })];
    }

    private static (string File, Dictionary<string, int> Labels) Truth(string folder, Dictionary<string, int> labels)
    {
        string[] devkits = ["", "ILSVRC2012_devkit_t12/data", "data"];
        if (Places.Find(folder, "val.txt", "ILSVRC2012_val.txt") is { } list)
            return (list, Numbered(list, labels.Count));
        if (Places.Find(folder, "LOC_val_solution.csv") is { } kaggle)
            return (kaggle, Unique(kaggle, TextFiles.Table(kaggle, ',', "ImageId", "PredictionString")
                .Select(r => ($"{r[0]}.JPEG", ByWnid(r, r[1].Split(' ')[0], labels)))));
        if (Places.Find(folder, "imagenet_2012_validation_synset_labels.txt", "imagenet2012_validation_labels.txt")
            is { } lines)
            return (lines, Unique(lines, TextFiles.NumberedLines(lines)
                .Select((r, i) => (ValidationName(i + 1), ByWnid(r, r[0], labels)))));
        var truth = Places.Find(folder,
            [.. devkits.Select(d => Path.Combine(d, "ILSVRC2012_validation_ground_truth.txt"))])
            ?? throw new InputException(
                $"{folder} has validation pictures without class folders and no list of their labels: copy " +
                "ILSVRC2012_validation_ground_truth.txt and meta.mat of the development kit, or val.txt, there.");
        var wnids = DevkitMeta.Read(Path.Combine(Path.GetDirectoryName(truth)!, "meta.mat"));
        return (truth, Unique(truth, TextFiles.NumberedLines(truth)
            .Select((r, i) => (ValidationName(i + 1), ByWnid(r, wnids[r.Whole(0, 1, wnids.Length) - 1], labels)))));
    }

    // "ILSVRC2012_val_00000001.JPEG 65": labels from 0.
    private static Dictionary<string, int> Numbered(string list, int classes) =>
        Unique(list, from row in TextFiles.NumberedLines(list)
                     let words = row[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                     let both = words.Length == 2
                         ? row with { Columns = ["name", "label"], Fields = [.. words] }
                         : throw row.Wrong($"is \"{row[0]}\"", "it must be a name and a label.")
                     select (Path.GetFileName(both[0]), both.Whole(1, 0, classes - 1)));

    private static int ByWnid(TextRow row, string wnid, Dictionary<string, int> labels) =>
        labels.TryGetValue(wnid, out var label)
            ? label
            : throw row.Wrong(
                $"gives the class {wnid}, of which there are no training pictures", "add them or take the line out.");

    private static Dictionary<string, int> Unique(string file, IEnumerable<(string Name, int Label)> rows)
    {
        var all = rows.ToArray();
        Places.Distinct(file, all.Select(r => r.Name));
        return all.ToDictionary(r => r.Name, r => r.Label);
    }

    private static string ValidationName(int number) => $"ILSVRC2012_val_{number:00000000}.JPEG";

    [GeneratedRegex(@"ILSVRC2012_val_(?<number>[0-9]{8})(_n[0-9]{8})?\.[A-Za-z]+$")]
    private static partial Regex ValidationNumber();
}
