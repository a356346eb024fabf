using System.Globalization;

namespace PolyViT.Tests;

public class PictureSetTests
{
    [Fact]
    public void Folders_of_pictures_are_read_whatever_lies_beside_them()
    {
        using var folder = new TempFolder();
        folder.WritePictures("train/Hüte 1/a b.JPG", "train/Hüte 1/deeper/c.PnG", "train/shoe/ö.webp", "test/shoe/1.jpeg");
        foreach (var noise in new[] { "train/shoe/._ö.webp", "train/shoe/.hidden.jpg", "train/shoe/list.txt",
            "train/shoe/__MACOSX/x.jpg", "train/__MACOSX/x.jpg", "train/.cache/x.jpg", "train/readme.jpg" })
            folder.Write(noise, "x");
        Directory.CreateSymbolicLink(folder["train/shoe/circle"], folder["train"]);
        File.CreateSymbolicLink(folder["train/shoe/link.jpg"], folder["test/shoe/1.jpeg"]);
        var listing = ImageFolder.Read(folder.Root);
        Assert.Equal(["Hüte 1", "shoe"], listing.Classes);
        Assert.Equal(
            ["train/Hüte 1/a b.JPG", "train/Hüte 1/deeper/c.PnG", "train/shoe/link.jpg", "train/shoe/ö.webp"],
            listing.Train.Select(i => i.File));
        Assert.Equal([0, 0, 1, 1], listing.Train.Select(i => i.Label));
        Directory.CreateDirectory(folder["train/boot"]);
        Refusal.Names(() => ImageFolder.Read(folder.Root), "boot", "no pictures");
    }

    [Fact]
    public void A_folder_per_class_without_splits_is_divided()
    {
        using var folder = new TempFolder();
        folder.WritePictures(from c in new[] { "airplane", "airport", "beach" }
                             from i in Enumerable.Range(1, 10)
                             select $"NWPU-RESISC45/{c}/{c}_{i:000}.jpg");
        var listing = ImageFolder.Divided(folder["NWPU-RESISC45"], 60, 20, 20);
        Assert.Equal(["airplane", "airport", "beach"], listing.Classes);
        Assert.Equal((18, 6, 6), (listing.Train.Length, listing.Validation.Length, listing.Test.Length));
        Assert.Equal(30, listing.Train.Concat(listing.Validation).Concat(listing.Test).Select(i => i.File).Distinct().Count());
        Assert.All(listing.Train, i => Assert.StartsWith(listing.Classes[i.Label], i.File, StringComparison.Ordinal));
        Refusal.Names(() => ImageFolder.Divided(folder["NWPU-RESISC45/beach"], 60, 20, 20), "beach", "folder");
    }

    [Fact]
    public void Caltech_trains_on_as_many_of_every_class_and_has_its_background_class()
    {
        using var folder = new TempFolder();
        folder.WritePictures(from c in new[] { ("BACKGROUND_Google", 6), ("Faces", 5), ("accordion", 4) }
                             from i in Enumerable.Range(1, c.Item2)
                             select $"101_ObjectCategories/{c.Item1}/image_{i:0000}.jpg");
        var listing = Caltech101.Read(folder.Root, trainPerClass: 3);
        Assert.Equal(["accordion", "background_google", "faces"], listing.Classes);
        Assert.Equal([3, 3, 3], listing.Train.CountBy(i => i.Label).Select(c => c.Value));
        Assert.Equal([1, 3, 2], listing.Test.CountBy(i => i.Label).OrderBy(c => c.Key).Select(c => c.Value));
        Assert.Empty(listing.Train.Intersect(listing.Test));
        Assert.Equal(listing.Train, Caltech101.Read(folder["101_ObjectCategories"], trainPerClass: 3).Train
            .Select(i => i with { File = $"101_ObjectCategories/{i.File}" }));
        Refusal.Names(() => Caltech101.Read(folder.Root), "accordion", "4 pictures", "30");
    }

