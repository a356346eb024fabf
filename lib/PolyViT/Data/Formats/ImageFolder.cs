using System.IO.Enumeration;

namespace PolyViT;

/// <summary>
/// Folders of pictures, one per class: below a folder per split, e.g. the clothing data set, or alone. Other
/// files than pictures, hidden files and __MACOSX are passed over; links to folders within a class are not
/// followed.
/// </summary>
public static class ImageFolder
{
    /// <summary>Lists the pictures; the classes are the folders of train in ordinal order.</summary>
    /// <param name="folder">The folder that holds the splits.</param>
    /// <param name="train">The folder of the training split.</param>
    /// <param name="test">The folder of the test split; "validation" gives that one.</param>
    public static Listing Read(string folder, string train = "train", string test = "test")
    {
        var classes = ClassesOf(folder, train);
        var unknown = ClassesOf(folder, test).Except(classes).FirstOrDefault();
        ImmutableArray<Item> Part(string split) => Items(folder, Path.Combine(folder, split), classes);
        return unknown is null
            ? new Listing(folder, classes, Part(train), Part(test)).Checked(folder)
            : throw new InputException(
                $"{Path.Combine(folder, test, unknown)} is a class that {train} lacks: " +
                $"give {train} the same folders.");
    }

    /// <summary>
    /// Lists a set that has no splits of its own; <see cref="Splits.Parts"/> divides it.
    /// </summary>
    /// <param name="folder">The folder that holds a folder per class.</param>
    /// <param name="train">Percent to learn from.</param>
    /// <param name="validation">Percent to choose settings by.</param>
    /// <param name="test">Percent to be judged on; 100 with the other two.</param>
    public static Listing Divided(string folder, int train, int validation, int test)
    {
        var classes = ClassesOf(folder, "");
        var parts = Splits.Parts(Items(folder, folder, classes), train, validation, test);
        return new Listing(folder, classes, parts[0], parts[2]) { Validation = parts[1] }.Checked(folder);
    }

    /// <summary>The names of the class folders of a split, in ordinal order.</summary>
    internal static ImmutableArray<string> ClassesOf(string folder, string split)
    {
        var path = Path.Combine(folder, split);
        ImmutableArray<string> classes = Directory.Exists(path)
            ? [.. Directory.EnumerateDirectories(path).Select(d => Path.GetFileName(d)!)
                .Where(Shown).Order(StringComparer.Ordinal)]
            : throw new InputException(
                $"{path} does not exist: " +
                $"{folder} must hold {(split.Length == 0 ? "a folder" : $"{split} with a folder")} per class.");
        return classes.Length > 0 || split.Length > 0
            ? classes
            : throw new InputException($"{path} has no folders: it must hold one per class, with pictures.");
    }

    /// <summary>The pictures of every class; a folder without any is refused.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="split">The folder with the class folders.</param>
    /// <param name="classes">The names of the class folders; not all need be there.</param>
    internal static ImmutableArray<Item> Items(string folder, string split, IReadOnlyList<string> classes) =>
        [.. from label in Enumerable.Range(0, classes.Count)
            let path = Path.Combine(split, classes[label])
            where Directory.Exists(path)
            from picture in Filled(path, PicturesOf(path))
            select new Item(Places.Relative(folder, picture), label)];

    /// <summary>The pictures in a folder and those below it, in ordinal order.</summary>
    internal static IEnumerable<string> PicturesOf(string path) =>
        new FileSystemEnumerable<string>(
            path, (ref FileSystemEntry e) => e.ToFullPath(),
            new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) =>
                !e.IsDirectory && IsPicture(e.FileName.ToString()),
            ShouldRecursePredicate = (ref FileSystemEntry e) =>
                (e.Attributes & FileAttributes.ReparsePoint) == 0 && Shown(e.FileName.ToString()),
        }.Order(StringComparer.Ordinal);

    /// <summary>Whether a file's name says that it is a picture to be shown.</summary>
    internal static bool IsPicture(string name) =>
        Shown(name) && MediaFolder.HasExtension(name, MediaFolder.Extensions(Modality.Image));

    // Archives made on a Mac bring ._name beside each file, and __MACOSX.
    private static bool Shown(string name) => name[0] != '.' && name != "__MACOSX";

    private static string[] Filled(string path, IEnumerable<string> pictures) =>
        pictures.ToArray() is { Length: > 0 } some
            ? some
            : throw new InputException($"{path} has no pictures: put some there, or remove the folder.");
}
