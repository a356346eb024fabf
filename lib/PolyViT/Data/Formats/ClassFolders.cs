using System.IO.Enumeration;

namespace PolyViT;

/// <summary>
/// A folder per split and in it a folder per class, as many sets are handed round. Files of other kinds,
/// hidden files and __MACOSX are passed over; links to folders within a class are not followed.
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
    /// <param name="validation">The folder of the validation split; null where none is wanted.</param>
    public static Listing Read(
        string folder, Modality modality, string train = "train", string test = "test",
        string? validation = null)
    {
        var classes = ClassesOf(folder, train);
        ImmutableArray<Item> Part(string split) =>
            ClassesOf(folder, split).Except(classes).FirstOrDefault() is { } unknown
                ? throw new InputException(
                    $"{Path.Combine(folder, split, unknown)} is a class that {train} lacks: " +
                    $"give {train} the same folders.")
                : Items(folder, Path.Combine(folder, split), classes, modality);
        var listing = new Listing(folder, classes, Part(train), Part(test)).NotEmpty(folder);
        return validation is null ? listing : listing with { Validation = Part(validation) };
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
            : throw new InputException($"{path} has no folders: it must hold one per class, with files.");
    }

    /// <summary>The files of every class; a folder without any is refused.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="split">The folder with the class folders.</param>
    /// <param name="classes">The names of the class folders; not all need be there.</param>
    /// <param name="modality">What the files are.</param>
    internal static ImmutableArray<Item> Items(
        string folder, string split, IReadOnlyList<string> classes, Modality modality) =>
        [.. from label in Enumerable.Range(0, classes.Count)
            let path = Path.Combine(split, classes[label])
            where Directory.Exists(path)
            from file in Filled(path, FilesOf(path, modality), modality)
            select new Item(Places.Relative(folder, file), label)];

    /// <summary>The files of a modality in a folder and those below it, in ordinal order.</summary>
    internal static IEnumerable<string> FilesOf(string path, Modality modality) =>
        new FileSystemEnumerable<string>(
            path, (ref FileSystemEntry e) => e.ToFullPath(),
            new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            ShouldIncludePredicate = (ref FileSystemEntry e) =>
                !e.IsDirectory && Is(e.FileName.ToString(), modality),
            ShouldRecursePredicate = (ref FileSystemEntry e) =>
                (e.Attributes & FileAttributes.ReparsePoint) == 0 && Shown(e.FileName.ToString()),
        }.Order(StringComparer.Ordinal);

    /// <summary>Whether a file's name says that it is of a modality and to be shown.</summary>
    internal static bool Is(string name, Modality modality) =>
        Shown(name) && MediaFolder.HasExtension(name, MediaFolder.Extensions(modality));

    // Archives made on a Mac bring ._name beside each file, and __MACOSX.
    private static bool Shown(string name) => name[0] != '.' && name != "__MACOSX";

    private static string[] Filled(string path, IEnumerable<string> files, Modality modality) =>
        files.ToArray() is { Length: > 0 } some
            ? some
            : throw new InputException(
                $"{path} has no {Plural(modality)}: put some there, or remove the folder.");

    private static string Plural(Modality modality) => modality switch
    {
        Modality.Image => "pictures",
        Modality.Video => "videos",
        _ => "sounds",
    };
}
