namespace PolyViT;

/// <summary>
/// A folder per split and in it a folder per class, as many sets are handed round. Files of other kinds, and
/// files and folders whose names begin with a dot, are passed over.
/// </summary>
public static class ClassFolders
{
    /// <summary>
    /// Lists the files; the classes are the folders of the training split in ordinal order.
    /// </summary>
    /// <param name="folder">The folder that holds the splits.</param>
    /// <param name="modality">What the files are: pictures, videos, or sounds, which may be the sound of
    /// videos.</param>
    /// <param name="train">The folder of the training split.</param>
    /// <param name="test">The folder of the test split.</param>
    /// <param name="validation">The folder of the validation split; it may be absent.</param>
    public static Listing Read(
        string folder, Modality modality, string train = "train", string test = "test",
        string validation = "validation")
    {
        var classes = ClassesOf(folder, train);
        ImmutableArray<Item> Part(string split) => Items(folder, split, classes, train, modality);
        var choose = validation != train && validation != test
            && Directory.Exists(Path.Combine(folder, validation));
        var listing = new Listing(folder, classes, Part(train), Part(test));
        return (choose ? listing with { Validation = Part(validation) } : listing).NotEmpty(folder);
    }

    private static ImmutableArray<string> ClassesOf(string folder, string split)
    {
        var path = Path.Combine(folder, split);
        return Directory.Exists(path)
            ? [.. new DirectoryInfo(path).GetDirectories().Select(d => d.Name)
                .Where(n => n[0] != '.').Order(StringComparer.Ordinal)]
            : throw new InputException(
                $"{path} does not exist: {folder} must hold {split} with a folder per class.");
    }

    private static ImmutableArray<Item> Items(
        string folder, string split, ImmutableArray<string> classes, string train, Modality modality)
    {
        if (ClassesOf(folder, split).Except(classes).FirstOrDefault() is { } unknown)
            throw new InputException(
                $"{Path.Combine(folder, split, unknown)} is a class that {train} lacks: " +
                $"give {train} the same folders.");
        var extensions = MediaFolder.Extensions(modality);
        return [.. from label in Enumerable.Range(0, classes.Length)
            let path = Path.Combine(folder, split, classes[label])
            where Directory.Exists(path)
            from found in Directory.GetFiles(path).Order(StringComparer.Ordinal)
            let file = Path.GetFileName(found)
            where file[0] != '.' && MediaFolder.HasExtension(file, extensions)
            select new Item($"{split}/{classes[label]}/{file}", label)];
    }
}