    [Fact]
    public void Sun_pictures_have_the_folder_as_class_and_one_of_ten_partitions()
    {
        using var folder = new TempFolder();
        folder.Write("Partitions/ClassName.txt", "/a/abbey\r\n/a/apse/indoor\r\n");
        folder.Write("Partitions/Training_01.txt", "/a/apse/indoor/sun_1.jpg\r\n/a/abbey/sun_2.jpg\r\n");
        folder.Write("Partitions/Testing_01.txt", "/a/abbey/sun_3.jpg\r\n");
        folder.WritePictures("SUN397/a/abbey/sun_2.jpg", "SUN397/a/abbey/sun_3.jpg", "SUN397/a/apse/indoor/sun_1.jpg");
        var listing = Sun397.Read(folder.Root);
        Assert.Equal(["/a/abbey", "/a/apse/indoor"], listing.Classes);
        Assert.Equal([new("SUN397/a/apse/indoor/sun_1.jpg", 1), new("SUN397/a/abbey/sun_2.jpg", 0)], listing.Train);
        Assert.Equal([new("SUN397/a/abbey/sun_3.jpg", 0)], listing.Test);
        Assert.Contains("partition 1", listing.Remarks[0], StringComparison.Ordinal);
        foreach (var (part, n) in new[] { ("tr", 1), ("va", 2), ("te", 3) })
            folder.Write($"sun397_tfds_{part}.txt", $"/a/{(n == 1 ? "apse/indoor" : "abbey")}/sun_{n}.jpg\n");
        Assert.Equal([new("SUN397/a/abbey/sun_2.jpg", 0)], Sun397.Read(folder.Root).Validation);
        folder.Write("sun397_tfds_va.txt", "/a/abby/sun_2.jpg\n");
        Refusal.Names(() => Sun397.Read(folder.Root), "sun397_tfds_va.txt", "line 1", "/a/abby");
        File.Delete(folder["sun397_tfds_tr.txt"]);
        Refusal.Names(() => Sun397.Read(folder.Root, partition: 2), "Training_02.txt");
        Refusal.Names(() => Sun397.Read(folder.Root, partition: 11), "11");
        folder.Write("Partitions/Testing_01.txt", "/a/abbey/sun_3.jpg\n/a/abbey/sun_3.jpg\n");
        Refusal.Names(() => Sun397.Read(folder.Root), "Testing_01.txt", "twice");
        folder.Write("Partitions/Testing_01.txt", "/a/abbey/sun_4.jpg\n");
        Refusal.Names(() => Sun397.Read(folder.Root), "sun_4.jpg");
    }

    [Fact]
    public void Dtd_has_three_lists_a_split()
    {
        using var folder = new TempFolder();
        folder.Write("labels/train1.txt", "zigzagged/zigzagged_0001.jpg\nbanded/banded_0002.jpg\n");
        folder.Write("labels/val1.txt", "banded/banded_0003.jpg\n");
        folder.Write("labels/test1.txt", "\uFEFFzigzagged/zigzagged_0004.jpg\r\n");
        folder.WritePictures("images/banded/banded_0002.jpg", "images/banded/banded_0003.jpg",
            "images/zigzagged/zigzagged_0001.jpg", "images/zigzagged/zigzagged_0004.jpg");
        var listing = Dtd.Read(folder.Root);
        Assert.Equal(["banded", "zigzagged"], listing.Classes);
        Assert.Equal([1, 0, 0, 1], listing.Train.Concat(listing.Validation).Concat(listing.Test).Select(i => i.Label));
        Assert.Equal("images/zigzagged/zigzagged_0004.jpg", listing.Test[0].File);
        folder.Write("labels/val1.txt", "banded/banded_0002.jpg\n");
        Refusal.Names(() => Dtd.Read(folder.Root), "banded_0002.jpg", "twice");
        folder.Write("labels/val1.txt", "banded/../../x.jpg\n");
        Refusal.Names(() => Dtd.Read(folder.Root), "val1.txt", "line 1");
        Refusal.Names(() => Dtd.Read(folder.Root, split: 0), "0");
        Refusal.Names(() => Dtd.Read(folder.Root, split: 2), "train2.txt");
    }

    private const string Car = "Car 0.00 0 1.85 387.63 181.54 423.81 203.12 1.67 1.87 3.69 -16.53 2.39 {0} 1.57\n";

    // Drives of ten frames; what lies at z metres.
    private static TempFolder KittiFolder(int count)
    {
        var folder = new TempFolder();
        for (var i = 0; i < count; i++)
        {
            folder.Write($"training/image_2/{i:000000}.png", MadeSets.Jpeg(i));
            folder.Write($"training/label_2/{i:000000}.txt", Car.Replace("{0}", $"{i}.5", StringComparison.Ordinal)
                + "DontCare -1 -1 -10 5.00 229.89 214.12 367.61 -1 -1 -1 -1000 -1000 -1000 -10\n");
        }
        return folder;
    }

    [Fact]
    public void The_closest_vehicle_gives_the_class()
    {
        using var folder = KittiFolder(30);
        string At(params string[] z) => string.Concat(z.Select(v => Car.Replace("{0}", v, StringComparison.Ordinal)));
        folder.Write("training/label_2/000010.txt", At("8.00")); // above 8 begins the next class
        folder.Write("training/label_2/000011.txt", At("40", "8.01", "19"));
        folder.Write("training/label_2/000012.txt", At("20.5").Replace("Car", "Truck", StringComparison.Ordinal));
        folder.Write("training/label_2/000013.txt", At("3").Replace("Car", "Pedestrian", StringComparison.Ordinal));
        folder.Write("training/label_2/000014.txt", "");
        folder.Write("training/label_2/000015.txt", At("-1.2"));
        var listing = Kitti.Read(folder.Root);
        Assert.Equal(4, listing.Classes.Length);
        var labels = listing.Train.Concat(listing.Validation).Concat(listing.Test)
            .ToDictionary(i => i.File[^8..^4], i => i.Label);
        Assert.Equal([0, 1, 2, 3, 3, 0], Enumerable.Range(10, 6).Select(i => labels[$"00{i}"]));
        Assert.Equal((24, 3, 3), (listing.Train.Length, listing.Validation.Length, listing.Test.Length));
        Assert.Contains("train_rand.txt", listing.Remarks[0], StringComparison.Ordinal);
        folder.Write("training/label_2/000012.txt", At("near"));
        Refusal.Names(() => Kitti.Read(folder.Root), "000012.txt", "line 1");
        File.Delete(folder["training/image_2/000015.png"]);
        folder.Write("training/label_2/000012.txt", At("2"));
        Refusal.Names(() => Kitti.Read(folder.Root), "000015.png");
    }

