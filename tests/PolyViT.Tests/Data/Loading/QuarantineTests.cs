using System.Threading.Tasks;

namespace PolyViT.Tests;

public class QuarantineTests
{
    [Fact]
    public void What_is_written_is_read_whatever_is_in_the_names()
    {
        using var folder = new TempFolder();
        string[] names = ["a.jpg", "with blank ü.jpg", "tab\there\\t", "line\nbreak", "# no comment"];
        Quarantine.Write(folder["q.tsv"], names.Select(n => new Unreadable("set", n, "two\tlines\nof  reason ")));
        var read = Quarantine.Read(folder["q.tsv"]);
        Assert.Equal(names.Order(), read.Keys.Order());
        Assert.All(read.Values, reason => Assert.Equal("two lines of reason", reason));
        Assert.Equal(names.Length, File.ReadAllLines(folder["q.tsv"]).Length);
    }

    [Fact]
    public void A_list_from_elsewhere_may_have_a_mark_other_line_ends_repeats_and_no_reasons()
    {
        using var folder = new TempFolder();
        folder.Write("q.tsv", "\uFEFFa.jpg\tfirst\r\n\r\nb.jpg\r\na.jpg\tsecond\r\n");
        var read = Quarantine.Read(folder["q.tsv"]);
        Assert.Equal(("first", "", 2), (read["a.jpg"], read["b.jpg"], read.Count));
    }

    [Fact]
    public void Any_thread_may_add_and_the_list_stays_bounded_and_ordered()
    {
        var items = Enumerable.Range(0, 1000).Select(i => new Item($"{i:000}", 0)).ToArray();
        var quarantine = new Quarantine("set", items, new() { MostUnreadable = 0.5 });
        Parallel.For(0, 500, i => quarantine.Add($"{i:000}", new string('x', 5000)));
        Parallel.For(0, 500, i => quarantine.Add($"{i:000}", "again"));
        Assert.Equal(500, quarantine.Items.Length);
        Assert.Equal(quarantine.Items.Select(i => i.Name).Order(), quarantine.Items.Select(i => i.Name));
        quarantine.Add("000", new string('x', 5000));
        Assert.True(quarantine.Items[0].Reason.Length < 1000);
        Refusal.Names(() => quarantine.Add("999", "bad"), "501 of 1000");
    }
}
