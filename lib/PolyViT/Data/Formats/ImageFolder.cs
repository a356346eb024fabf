namespace PolyViT;

/// <summary>
/// A folder per split and in it a folder per class, e.g. the clothing data set: train, validation, test. Only
/// train and test are read; other files than pictures are passed over.
/// </summary>
public static class ImageFolder
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp"];

    /// <summary>Lists the pictures; the classes are the folders of train in ordinal order.</summary>
    /// <param name="folder">The folder that holds the splits.</param>
    /// <param name="train">The folder of the training split; "validation" gives that one.</param>
    /// <param name="test">The folder of the test split.</param>
    public static Listing Read(string folder, string train = "train", string test = "test")
    {
        var classes = ClassesOf(folder, train);
        var unknown = ClassesOf(folder, test).Except(classes).FirstOrDefault();
        ImmutableArray<Item> Part(string split) => Items(folder, split, classes);
        return unknown is null
            ? new Listing(folder, classes, Part(train), Part(test)).Checked(folder)
            : throw new InputException(
                $"{Path.Combine(folder, test, unknown)} is a class that {train} lacks: " +
                $"give {train} the same folders.");
    }

    private static ImmutableArray<string> ClassesOf(string folder, string split)
    {
        var path = Path.Combine(folder, split);
        return Directory.Exists(path)
            ? [.. new DirectoryInfo(path).GetDirectories().Select(d => d.Name).Order(StringComparer.Ordinal)]
            : throw new InputException(
                $"{path} does not exist: " +
                $"{folder} must hold {split} with a folder per class.");
    }

    private static ImmutableArray<Item> Items(string folder, string split, ImmutableArray<string> classes) =>
        [.. from label in Enumerable.Range(0, classes.Length)
            let path = Path.Combine(folder, split, classes[label])
            where Directory.Exists(path)
            from file in Directory.GetFiles(path).Order(StringComparer.Ordinal)
            where Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)
            select new Item($"{split}/{classes[label]}/{Path.GetFileName(file)}", label)];
}
