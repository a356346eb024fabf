namespace PolyViT.Tests;

public class SplitsTests
{
    [Theory]
    [InlineData(99, 1_281_167, 1_268_355)] // ImageNet-1K
    [InlineData(98, 50_000, 49_000)] // CIFAR
    [InlineData(90, 3_680, 3_312)] // Oxford-IIIT Pet
    [InlineData(60, 31_500, 18_900)] // RESISC45
    [InlineData(80, 31_500, 25_200)]
    [InlineData(50, 5, 2)] // halves to the even number, as Python's round
    [InlineData(50, 7, 4)]
    public void A_part_ends_where_scenics_does(int percent, int count, int end) =>
        Assert.Equal(end, Splits.Boundary(percent, count));

    [Fact]
    public void Parts_hold_every_item_once_and_each_class_in_its_share()
    {
        int[] items = [.. Enumerable.Range(0, 31_500)]; // 45 classes of 700, one after the other
        var parts = Splits.Parts(items, 60, 20, 20);
        Assert.Equal([18_900, 6_300, 6_300], parts.Select(p => p.Length));
        Assert.Equal(items, parts.SelectMany(p => p).Order());
        Assert.All(parts, p => Assert.Equal(p.Order(), p));
        var perClass = parts[0].CountBy(i => i / 700).Select(c => c.Value).ToArray();
        Assert.Equal(45, perClass.Length);
        Assert.All(perClass, n => Assert.InRange(n, 355, 485)); // 420 expected, deviation 13
        Assert.Equal(parts[1], Splits.Parts(items, 60, 20, 20)[1]);
    }

    [Fact]
    public void What_is_not_trained_on_becomes_the_validation_split()
    {
        Item[] items = [.. Enumerable.Range(0, 50).Select(i => new Item($"{i}.jpg", i % 2))];
        var listing = new Listing("", ["a", "b"], [.. items], [new("t.jpg", 0)]).TrainOn(90);
        Assert.Equal((45, 5, 1), (listing.Train.Length, listing.Validation.Length, listing.Test.Length));
        Assert.Equal(items.ToHashSet(), listing.Train.Concat(listing.Validation).ToHashSet());
    }

    [Fact]
    public void Records_are_divided_with_their_pictures()
    {
        var pixels = tensor(Enumerable.Range(0, 100).Select(i => (byte)i).ToArray(), [100, 1, 1, 1]);
        var labels = Enumerable.Range(0, 100).Select(i => i / 10).ToImmutableArray();
        var all = new PictureSplit(pixels, labels);
        var records = new PictureRecords([.. "0123456789".Select(c => $"{c}")], all, all).TrainOn(98);
        Assert.Equal((98, 2), (records.Train.Count, records.Validation!.Count));
        foreach (var split in new[] { records.Train, records.Validation, all.At([7, 3]) })
        {
            for (var i = 0; i < split.Count; i++)
                Assert.Equal(split.Labels[i], split.Read(i).Pixels[0] / 10);
        }
        Assert.Equal([7, 7, 7], all.At([7, 3]).Read(0).Pixels);
    }

    [Fact]
    public void Parts_that_do_not_add_up_are_refused()
    {
        Refusal.Names(() => Splits.Parts([1, 2], 60, 20), "60, 20", "100");
        Refusal.Names(() => Splits.Parts([1, 2], 120, -20), "120, -20");
    }
}