    [Fact]
    public void Kittis_drives_are_kept_apart_where_the_table_of_them_is_there()
    {
        using var folder = KittiFolder(100);
        // Picture i is line 100 - i, and drive (99 - i) / 10.
        folder.Write("mapping/train_rand.txt", string.Join(',', Enumerable.Range(0, 100).Select(i => 100 - i)));
        folder.Write("mapping/train_mapping.txt", string.Concat(Enumerable.Range(0, 100)
            .Select(i => $"2011_09_26 2011_09_26_drive_{i / 10:0000}_sync {i:0000000000}\n")));
        var listing = Kitti.Read(folder.Root);
        static int[] Drives(IEnumerable<Item> items) =>
            [.. items.Select(i => (99 - int.Parse(i.File[^10..^4], CultureInfo.InvariantCulture)) / 10).Distinct()];
        var parts = new[] { listing.Train, listing.Validation, listing.Test };
        Assert.Equal([80, 10, 10], parts.Select(p => p.Length));
        Assert.Equal([8, 1, 1], parts.Select(p => Drives(p).Length));
        // Of numpy's RandomState(123): permutation(10)[0], then permutation(9)[0] of the nine others.
        Assert.Equal((3, 4), (Drives(listing.Validation).Single(), Drives(listing.Test).Single()));
        Assert.Empty(listing.Remarks);
        folder.Write("mapping/train_rand.txt", "1,2,101");
        Refusal.Names(() => Kitti.Read(folder.Root), "train_rand.txt", "101");
    }

    [Theory]
    [InlineData(0, new[] { 2, 8, 4, 9, 1, 6, 7, 3, 0, 5 })]
    [InlineData(42, new[] { 8, 1, 5, 0, 7, 2, 9, 4, 3, 6 })]
    public void Permutations_are_numpys(uint seed, int[] order)
    {
        using var words = NumpyRandom.Words(seed);
        Assert.Equal(order, NumpyRandom.Permutation(words, 10));
    }

    [Fact]
    public void Pets_with_a_wrong_class_or_a_picture_listed_twice_are_refused()
    {
        using var folder = new TempFolder();
        folder.WritePictures("images/Bengal_1.jpg", "images/Bengal_2.jpg", "images/pug_1.jpg");
        folder.Write("annotations/trainval.txt", "#Image CLASS-ID SPECIES BREED ID\nBengal_1 6 1 2\npug_1 31 2 20\n");
        folder.Write("annotations/test.txt", "Bengal_2  6 1 2\n");
        Assert.Equal(["Bengal", "pug"], PetLists.Read(folder.Root).Classes);
        folder.Write("annotations/test.txt", "Bengal_2 31 1 2\n");
        Refusal.Names(() => PetLists.Read(folder.Root), "test.txt", "line 1", "pug", "Bengal_2");
        folder.Write("annotations/test.txt", "Bengal_2 38 1 2\n");
        Refusal.Names(() => PetLists.Read(folder.Root), "test.txt", "line 1", "38");
        folder.Write("annotations/test.txt", "Bengal_1 6 1 2\n");
        Refusal.Names(() => PetLists.Read(folder.Root), "Bengal_1", "twice");
    }

    [Fact]
    public void Scenics_image_sets_keep_back_a_part_of_the_training_split()
    {
        var sets = Catalogue.ScenicImages().ToDictionary(t => t.Name);
        Assert.Equal(["cifar10", "cifar100", "imagenet", "pets", "resisc45"], sets.Keys.Order());
        var root = SharedFolder.Require("data");
        var (cifar, pets) = (sets["cifar10"].List(root), sets["pets"].List(root));
        Assert.Equal((3920, 80, 1000), (cifar.Train.Length, cifar.Validation.Length, cifar.Test.Length));
        Assert.Equal((270, 30, 298), (pets.Train.Length, pets.Validation.Length, pets.Test.Length));
        Assert.Equal(300, pets.Train.Concat(pets.Validation).Select(i => i.File).Distinct().Count());
    }

    [Fact]
    public void A_set_of_the_linear_evaluation_says_that_the_list_of_them_is_not_confirmed()
    {
        using var folder = new TempFolder();
        folder.Write("image/dtd/labels/train1.txt", "a/1.jpg\n");
        folder.Write("image/dtd/labels/val1.txt", "b/2.jpg\n");
        folder.Write("image/dtd/labels/test1.txt", "b/3.jpg\n");
        folder.WritePictures("image/dtd/images/a/1.jpg", "image/dtd/images/b/2.jpg", "image/dtd/images/b/3.jpg");
        Assert.Contains("not confirmed", Catalogue.Task("dtd").List(folder.Root).Remarks[0], StringComparison.Ordinal);
    }
}
