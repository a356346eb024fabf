using System.Text;

namespace PolyViT.Tests;

public class TextFileTests
{
    private static readonly Encoding[] Encodings =
        [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];

    private static string[][] Read(byte[] bytes, char separator = ',')
    {
        using var folder = new TempFolder();
        return [.. TextFiles.Table(folder.Write("a.csv", bytes), separator, "path", "label")
            .Select(r => r.Fields.ToArray())];
    }

    [Fact]
    public void Line_ends_marks_of_order_blanks_and_quotes_make_no_difference()
    {
        string[][] expected = [["clips/é ü.mp4", "a, b"], ["x.mp4", "say \"so\""]];
        var text = "path,label\nclips/é ü.mp4,\"a, b\"\nx.mp4,\"say \"\"so\"\"\"\n";
        var crlf = text.ReplaceLineEndings("\r\n") + "\r\n\r\n";
        var spaced = " PATH , Label \n\n  clips/é ü.mp4 , \"a, b\" \n x.mp4 ,\"say \"\"so\"\"\"";
        foreach (var same in new[] { text, crlf, spaced })
        {
            foreach (var code in Encodings)
                Assert.Equal(expected, Read([.. code.GetPreamble(), .. code.GetBytes(same)]));
        }
        var tabs = "label\tother\tpath\n a, b\t\t clips/é ü.mp4\n\"say \"\"so\"\"\"\t \tx.mp4";
        Assert.Equal(expected, Read(Encoding.UTF8.GetBytes(tabs), '\t'));
    }

    [Fact]
    public void Lines_are_read_alike_and_comments_left_out()
    {
        using var folder = new TempFolder();
        foreach (var code in Encodings)
        {
            var text = code.GetBytes("# no\r\n one é \r\n\r\ntwo\n");
            var rows = TextFiles.NumberedLines(folder.Write("a.txt", [.. code.GetPreamble(), .. text]));
            Assert.Equal([("one é", 2), ("two", 4)], rows.Select(r => (r[0], r.Place)));
        }
    }

    [Theory]
    [InlineData("path,label\na\0b,c\n")]
    [InlineData("PK\x03\x04\0\0\0")]
    public void Zeros_are_no_text(string text)
    {
        using var folder = new TempFolder();
        var file = folder.Write("a.csv", text);
        Refusal.Names(() => TextFiles.Table(file, ',', "path", "label"), "a.csv");
        Refusal.Names(() => TextFiles.Lines(file), "a.csv");
    }

    [Fact]
    public void A_list_that_is_not_text_is_refused_wherever_that_shows()
    {
        using var folder = new TempFolder();
        var head = "path,label\n" + string.Concat(Enumerable.Repeat("a.mp4,b\n", 2000));
        void Refuses(byte[] bytes, params string[] parts)
        {
            var file = folder.Write("a.csv", bytes);
            Refusal.Names(() => TextFiles.Table(file, ',', "path", "label"), ["a.csv", .. parts]);
        }
        Refuses(Encoding.UTF8.GetBytes(head + "a\0.mp4,b\n"), "line 2002");
        var latin = Encoding.Latin1.GetBytes("é.mp4,b\n");
        Refuses([.. Encoding.UTF8.GetBytes(head), .. latin], "line 2002", "UTF-8");
        Refuses(Encoding.UTF8.GetBytes(head + "\"a.mp4,b\nc.mp4,d\n"));
        Refuses([.. Enumerable.Repeat((byte)'a', 5_000_000)]);
        Refusal.Names(() => TextFiles.Lines(folder.Write("b.txt", latin)), "b.txt", "UTF-8");
        Refusal.Names(() => TextFiles.Lines(folder.Root), folder.Root);
        Refusal.Names(() => TextFiles.Table(folder["none.csv"], ',', "path"), "none.csv");
    }

    // Whatever the bytes, a list is read or refused in one sentence, and never a crash.
    [Fact]
    public void Damaged_lists_are_read_or_refused()
    {
        using var folder = new TempFolder();
        var good = Encoding.UTF8.GetBytes("path,label,split\n\"a, b.mp4\",é,train\nc.mp4,d,test\n");
        var refused = 0;
        for (var round = 0; round < 2000; round++)
        {
            var rng = Rng.At(7, "lists", round);
            byte[] bytes = [.. good];
            for (var i = 0; i <= round % 4; i++)
                bytes[rng.Below(2 * i, bytes.Length)] = (byte)rng.Bits((2 * i) + 1);
            try
            {
                _ = TextFiles.Table(folder.Write("a.csv", bytes), ',', "path", "label", "split?");
            }
            catch (InputException e)
            {
                Assert.Contains("a.csv", e.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 1, 1999);
    }
}
