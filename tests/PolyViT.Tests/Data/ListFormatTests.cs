namespace PolyViT.Tests;

public class ListFormatTests
{
    [Fact]
    public void An_image_folder_has_its_classes_from_train()
    {
        using var folder = new TempFolder();
        foreach (var file in new[] { "shirt/b.JPG", "shirt/a.png", "hat/1.webp", "hat/notes.txt" })
            folder.Write($"train/{file}", "x");
        folder.Write("test/shirt/9.jpeg", "x");
        var listing = ImageFolder.Read(folder.Root);
        Assert.Equal(["hat", "shirt"], listing.Classes);
        Assert.Equal(
            [new("train/hat/1.webp", 0), new("train/shirt/a.png", 1), new("train/shirt/b.JPG", 1)],
            listing.Train);
        Assert.Equal([new("test/shirt/9.jpeg", 1)], listing.Test);
        folder.Write("test/coat/9.jpg", "x");
        Refusal.Names(() => ImageFolder.Read(folder.Root), "coat", "train");
        Refusal.Names(() => ImageFolder.Read(folder.Root, test: "exam"), "exam");
    }

    [Fact]
    public void Pet_class_ids_with_gaps_become_consecutive_labels()
    {
        using var folder = new TempFolder();
        folder.Write("annotations/trainval.txt", "# name id\r\nBengal_1 6 1 2\r\nSaint_Bernard_7 2 2 1\r\n");
        folder.Write("annotations/test.txt", "Bengal_2 6 1 2\n");
        foreach (var name in new[] { "Bengal_1", "Bengal_2", "Saint_Bernard_7", "Bengal_99" })
            folder.Write($"images/{name}.jpg", "x");
        var listing = PetLists.Read(folder.Root);
        Assert.Equal(["Saint_Bernard", "Bengal"], listing.Classes);
        Assert.Equal([new("images/Bengal_1.jpg", 1), new("images/Saint_Bernard_7.jpg", 0)], listing.Train);
        Assert.Equal([new("images/Bengal_2.jpg", 1)], listing.Test);
        folder.Write("annotations/test.txt", "Bengal_3 6 1 2\n");
        Refusal.Names(() => PetLists.Read(folder.Root), "Bengal_3.jpg", "annotations");
        folder.Write("annotations/test.txt", "Bengal_2 six 1 2\n");
        Refusal.Names(() => PetLists.Read(folder.Root), "test.txt", "line 1", "six");
        File.Delete(folder["annotations/test.txt"]);
        Refusal.Names(() => PetLists.Read(folder.Root), "test.txt");
    }

    [Fact]
    public void Digit_takes_below_five_are_the_test_split()
    {
        using var folder = new TempFolder();
        foreach (var name in new[] { "3_theo_4", "3_theo_5", "7_anna_12", "7_anna_0" })
            folder.Write($"recordings/{name}.wav", "x");
        var digits = Fsdd.Digits(folder.Root);
        Assert.Equal(["3", "7"], digits.Classes);
        Assert.Equal([new("recordings/3_theo_5.wav", 0), new("recordings/7_anna_12.wav", 1)], digits.Train);
        Assert.Equal([new("recordings/3_theo_4.wav", 0), new("recordings/7_anna_0.wav", 1)], digits.Test);
        Assert.Equal(["anna", "theo"], Fsdd.Speakers(folder.Root).Classes);
        folder.Write("recordings/three_theo_1.wav", "x");
        Refusal.Names(() => Fsdd.Digits(folder.Root), "three_theo_1.wav");
    }

