namespace PolyViT;

/// <summary>
/// Caltech-101 (Fei-Fei et al. 2004): 101_ObjectCategories with a folder per class, the background class
/// included, so 102 classes as in TFDS. Thirty pictures of a class are trained on and the others are the
/// test: 3,060 and 6,084 of the whole set.
/// </summary>
/// <remarks>
/// differs: TFDS draws the thirty by a generator of numpy over folders in the order of its file system; here
/// they are a fixed permutation's of the names in order, so counts agree and members do not.
/// </remarks>
public static class Caltech101
{
    private const int TrainPerClass = 30;

    /// <summary>Lists the pictures; the classes are the folders' names in lower case, in ordinal
    /// order.</summary>
    /// <param name="folder">The folder with 101_ObjectCategories, or itself.</param>
    /// <param name="trainPerClass">How many of a class are trained on.</param>
    public static Listing Read(string folder, int trainPerClass = TrainPerClass)
    {
        var root = Places.Find(folder, "101_ObjectCategories") ?? folder;
        string[] folders =
            [.. ClassFolders.ClassesOf(root, "").OrderBy(c => c.ToLowerInvariant(), StringComparer.Ordinal)];
        var (train, test) = (new List<Item>(), new List<Item>());
        foreach (var items in ClassFolders.Items(folder, root, folders, Modality.Image).GroupBy(i => i.Label))
        {
            var (chosen, others) = Drawn([.. items], folders[items.Key], trainPerClass);
            train.AddRange(chosen);
            test.AddRange(others);
        }
        ImmutableArray<string> classes = [.. folders.Select(c => c.ToLowerInvariant())];
        return new Listing(folder, classes, [.. train], [.. test]).Checked(root);
    }

    private static (IEnumerable<Item> Train, IEnumerable<Item> Test) Drawn(Item[] items, string name, int train)
    {
        if (items.Length <= train)
            throw new InputException(
                $"The class {name} has {items.Length} pictures, and {train} are to be trained on and some left: " +
                "copy the data set again, all of it.");
        var key = Rng.At(0, $"caltech101/{name.ToLowerInvariant()}", 0);
        var drawn = Enumerable.Range(0, train).Select(i => Shuffle.At(key, i, items.Length)).ToHashSet();
        return (items.Where((_, i) => drawn.Contains(i)), items.Where((_, i) => !drawn.Contains(i)));
    }
}
