namespace PolyViT;

/// <summary>
/// ImageNet-1K (Russakovsky et al., IJCV 2015). Training pictures lie in train/n01440764/*.JPEG (or Kaggle's
/// ILSVRC/Data/CLS-LOC/train), or in ILSVRC2012_img_train.tar as it comes, a tar of tars that is read in
/// place; validation pictures likewise in val, with or without class folders, or in ILSVRC2012_img_val.tar.
/// They are the test split, and <see cref="Splits.TrainOn(Listing, int)"/> with 99 gives scenic's training
/// and validation splits. The label of a class is its place among the sorted WordNet ids.
/// </summary>
public static partial class ImageNet
{
    private static readonly string[] Roots = ["", "ILSVRC/Data/CLS-LOC"];

    /// <summary>
    /// Lists every picture; where ImageNet-V2 and the labels of ReaL lie beside, they are further tests, "v2"
    /// and "real".
    /// </summary>
    /// <param name="folder">The folder with the pictures or the two archives.</param>
    public static Listing Read(string folder)
    {
        var train = Train(folder);
        var synsets = Synsets(folder, train.Select(t => t.Wnid));
        var labels = ClassIndex.Labels(synsets);
        var test = Validation(folder, labels);
        return new Listing(
            folder, Names(folder, synsets), [.. train.Select(t => t.Item with { Labels = [labels[t.Wnid]] })], test)
        {
            MoreTests = Version2(folder, synsets.Length).AddRange(Real(folder, test, synsets.Length)),
        }.Checked(folder);
    }

    private static List<(string Wnid, Item Item)> Train(string folder)
    {
        if (Places.Find(folder, [.. Roots.Select(r => Path.Combine(r, "train"))]) is { } train)
        {
            var classes = ClassFolders.ClassesOf(train, "");
            return [.. ClassFolders.Items(folder, train, classes, Modality.Image).Select(i => (classes[i.Label], i))];
        }
        var file = Places.Require(folder, "ILSVRC2012_img_train.tar", "train");
        return [.. from member in TarIndex.Of(file)
                   where ClassFolders.Is(Path.GetFileName(member.Name), Modality.Image)
                   select (Wnid(file, member.Name), In(folder, file, member))];
    }

    private static string Wnid(string file, string member) =>
        member.IndexOf(".tar/", StringComparison.Ordinal) is > 0 and var end
            ? Path.GetFileName(member[..end])
            : throw new InputException(
                $"{file} holds {member}, which is not in a tar of its class: copy the archive as it was again.");

    private static Item In(string folder, string file, Member member) =>
        new(Places.Relative(folder, file), []) { Offset = member.Offset, Length = member.Length };
}
