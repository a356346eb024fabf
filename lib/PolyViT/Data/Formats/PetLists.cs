namespace PolyViT;

/// <summary>
/// Oxford-IIIT Pet (Parkhi et al., CVPR 2012): annotations/trainval.txt (3,680 pictures) and test.txt (3,669)
/// with lines "name class-id species breed-id". Class ids count from 1 and a subset has gaps in them, so they
/// are mapped to 0 .. K-1 in their order; the lists, not the folder, say which pictures belong to the set,
/// and some of these are PNG or GIF whatever they are called.
/// </summary>
public static class PetLists
{
    private const int MostClasses = 37;

    /// <summary>
    /// Lists the pictures that the two lists name; a class is called after its pictures' names.
    /// </summary>
    /// <param name="folder">oxford-iiit-pet, with annotations and images.</param>
    public static Listing Read(string folder)
    {
        var (train, test) = (Rows(folder, "trainval.txt"), Rows(folder, "test.txt"));
        var ids = train.Concat(test).GroupBy(Id).OrderBy(g => g.Key).ToArray();
        var labels = ids.Index().ToDictionary(g => g.Item.Key, g => g.Index);
        ImmutableArray<string> classes = [.. ids.Select(ClassName)];
        ImmutableArray<Item> Items(IEnumerable<TextRow> rows) =>
            [.. rows.Select(r => new Item($"images/{r.Id(0)}.jpg", labels[Id(r)]))];
        var annotations = Path.Combine(folder, "annotations");
        Places.Distinct(annotations, train.Concat(test).Select(r => r[0]));
        return new Listing(folder, classes, Items(train), Items(test)).Checked(annotations);
    }

    private static int Id(TextRow row) => row.Whole(1, 1, MostClasses);

    private static string ClassName(IEnumerable<TextRow> rows)
    {
        var name = Breed(rows.First());
        return rows.FirstOrDefault(r => Breed(r) != name) is { } other
            ? throw other.Wrong(1, $"that is the class of {name}, and the picture is called {other[0]}.")
            : name;
    }

    private static string Breed(TextRow row) => row[0][..row[0].LastIndexOf('_')];

    private static TextRow[] Rows(string folder, string list) =>
        [.. TextFiles.NumberedLines(Path.Combine(folder, "annotations", list)).Select(Row)];

    private static TextRow Row(TextRow line) =>
        line[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var name, var id, ..]
            && name.LastIndexOf('_') > 0
            ? line with { Columns = ["name", "class-id"], Fields = [name, id] }
            : throw line.Wrong($"is \"{line[0]}\"", "it must read \"name class-id species breed-id\".");
}
