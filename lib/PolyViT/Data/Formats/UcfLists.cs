namespace PolyViT;

/// <summary>
/// UCF-101 (Soomro, Zamir, Shah 2012) with its lists: classInd.txt ("1 ApplyEyeMakeup"), trainlist01.txt
/// (path and class), testlist01.txt (path alone). A clip's class is its folder, in both lists; the lists keep
/// the clips of one scene together.
/// </summary>
public static class UcfLists
{
    /// <summary>Lists the clips of one of the three official splits.</summary>
    /// <param name="folder">The folder with one folder per class, UCF-101.</param>
    /// <param name="lists">The folder with the lists, ucfTrainTestlist.</param>
    /// <param name="split">1, 2 or 3.</param>
    public static Listing Read(string folder, string lists, int split = 1)
    {
        if (split is < 1 or > 3)
            throw new InputException(
                $"The split of UCF-101 is {split}, and there are the splits 1 to 3: " +
                "choose one of them.");
        var index = Path.Combine(lists, "classInd.txt");
        ImmutableArray<string> classes = [.. TextFiles.Lines(index).Select((l, i) => ClassName(index, l, i))];
        ImmutableArray<Item> Items(string name)
        {
            var file = Path.Combine(lists, $"{name}list{split:00}.txt");
            return [.. TextFiles.Lines(file).Select(line => Item(file, line, classes))];
        }
        return new Listing(folder, classes, Items("train"), Items("test")).Checked(lists);
    }

    private static string ClassName(string file, string line, int row) =>
        line.Split(' ') is [var number, var name] && number == $"{row + 1}"
            ? name
            : throw new InputException(
                $"{file} has the line \"{line}\" where \"{row + 1} class\" is due: " +
                "copy it again.");

    private static Item Item(string file, string line, ImmutableArray<string> classes)
    {
        var words = line.Split(' ');
        var label = classes.IndexOf(words[0].Split('/')[0]);
        if (label < 0)
            throw new InputException(
                $"{file} has the line \"{line}\", whose class is not in classInd.txt: " +
                "copy both again.");
        return words.Length == 1 || words[1] == $"{label + 1}"
            ? new(words[0], label)
            : throw new InputException(
                $"{file} has the line \"{line}\", and classInd.txt gives that class the number " +
                $"{label + 1}: copy both again.");
    }
}
