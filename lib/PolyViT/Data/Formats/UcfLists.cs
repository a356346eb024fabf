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
        ImmutableArray<string> classes = [.. TextFiles.NumberedLines(index).Select(ClassName)];
        var labels = ClassIndex.Labels(classes);
        ImmutableArray<ListedClip> Clips(string name) =>
            [.. TextFiles.NumberedLines(Path.Combine(lists, $"{name}list{split:00}.txt"))
                .Select(r => Clip(r, labels))];
        return ListedClips.ToListing(folder, classes, Clips("train"), Clips("test"));
    }

    private static string ClassName(TextRow row, int index) =>
        row[0].Split(' ') is [var number, var name] && number == $"{index + 1}"
            ? name
            : throw row.Wrong($"is \"{row[0]}\" where \"{index + 1} class\" is due", "copy the file again.");

    private static ListedClip Clip(TextRow row, Dictionary<string, int> labels)
    {
        var words = row[0].Split(' ');
        var path = row with { Columns = ["path"], Fields = [words[0]] };
        if (!labels.TryGetValue(words[0].Split('/')[0], out var label))
            throw path.Wrong(0, "its class is not in classInd.txt, copy both again.");
        return words.Length == 1 || words[1] == $"{label + 1}"
            ? new(row, path.Path(0), [label])
            : throw row.Wrong($"is \"{row[0]}\"",
                $"classInd.txt gives that class the number {label + 1}, copy both again.");
    }
}
