namespace PolyViT;

public static partial class RemoteSets
{
    private const string Kriz = "https://www.cs.toronto.edu/~kriz/";
    private const string ImageNetV2 = "imagenetv2-matched-frequency";

    // Those of the co-training, and small ones.
    private static IEnumerable<RemoteSet> Images() =>
    [
        new("cifar10", "image/cifar-10-batches-bin",
            Kriz + "cifar.html", "none stated; for research")
        {
            Files =
            [
                Archive(
                    Kriz + "cifar-10-binary.tar.gz", "cifar-10-batches-bin", "image/cifar-10-batches-bin",
                    170052171, OwnMd5("c32a1d4ab5d03f1284b67883e8d87530"),
                    Sha256("c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")),
            ],
        },
        new("cifar100", "image/cifar-100-binary",
            Kriz + "cifar.html", "none stated; for research")
        {
            Files =
            [
                Archive(
                    Kriz + "cifar-100-binary.tar.gz", "cifar-100-binary", "image/cifar-100-binary",
                    168513733, OwnMd5("03b5dce01913d631647c71ecec9e9cb8"),
                    Sha256("58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")),
            ],
        },
        new("mnist", "image/mnist",
            "http://yann.lecun.com/exdb/mnist", "CC BY-SA 3.0")
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
        new("clothing", "image/clothing-dataset-small",
            "https://github.com/alexeygrigorev/clothing-dataset-small", "CC0 1.0")
        {
            Files =
            [
                Archive(
                    "https://github.com/alexeygrigorev/clothing-dataset-small/archive/master.zip",
                    "clothing-dataset-small-master", "image/clothing-dataset-small"),
            ],
        },
        new("pets", "image/oxford-iiit-pet",
            Vgg + "pets", "CC BY-SA 4.0; pictures belong to their owners")
        {
            Files =
            [
                Archive(
                    Vgg + "pets/data/images.tar.gz", "images", "image/oxford-iiit-pet/images",
                    791918971, Md5("5c4f3ee8e5d25df40f4fd59a7f44e54c"),
                    Sha256("67195c5e1c01f1ab5f9b6a5d22b8c27a580d896ece458917e61d459337fa318d")),
                Archive(
                    Vgg + "pets/data/annotations.tar.gz", "annotations", "image/oxford-iiit-pet/annotations",
                    19173078, Md5("95a8c909bbe2e81eed6a22bccdf3f68f"),
                    Sha256("52425fb6de5c424942b7626b428656fcbd798db970a937df61750c0f1d358e91")),
            ],
        },
        new("imagenet", "image/imagenet",
            "https://image-net.org/download", "research and education, by agreement")
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
        new("imagenet-v2", "image/imagenet",
            "https://github.com/modestyachts/ImageNetV2", "MIT; pictures belong to their owners")
        {
            Files =
            [
                Archive(
                    $"https://huggingface.co/datasets/vaishaal/ImageNetV2/resolve/main/{ImageNetV2}.tar.gz",
                    $"{ImageNetV2}-format-val", $"image/imagenet/{ImageNetV2}-format-val",
                    1264079360,
                    Sha256("f0c37fdf925916b19ea1323cd9a2208cdb6959ba2c32eef2a7fc393835c9ca7c")) with
                {
                    Name = $"{ImageNetV2}.tar", // its owners call it .tar.gz; by its length it is not packed
                },
            ],
        },
        new("imagenet-real", "image/imagenet",
            "https://github.com/google-research/reassessed-imagenet", "Apache 2.0")
        {
            Files =
            [
                Plain(
                    "https://raw.githubusercontent.com/google-research/reassessed-imagenet/master/real.json",
                    "image/imagenet/real.json", 388478,
                    Sha256("d83e9bff374c631aae8439eb064c7019acc56e1b3bc3f56b8380c2a710b0220b")),
            ],
        },
        new("resisc45", "image/NWPU-RESISC45",
            "https://www.tensorflow.org/datasets/catalog/resisc45", "none stated; for research")
        {
            ByHand =
            [
                "Get NWPU-RESISC45.rar by the link to OneDrive on that page, which no program may follow.",
                "Unpack it (unrar x NWPU-RESISC45.rar): image/NWPU-RESISC45/airplane/airplane_001.jpg ..",
            ],
        },
    ];

    // The owner's page asks for a password these days; this copy is Google's.
    private static RemoteFile Mnist(string name, long bytes, string sha256) => Plain(
        $"https://storage.googleapis.com/cvdf-datasets/mnist/{name}.gz", $"image/mnist/{name}.gz", bytes,
        Sha256(sha256));
}
