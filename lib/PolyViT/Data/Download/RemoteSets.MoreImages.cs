namespace PolyViT;

public static partial class RemoteSets
{
    private const string Sun = "https://vision.princeton.edu/projects/2010/SUN";
    private const string Avg = "https://s3.eu-central-1.amazonaws.com/avg-kitti/";

    // Those of the linear evaluation.
    private static IEnumerable<RemoteSet> MoreImages() =>
    [
        new("caltech101", "image/caltech-101",
            "https://data.caltech.edu/records/mzrjq-6wc02", "CC BY 4.0")
        {
            Files =
            [
                Archive(
                    "https://data.caltech.edu/records/mzrjq-6wc02/files/caltech-101.zip?download=1",
                    "caltech-101/101_ObjectCategories", "image/caltech-101/101_ObjectCategories",
                    137414764,
                    Sha256("331234750fc7f77520e50d9565e8b6907b03565e30320da1401130db08c61f91")) with
                {
                    Inner = "caltech-101/101_ObjectCategories.tar.gz", Unpacked = 400_000_000,
                },
            ],
        },
        new("dtd", "image/dtd",
            Vgg + "dtd", "for research")
        {
            Files =
            [
                Archive(
                    Vgg + "dtd/download/dtd-r1.0.1.tar.gz", "dtd", "image/dtd",
                    625239812, Md5("fff73e5086ae6bdbea199a49dfb8a4c1"),
                    Sha256("e42855a52a4950a3b59612834602aa253914755c95b0cff9ead6d07395f8e205")),
            ],
        },
        new("sun397", "image/SUN397",
            Sun, "for research")
        {
            Files =
            [
                Archive(
                    Sun + "/SUN397.tar.gz", "SUN397", "image/SUN397/SUN397",
                    39077296924, Md5("8ca2778205c41d23104230ba66911c7a"),
                    Sha256("f404130965a7ad77bed5ececc71e720ab50f3cc1e1bb257257610d38f3b928ec")),
                Archive(
                    Sun + "/download/Partitions.zip", "", "image/SUN397/Partitions",
                    18293705, Sha256("e3311ea5f812d4cc6faef194688343d1111f6cd6f70f2c62f393c2b8d6ba1ec9")),
            ],
        },
        new("patch-camelyon", "image/patch-camelyon",
            "https://github.com/basveeling/pcam", "CC0 1.0")
        {
            Files =
            [
                PatchCamelyon("train_x", 6421353462,
                    "d619e741468a7ab35c7e4a75e6821b7e7e6c9411705d45708f2a0efc8960656c"),
                PatchCamelyon("train_y", 21378,
                    "b74126d2c01b20d3661f9b46765d29cf4e4fba6faba29c8e0d09d406331ab75a"),
                PatchCamelyon("valid_x", 805965320,
                    "f82ee1670d027b4ec388048d9eabc2186b77c009655dae76d624c0ecb053ccb2"),
                PatchCamelyon("valid_y", 3038,
                    "ce1ae30f08feb468447971cfd0472e7becd0ad96d877c64120c72571439ae48c"),
                PatchCamelyon("test_x", 800875929,
                    "79174c2201ad521602a5888be8f36ee10875f37403dd3f2086caf2182ef87245"),
                PatchCamelyon("test_y", 3040,
                    "0a522005fccc8bbd04c5a117bfaf81d8da2676f03a29d7499f71d0a0bd6068ef"),
            ],
        },
        new("kitti", "image/kitti",
            "https://www.cvlibs.net/datasets/kitti", "CC BY-NC-SA 3.0")
        {
            Files =
            [
                Archive(
                    Avg + "data_object_image_2.zip", "training/image_2", "image/kitti/training/image_2",
                    12569945557,
                    Sha256("351c5a2aa0cd9238b50174a3a62b846bc5855da256b82a196431d60ff8d43617")),
                Archive(
                    Avg + "data_object_label_2.zip", "training/label_2", "image/kitti/training/label_2",
                    5601213, Sha256("4efc76220d867e1c31bb980bbf8cbc02599f02a9cb4350effa98dbb04aaed880")),
            ],
        },
        new("dmlab", "image/dmlab",
            "https://www.tensorflow.org/datasets/catalog/dmlab", "none stated")
        {
            Files =
            [
                Archive(
                    "https://storage.googleapis.com/dmlab-vtab/dmlab.tar.gz", "", "image/dmlab",
                    3017022789,
                    Sha256("638b18fa69a5d61bbc310cd0b87ac603a39f41de0fdb07b6e77de274a24480a4")),
            ],
        },
    ];

    private static RemoteFile PatchCamelyon(string part, long bytes, string sha256)
    {
        var name = $"camelyonpatch_level_2_split_{part}.h5";
        return Archive(
            $"https://zenodo.org/record/2546921/files/{name}.gz", name, $"image/patch-camelyon/{name}", bytes,
            Sha256(sha256));
    }
}
