namespace PolyViT;

public static partial class Catalogue
{
    /// <summary>The tasks whose sets lie in a folder and can be listed, the first task of each set.</summary>
    /// <param name="root">The data folder, which holds image, audio and video; empty is none, which has no
    /// tasks.</param>
    /// <exception cref="InputException">There is a folder, and no set in it.</exception>
    public static ImmutableArray<CatalogueTask> There(string root)
    {
        if (root.Length == 0)
            return [];
        CatalogueTask[] there =
        [
            .. Tasks.Where(t => Directory.Exists(Path.Combine(root, t.Folder)) && IsWhole(t, root))
                .DistinctBy(t => (t.Folder, t.Modality)),
        ];
        return there.Length > 0 ? [.. there] : throw new InputException(
            $"No data set lies in {Path.GetFullPath(root)}: give the one that holds image, audio and video.");
    }

    private static bool IsWhole(CatalogueTask task, string root)
    {
        try
        {
            task.Check(root);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }
}
