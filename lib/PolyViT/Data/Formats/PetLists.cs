namespace PolyViT;

/// <summary>
/// Oxford-IIIT Pet (Parkhi et al., CVPR 2012): annotations/trainval.txt and test.txt with lines "name
/// class-id species breed-id". Class ids count from 1 and a subset has gaps in them, so they are mapped to 0
/// .. K-1 in their order.
/// </summary>
public static class PetLists
{
    /// <summary>
    /// Lists the pictures that the two lists name; a class is called after its pictures' names.
    /// </summary>
    /// <param name="folder">oxford-iiit-pet, with annotations and images.</param>
    public static Listing Read(string folder)
    {
        var (train, test) = (Rows(folder, "trainval.txt"), Rows(folder, "test.txt"));
        var names = train.Concat(test).GroupBy(r => r.Id).OrderBy(g => g.Key)
            .ToDictionary(g => g.Key, g => g.First().Name[..g.First().Name.LastIndexOf('_')]);
        var labels = names.Keys.Order().Select((id, i) => (id, i)).ToDictionary(p => p.id, p => p.i);
        ImmutableArray<Item> Items(IEnumerable<(string Name, int Id)> rows) =>
            [.. rows.Select(r => new Item($"images/{r.Name}.jpg", labels[r.Id]))];
        ImmutableArray<string> classes = [.. names.OrderBy(n => n.Key).Select(n => n.Value)];
        return new Listing(folder, classes, Items(train), Items(test))
            .Checked(Path.Combine(folder, "annotations"));
    }

    private static (string Name, int Id)[] Rows(string folder, string list)
    {
        var file = Path.Combine(folder, "annotations", list);
        return [.. TextFiles.Lines(file).Select(line => Row(file, line))];
    }

    private static (string Name, int Id) Row(string file, string line) =>
        line.Split(' ') is [var name, var id, ..] && name.LastIndexOf('_') > 0
            && int.TryParse(id, CultureInfo.InvariantCulture, out var n) && n > 0
            ? (name, n)
            : throw new InputException(
                $"{file} has the line \"{line}\": " +
                "it must read \"name class-id species breed-id\".");
}
