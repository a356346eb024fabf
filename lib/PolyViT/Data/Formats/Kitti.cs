namespace PolyViT;

/// <summary>
/// KITTI object detection (Geiger et al., CVPR 2012) as VTAB's task: how far away is the closest car, van or
/// truck? training/image_2/000000.png and training/label_2/000000.txt; 7,481 pictures, whose official test
/// labels are not public. Location z of a vehicle, metres, gives the class: above -100, above 8, above 20, or
/// no vehicle (above 999).
/// </summary>
/// <remarks>
/// VTAB task_adaptation/data/kitti.py, closest_vehicle_distance; TFDS object_detection/kitti.py, whose split
/// by drives (6,347, 423 and 711 pictures) needs a table of the object development kit.
/// differs: without that table, 80, 10 and 10 percent of the pictures are taken, and drives are not kept apart.
/// </remarks>
public static class Kitti
{
    private const double None = 1000;
    private static readonly double[] Above = [-100, 8, 20, 999];
    private static readonly string[] Vehicles = ["Car", "Van", "Truck"];

    /// <summary>Lists the pictures with the class of their closest vehicle.</summary>
    /// <param name="folder">The folder with training, and mapping (or devkit_object/mapping) if it is
    /// there.</param>
    public static Listing Read(string folder)
    {
        var root = Places.Find(folder, "training") ?? folder;
        var labels = Places.Require(root, "label_2");
        string[] files = [.. Directory.EnumerateFiles(labels, "*.txt").Order(StringComparer.Ordinal)];
        ImmutableArray<Item> items = [.. files.Select(f => new Item(
            Places.Relative(folder, Path.Combine(root, "image_2", Path.GetFileNameWithoutExtension(f) + ".png")),
            Label(f)))];
        var drives = Drives(folder, files);
        var parts = drives is null ? Splits.Parts(items, 80, 10, 10) : ByDrive(items, drives);
        return new Listing(folder, ["up to 8 m", "8 to 20 m", "above 20 m", "no vehicle"], parts[0], parts[2])
        {
            Validation = parts[1],
            Remarks = drives is null
                ? ["Pictures of one drive are in several splits: mapping/train_rand.txt and train_mapping.txt of " +
                    "the object development kit would keep them apart."]
                : [],
        }.Checked(labels);
    }

    private static int Label(string file)
    {
        var distance = TextFiles.NumberedLines(file).Select(Distance).Append(None).Min();
        return Array.FindLastIndex(Above, a => a < distance) is >= 0 and var label
            ? label
            : throw new InputException($"{file} has a vehicle {distance} m away: copy it again.");
    }

    // "Car 0.00 0 1.85 left top right bottom height width length x y z rotation"
    private static double Distance(TextRow row)
    {
        var words = row[0].Split(' ');
        if (words.Length < 15 || !double.TryParse(words[13], CultureInfo.InvariantCulture, out var z))
            throw row.Wrong($"is \"{row[0]}\"", "it must be a type and 14 numbers.");
        return Vehicles.Contains(words[0]) ? z : None;
    }

    // As TFDS draws them: a tenth to be judged on, then as many of the others to choose settings by.
    private static ImmutableArray<ImmutableArray<Item>> ByDrive(ImmutableArray<Item> items, string[] drives)
    {
        using var words = NumpyRandom.Words(123);
        string[] all = [.. drives.Distinct().Order(StringComparer.Ordinal)];
        var count = Math.Max(1, all.Length / 10);
        HashSet<string> Drawn(string[] some) =>
            [.. NumpyRandom.Permutation(words, some.Length).Take(count).Select(i => some[i])];
        var test = Drawn(all);
        var validation = Drawn([.. all.Where(d => !test.Contains(d))]);
        ImmutableArray<Item> Items(Func<string, bool> wanted) => [.. items.Where((_, i) => wanted(drives[i]))];
        var train = Items(d => !test.Contains(d) && !validation.Contains(d));
        return [train, Items(validation.Contains), Items(test.Contains)];
    }

    // train_rand.txt: for each picture, from 0, its line, from 1, in train_mapping.txt: "date drive frame".
    private static string[]? Drives(string folder, string[] files)
    {
        if (Places.Find(folder, "mapping", "devkit_object/mapping", "devkit/mapping") is not { } mapping)
            return null;
        var lines = TextFiles.NumberedLines(Path.Combine(mapping, "train_mapping.txt"));
        var order = Path.Combine(mapping, "train_rand.txt");
        string[] places =
            [.. TextFiles.Lines(order).SelectMany(l => l.Split(',', StringSplitOptions.RemoveEmptyEntries))];
        return [.. files.Select(file =>
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var row = int.TryParse(name, CultureInfo.InvariantCulture, out var n) && n >= 0 && n < places.Length
                ? new TextRow(order, 1, ["place"], [places[n].Trim()])
                : throw new InputException(
                    $"{order} has {places.Length} places, and none for {file}: copy it again.");
            var line = lines[row.Whole(0, 1, lines.Length) - 1];
            return line[0].Split(' ') is [_, var drive, ..]
                ? drive
                : throw line.Wrong("has no drive", "copy it again.");
        })];
    }
}
