namespace PolyViT;

public static partial class Catalogue
{
    private const string Vtab = "https://github.com/google-research/task_adaptation";

    /// <summary>
    /// The five image sets of the paper, in scenic's splits: CIFAR-10 and the pets keep back a part of the
    /// training split to choose settings by, as ImageNet, CIFAR-100 and RESISC45 do (section 5.1).
    /// </summary>
    /// <remarks>"cifar10" and "pets" of <see cref="Tasks"/> train on all of theirs.</remarks>
    public static ImmutableArray<CatalogueTask> ScenicImages() =>
    [
        ImageNet1K(),
        Fine(),
        Records("cifar10", "image/cifar-10-batches-bin", Kriz, Cifar.Check, f => Cifar.Read(f).TrainOn(98)),
        Pictures("pets", "image/oxford-iiit-pet", "https://www.robots.ox.ac.uk/~vgg/data/pets",
            f => PetLists.Read(f).TrainOn(90)),
        Resisc45(),
    ];

    private const string Kriz = "https://www.cs.toronto.edu/~kriz/cifar.html";

    // The image sets of the paper at their full size, and those that its linear evaluation is said to have.
    private static ImmutableArray<CatalogueTask> Images() =>
    [
        ImageNet1K(),
        Fine(),
        Resisc45(),
        Pictures("caltech101", "image/caltech-101", "https://data.caltech.edu/records/mzrjq-6wc02",
            f => Linear(Caltech101.Read(f))),
        Pictures("sun397", "image/SUN397", "https://vision.princeton.edu/projects/2010/SUN",
            f => Linear(Sun397.Read(f))),
        Pictures("dtd", "image/dtd", "https://www.robots.ox.ac.uk/~vgg/data/dtd", f => Linear(Dtd.Read(f))),
        Pictures("kitti-distance", "image/kitti", "https://www.cvlibs.net/datasets/kitti",
            f => Linear(Kitti.Read(f))),
        Records("patch-camelyon", "image/patch-camelyon", "https://github.com/basveeling/pcam",
            PatchCamelyon.Check, f => PatchCamelyon.Read(f) with { Remarks = [Recollected] }),
        Pictures("dmlab", "image/dmlab", Vtab, f => Linear(Dmlab.Read(f))) with { Inspect = Dmlab.Check },
    ];

    private static CatalogueTask ImageNet1K() =>
        Pictures("imagenet", "image/imagenet", "https://image-net.org/download", f => ImageNet.Read(f).TrainOn(99));

    private static CatalogueTask Fine() =>
        Records("cifar100", "image/cifar-100-binary", Kriz, Cifar.CheckFine, f => Cifar.ReadFine(f).TrainOn(98));

    // 45 folders of 700; the authors give no split.
    private static CatalogueTask Resisc45() =>
        Pictures("resisc45", "image/NWPU-RESISC45", "https://www.tensorflow.org/datasets/catalog/resisc45",
            f => ImageFolder.Divided(Places.Find(f, "NWPU-RESISC45") ?? f, 60, 20, 20));
}
