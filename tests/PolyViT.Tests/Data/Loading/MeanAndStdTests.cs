using System.Runtime.InteropServices;

namespace PolyViT.Tests;

public class MeanAndStdTests
{
    [Fact]
    public void They_are_those_of_the_rows_asked_for_as_torch_counts_them()
    {
        using var scope = NewDisposeScope();
        var x = Rng.At(1, "moments", 0).Normal([40, 30, 20]).Times(3).Plus(-7);
        int[] rows = [3, 17, 39, 4];
        var found = MeanAndStd.Of(PackedRows.Of(x), rows);
        var chosen = x.index_select(0, tensor(rows)).to(ScalarType.Float64);
        Assert.Equal(chosen.mean().item<double>(), found.Mean, 1e-6);
        Assert.Equal(chosen.std().item<double>(), found.Std, 1e-6);
        Assert.Equal(found, MeanAndStd.Of(PackedRows.Of(x), rows));
    }

    [Fact]
    public void They_are_kept_beside_the_set_for_each_choice_of_rows_and_counted_again_when_that_is_damaged()
    {
        using var folder = new TempFolder();
        var reads = 0;
        var rows = new PackedRows(4, ScalarType.Float32, [2], i =>
        {
            System.Threading.Interlocked.Increment(ref reads);
            return MemoryMarshal.AsBytes<float>(new float[] { i, i * i });
        });
        MeanAndStd Kept(params int[] chosen) => MeanAndStd.Kept(folder.Root, rows, chosen);
        var first = Kept(0, 1, 2);
        Assert.Equal((3, first, 3), (reads, Kept(0, 1, 2), reads));
        Assert.NotEqual(first, Kept(1, 2, 3));
        var file = Directory.GetFiles(folder.Root).First(f => File.ReadAllText(f).Contains('8'));
        foreach (var i in Enumerable.Range(0, File.ReadAllText(file).Length))
        {
            var text = File.ReadAllText(file).ToCharArray();
            text[i] = text[i] == '1' ? '2' : '1';
            File.WriteAllText(file, new(text));
            Assert.Equal(first, Kept(0, 1, 2));
            Assert.NotEqual(first, Kept(1, 2, 3));
        }
        File.WriteAllText(folder["file"], "");
        Assert.Equal(first, MeanAndStd.Kept(folder["file"], rows, [0, 1, 2])); // cannot be kept there
    }
}
