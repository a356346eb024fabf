using System.Security.Cryptography;

namespace PolyViT.Tests.Downloads;

/// <summary>The list of sets to be had.</summary>
public class RemoteSetsTests
{
    [Fact]
    public void Every_set_is_whole()
    {
        var sets = RemoteSets.All;
        Assert.Equal(sets.Length, sets.Select(s => s.Name).Distinct().Count());
        Assert.All(sets, s => Assert.True(s.Files.Length + s.ByHand.Length > 0 && s.Licence.Length > 0, s.Name));
        var files = sets.SelectMany(s => s.Files).ToArray();
        Assert.All(files, f => Assert.Equal("https", f.Url.Scheme));
        Assert.All(files, f => Assert.Matches(@"^[\w.-]+$", f.Name));
        Assert.All(sets, s => Assert.Equal(s.Files.Length, s.Files.Select(f => f.Name).Distinct().Count()));
        var places = files.SelectMany(f => f.Places).Select(p => p.To).ToArray();
        Assert.Equal(places.Length, places.Distinct().Count());
        Assert.All(places, p => Assert.Matches("^(image|audio|video)/", p));
        Assert.All(sets, s => Assert.All(s.Files.SelectMany(f => f.Places), p => Assert.True(
            p.To.StartsWith(s.Folder, StringComparison.Ordinal) || p.To == "video/ucfTrainTestlist", p.To)));
    }

    [Fact]
    public void Sums_have_the_length_of_their_kind_and_say_whose_they_are()
    {
        var sums = RemoteSets.All.SelectMany(s => s.Files).SelectMany(f => f.Sums).ToArray();
        Assert.InRange(sums.Length, 20, 1000);
        Assert.All(sums, s => Assert.Matches(
            s.Algorithm == HashAlgorithmName.MD5 ? "^[0-9a-f]{32}$" : "^[0-9a-f]{64}$", s.Hex));
        Assert.All(sums, s => Assert.NotEmpty(s.Source));
    }

    [Fact]
    public void Every_task_of_the_catalogue_has_a_licence_and_says_how_to_get_its_set()
    {
        Assert.All(Catalogue.Tasks, t => Assert.True(t.Licence.Length > 0, $"{t.Name} in {t.Folder}"));
        using var empty = new TempFolder();
        Refusal.Names(() => Catalogue.Task("cifar10").Check(empty.Root), "scripts/download.csx cifar10");
    }

    [Fact]
    public void What_is_there_is_found_and_a_folder_of_nothing_is_told()
    {
        using var empty = new TempFolder();
        Assert.Empty(Catalogue.There(""));
        Refusal.Names(() => Catalogue.There(empty.Root), "No data set lies in", empty.Root);
        var there = Catalogue.There(SharedFolder.Require("data"));
        Assert.Contains("cifar10", there.Select(t => t.Name));
        Assert.Equal(there.Length, there.DistinctBy(t => (t.Folder, t.Modality)).Count());
    }

    [Fact]
    public void What_is_not_known_is_told_with_what_is() =>
        Refusal.Names(() => RemoteSets.Named("cifar11"), "cifar11", "cifar10", "kinetics400");
}