    [Fact]
    public void An_esc_fold_is_the_test_split_and_targets_with_gaps_become_labels()
    {
        const string head = "filename,fold,target,category,esc10,src_file,take\n";
        using var folder = new TempFolder();
        var rows = "a.wav,1,41,chainsaw,True,1,A\nb.wav,5,0,dog,True,2,A\nc.wav,2,3,cow,False,3,A\n";
        folder.Write("meta/esc50.csv", head + rows);
        foreach (var name in "abc")
            folder.Write($"audio/{name}.wav", "x");
        var all = Esc50.Read(folder.Root, onlyEsc10: false);
        Assert.Equal(["dog", "cow", "chainsaw"], all.Classes);
        Assert.Equal([new("audio/a.wav", 2), new("audio/c.wav", 1)], all.Train);
        Assert.Equal([new("audio/b.wav", 0)], all.Test);
        var ten = Esc50.Read(folder.Root, onlyEsc10: true, testFold: 1);
        Assert.Equal(["dog", "chainsaw"], ten.Classes);
        Assert.Equal([new("audio/a.wav", 1)], ten.Test);
        Refusal.Names(() => Esc50.Read(folder.Root, false, testFold: 6), "6");
        Refusal.Names(() => Esc50.Read(folder.Root, false, testFold: 3), "0 test");
        folder.Write("meta/esc50.csv", head + "a.wav,1,410,chainsaw,True,1,A\n");
        Refusal.Names(() => Esc50.Read(folder.Root, false), "esc50.csv", "410");
        folder.Write("meta/esc50.csv", "filename,target\na.wav,1\n");
        Refusal.Names(() => Esc50.Read(folder.Root, false), "esc50.csv", "fold");
    }

    [Fact]
    public void Ucf_lists_may_end_lines_in_CRLF_and_a_test_clip_has_its_folders_class()
    {
        using var folder = new TempFolder();
        folder.Write("lists/classInd.txt", "1 Archery\r\n2 Biking\r\n");
        folder.Write("lists/trainlist02.txt", "Archery/a.avi 1\r\nBiking/b.avi 2\r\n");
        folder.Write("lists/testlist02.txt", "Biking/c.avi\r\n");
        foreach (var name in new[] { "Archery/a", "Biking/b", "Biking/c" })
            folder.Write($"clips/{name}.avi", "x");
        Listing Read(int split = 2) => UcfLists.Read(folder["clips"], folder["lists"], split);
        Assert.Equal(["Archery", "Biking"], Read().Classes);
        Assert.Equal([new("Archery/a.avi", 0), new("Biking/b.avi", 1)], Read().Train);
        Assert.Equal([new("Biking/c.avi", 1)], Read().Test);
        Refusal.Names(() => Read(4), "4");
        Refusal.Names(() => Read(1), "trainlist01.txt");
        folder.Write("lists/testlist02.txt", "Bowling/c.avi\r\n");
        Refusal.Names(() => Read(), "testlist02.txt", "Bowling");
        folder.Write("lists/testlist02.txt", "Biking/d.avi\r\n");
        Refusal.Names(() => Read(), "d.avi");
        folder.Write("lists/trainlist02.txt", "Archery/a.avi 2\r\n");
        Refusal.Names(() => Read(), "trainlist02.txt", "Archery/a.avi 2");
        folder.Write("lists/classInd.txt", "0 Archery\n1 Biking\n");
        Refusal.Names(() => Read(), "classInd.txt", "0 Archery");
    }

    [Fact]
    public void Grid_words_are_classes_in_the_order_of_the_grammar()
    {
        const string head = "file\tcommand\tdigit\tsplit\n";
        using var folder = new TempFolder();
        folder.Write("labels.tsv", head + "s1/a.mp4\tset\ttwo\ttrain\ns1/b.mp4\tbin\tzero\ttest\n");
        folder.Write("s1/a.mp4", "x");
        folder.Write("s1/b.mp4", "x");
        var command = GridLabels.Read(folder.Root, "command");
        Assert.Equal(["bin", "lay", "place", "set"], command.Classes);
        Assert.Equal([new("s1/a.mp4", 3)], command.Train);
        Assert.Equal([new("s1/b.mp4", 0)], command.Test);
        Assert.Equal(2, GridLabels.Read(folder.Root, "digit").Train[0].Label);
        Assert.Equal([4, 4, 4, 25, 10, 4], GridLabels.Grammar.Select(g => g.Words.Length));
        Refusal.Names(() => GridLabels.Read(folder.Root, "letter"), "labels.tsv", "letter");
        folder.Write("labels.tsv", head + "s1/a.mp4\tset\televen\ttrain\n");
        Refusal.Names(() => GridLabels.Read(folder.Root, "digit"), "eleven", "labels.tsv line 2");
        folder.Write("labels.tsv", head + "s1/a.mp4\tset\ttwo\tdev\n");
        Refusal.Names(() => GridLabels.Read(folder.Root, "digit"), "dev", "labels.tsv line 2");
    }
}
