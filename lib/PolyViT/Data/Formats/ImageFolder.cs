namespace PolyViT;

/// <summary>
/// Pictures in <see cref="ClassFolders"/>: below a folder per split, e.g. the clothing data set, or alone.
/// </summary>
public static class ImageFolder
{
    /// <summary>Lists the pictures; the classes are the folders of train in ordinal order.</summary>
    /// <param name="folder">The folder that holds the splits.</param>
    /// <param name="train">The folder of the training split.</param>
    /// <param name="test">The folder of the test split; "validation" gives that one.</param>
    public static Listing Read(string folder, string train = "train", string test = "test") =>
        ClassFolders.Read(folder, Modality.Image, train, test);

    /// <summary>
    /// Lists a set that has no splits of its own; <see cref="Splits.Parts"/> divides it.
    /// </summary>
    /// <param name="folder">The folder that holds a folder per class.</param>
    /// <param name="train">Percent to learn from.</param>
    /// <param name="validation">Percent to choose settings by.</param>
    /// <param name="test">Percent to be judged on; 100 with the other two.</param>
    public static Listing Divided(string folder, int train, int validation, int test)
    {
        var classes = ClassFolders.ClassesOf(folder, "");
        var parts = Splits.Parts(
            ClassFolders.Items(folder, folder, classes, Modality.Image), train, validation, test);
        return new Listing(folder, classes, parts[0], parts[2]) { Validation = parts[1] }.NotEmpty(folder);
    }
}
