namespace PolyViT;

public static partial class RemoteSets
{
    private const string Kriz = "https://www.cs.toronto.edu/~kriz/", Vgg = "https://www.robots.ox.ac.uk/~vgg/data/";
    private const string Avg = "https://s3.eu-central-1.amazonaws.com/avg-kitti/";
    private const string Pcam = "https://zenodo.org/record/2546921/files/camelyonpatch_level_2_split_";

    private static IEnumerable<RemoteSet> Images() =>
    [
        new("cifar10", Kriz + "cifar.html", "none stated; for research")
        {
            Files =
            [
                Archive(Kriz + "cifar-10-binary.tar.gz", "cifar-10-batches-bin", "image/cifar-10-batches-bin", 170052171,
                    Md5("c32a1d4ab5d03f1284b67883e8d87530", "the set's page"),
                    Sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")),
            ],
        },
        new("cifar100", Kriz + "cifar.html", "none stated; for research")
        {
            Files =
            [
                Archive(Kriz + "cifar-100-binary.tar.gz", "cifar-100-binary", "image/cifar-100-binary", 168513733,
                    Md5("03b5dce01913d631647c71ecec9e9cb8", "the set's page"),
                    Sha256("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")),
            ],
        },
        new("mnist", "http://yann.lecun.com/exdb/mnist", "CC BY-SA 3.0")
        {
            Files =
            [
                Mnist("train-images-idx3-ubyte", 9912422,
                    "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
                Mnist("train-labels-idx1-ubyte", 28881,
                    "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
                Mnist("t10k-images-idx3-ubyte", 1648877,
                    "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
                Mnist("t10k-labels-idx1-ubyte", 4542,
                    "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
            ],
        },
        new("clothing", "https://github.com/alexeygrigorev/clothing-dataset-small", "CC0 1.0")
        {
            Files =
            [
                Archive("https://github.com/alexeygrigorev/clothing-dataset-small/archive/master.zip",
                    "clothing-dataset-small-master", "image/clothing-dataset-small"),
            ],
        },
        new("pets", Vgg + "pets", "CC BY-SA 4.0; pictures belong to their owners")
        {
            Files =
            [
                Archive(Vgg + "pets/data/images.tar.gz", "images", "image/oxford-iiit-pet/images", 791918971,
                    Md5("5c4f3ee8e5d25df40f4fd59a7f44e54c", Torchvision),
                    Sha256("67195c5e1c01f1ab5f9b6a5d22b8c27a580d896ece458917e61d459337fa318d")),
                Archive(Vgg + "pets/data/annotations.tar.gz", "annotations", "image/oxford-iiit-pet/annotations",
                    19173078, Md5("95a8c909bbe2e81eed6a22bccdf3f68f", Torchvision),
                    Sha256("52425fb6de5c424942b7626b428656fcbd798db970a937df61750c0f1d358e91")),
            ],
        },
        new("imagenet", "https://image-net.org/download", "research and education, by agreement")
        {
            ByHand =
            [
                "Log in, agree to the terms, and get ILSVRC2012_img_train.tar, ILSVRC2012_img_val.tar and "
                + "ILSVRC2012_devkit_t12.tar.gz.",
                "Put the tars into image/imagenet as they are (they are read in place), or unpack them: "
                + "image/imagenet/train/n01440764/*.JPEG .. and image/imagenet/val/*.JPEG.",
                "imagenet-v2 and imagenet-real are further tests of it, and are to be had without a form.",
            ],
        },
        new("imagenet-v2", "https://github.com/modestyachts/ImageNetV2", "MIT; pictures belong to their owners")
        {
            Files =
            [
                Archive("https://huggingface.co/datasets/vaishaal/ImageNetV2/resolve/main/"
                        + "imagenetv2-matched-frequency.tar.gz",
                    "imagenetv2-matched-frequency-format-val", "image/imagenet/imagenetv2-matched-frequency-format-val",
                    1264079360, Sha256("f0c37fdf925916b19ea1323cd9a2208cdb6959ba2c32eef2a7fc393835c9ca7c")) with
                { Name = "imagenetv2-matched-frequency.tar" }, // it is called .tar.gz, and is not packed
            ],
        },
        new("imagenet-real", "https://github.com/google-research/reassessed-imagenet", "Apache 2.0")
        {
            Files =
            [
                Plain("https://raw.githubusercontent.com/google-research/reassessed-imagenet/master/real.json",
                    "image/imagenet/real.json", 388478,
                    Sha256("d83e9bff374c631aae8439eb064c7019acc56e1b3bc3f56b8380c2a710b0220b")),
            ],
        },
        new("resisc45", "https://www.tensorflow.org/datasets/catalog/resisc45", "none stated; for research")
        {
            ByHand =
            [
                "Get NWPU-RESISC45.rar by the link to OneDrive on that page, which no program may follow.",
                "Unpack it (unrar x NWPU-RESISC45.rar): image/NWPU-RESISC45/airplane/airplane_001.jpg ..",
            ],
        },
        new("caltech101", "https://data.caltech.edu/records/mzrjq-6wc02", "CC BY 4.0")
        {
            Files =
            [
                Archive("https://data.caltech.edu/records/mzrjq-6wc02/files/caltech-101.zip?download=1",
                    "caltech-101/101_ObjectCategories", "image/caltech-101/101_ObjectCategories", 137414764,
                    Sha256("331234750fc7f77520e50d9565e8b6907b03565e30320da1401130db08c61f91")) with
                { Inner = "caltech-101/101_ObjectCategories.tar.gz", Unpacked = 400_000_000 },
            ],
        },
        new("dtd", Vgg + "dtd", "for research")
        {
            Files =
            [
                Archive(Vgg + "dtd/download/dtd-r1.0.1.tar.gz", "dtd", "image/dtd", 625239812,
                    Md5("fff73e5086ae6bdbea199a49dfb8a4c1", Torchvision),
                    Sha256("e42855a52a4950a3b59612834602aa253914755c95b0cff9ead6d07395f8e205")),
            ],
        },
        new("sun397", "https://vision.princeton.edu/projects/2010/SUN", "for research")
        {
            Files =
            [
                Archive("https://vision.princeton.edu/projects/2010/SUN/SUN397.tar.gz", "SUN397", "image/SUN397/SUN397",
                    39077296924, Md5("8ca2778205c41d23104230ba66911c7a", Torchvision),
                    Sha256("f404130965a7ad77bed5ececc71e720ab50f3cc1e1bb257257610d38f3b928ec")),
                Archive("https://vision.princeton.edu/projects/2010/SUN/download/Partitions.zip", "",
                    "image/SUN397/Partitions", 18293705,
                    Sha256("e3311ea5f812d4cc6faef194688343d1111f6cd6f70f2c62f393c2b8d6ba1ec9")),
            ],
        },
        new("patch-camelyon", "https://github.com/basveeling/pcam", "CC0 1.0")
        {
            Files =
            [
                PatchCamelyon("train_x", 6421353462, "d619e741468a7ab35c7e4a75e6821b7e7e6c9411705d45708f2a0efc8960656c"),
                PatchCamelyon("train_y", 21378, "b74126d2c01b20d3661f9b46765d29cf4e4fba6faba29c8e0d09d406331ab75a"),
                PatchCamelyon("valid_x", 805965320, "f82ee1670d027b4ec388048d9eabc2186b77c009655dae76d624c0ecb053ccb2"),
                PatchCamelyon("valid_y", 3038, "ce1ae30f08feb468447971cfd0472e7becd0ad96d877c64120c72571439ae48c"),
                PatchCamelyon("test_x", 800875929, "79174c2201ad521602a5888be8f36ee10875f37403dd3f2086caf2182ef87245"),
                PatchCamelyon("test_y", 3040, "0a522005fccc8bbd04c5a117bfaf81d8da2676f03a29d7499f71d0a0bd6068ef"),
            ],
        },
        new("kitti", "https://www.cvlibs.net/datasets/kitti", "CC BY-NC-SA 3.0")
        {
            Files =
            [
                Archive(Avg + "data_object_image_2.zip", "training/image_2", "image/kitti/training/image_2", 12569945557,
                    Sha256("351c5a2aa0cd9238b50174a3a62b846bc5855da256b82a196431d60ff8d43617")),
                Archive(Avg + "data_object_label_2.zip", "training/label_2", "image/kitti/training/label_2", 5601213,
                    Sha256("4efc76220d867e1c31bb980bbf8cbc02599f02a9cb4350effa98dbb04aaed880")),
            ],
        },
        new("dmlab", "https://www.tensorflow.org/datasets/catalog/dmlab", "none stated")
        {
            Files =
            [
                Archive("https://storage.googleapis.com/dmlab-vtab/dmlab.tar.gz", "", "image/dmlab", 3017022789,
                    Sha256("638b18fa69a5d61bbc310cd0b87ac603a39f41de0fdb07b6e77de274a24480a4")),
            ],
        },
    ];

    // The first page asks for a password these days; this copy is Google's.
    private static RemoteFile Mnist(string name, long bytes, string sha256) =>
        Plain($"https://storage.googleapis.com/cvdf-datasets/mnist/{name}.gz", $"image/mnist/{name}.gz", bytes,
            Sha256(sha256));

    // HDF5 is packed well where slides are white: its ratio is not that of a bomb.
    private static RemoteFile PatchCamelyon(string part, long bytes, string sha256)
    {
        var name = $"camelyonpatch_level_2_split_{part}.h5";
        return Archive($"{Pcam}{part}.h5.gz", name, $"image/patch-camelyon/{name}", bytes, Sha256(sha256));
    }
}
