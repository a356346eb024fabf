using System.Buffers.Binary;
using PureHDF;
using PureHDF.Selections;

namespace PolyViT;

/// <summary>
/// PatchCamelyon (Veeling et al. 2018): camelyonpatch_level_2_split_train_x.h5 with "x", [N, 96, 96, 3]
/// bytes, and _y.h5 with "y", and the same of valid and test; 262,144, 32,768 and 32,768 patches. Patches
/// stay in the file, 7 GB of them, and are read one by one. A file that is still gzipped is unpacked into the
/// cache folder.
/// </summary>
public static class PatchCamelyon
{
    private static readonly ImmutableArray<string> Classes = ["no tumour", "tumour"];
    private static readonly string[] SplitNames = ["train", "valid", "test"];

    /// <summary>Says in one sentence which files are missing, or cut short, without reading
    /// pictures.</summary>
    /// <param name="folder">The folder with the six files.</param>
    public static void Check(string folder)
    {
        foreach (var file in SplitNames.SelectMany(s => new[] { $"{s}_x", $"{s}_y" }).Select(n => Named(folder, n)))
        {
            if (!IsPacked(file))
                CheckEnd(file);
        }
    }

    /// <summary>Opens the files and reads the labels.</summary>
    /// <param name="folder">The folder with the six files, .h5 or .h5.gz.</param>
    public static PictureRecords Read(string folder)
    {
        Check(folder);
        return new(Classes, Split(folder, "train"), Split(folder, "test")) { Validation = Split(folder, "valid") };
    }

    private static PictureSplit Split(string folder, string name)
    {
        var (pictures, labels) = (Dataset(folder, $"{name}_x", "x"), Dataset(folder, $"{name}_y", "y"));
        var (size, count) = (pictures.Set.Space.Dimensions, labels.Set.Space.Dimensions[0]);
        if (size.Length != 4 || size[3] != 3 || size[0] != count || pictures.Set.Type.Size != 1)
            throw new InputException(
                $"{pictures.File} holds [{string.Join(", ", size)}] values of {pictures.Set.Type.Size} bytes, and " +
                $"{labels.File} {count} labels: the pictures must be as many, [N, H, W, 3] bytes, so copy both again.");
        return new(Labels(labels.File, labels.Set), i => Picture(pictures.File, pictures.Set, size, i));
    }

    private static ImmutableArray<int> Labels(string file, IH5Dataset set)
    {
        var labels = Guarded(file, () => set.Read<byte[]>());
        var wrong = Array.FindIndex(labels, l => l >= Classes.Length);
        return wrong < 0
            ? [.. labels.Select(l => (int)l)]
            : throw new InputException(
                $"{file} gives picture {wrong} the label {labels[wrong]}, and there are {Classes.Length} classes: " +
                "copy it again.");
    }

    private static Picture Picture(string file, IH5Dataset set, ulong[] size, int i)
    {
        var one = new HyperslabSelection(4, [(ulong)i, 0, 0, 0], [1, size[1], size[2], size[3]]);
        return new(Guarded(file, () => set.Read<byte[]>(one)), (int)size[1], (int)size[2]);
    }

    // The file stays open as long as the split is in use; reads of one dataset may run at once.
    private static (string File, IH5Dataset Set) Dataset(string folder, string part, string name)
    {
        var file = Named(folder, part);
        if (IsPacked(file))
        {
            file = Unpacked(file);
            CheckEnd(file);
        }
        return (file, Guarded(file, () => H5File.OpenRead(file).Dataset(name)));
    }

    // The library tells damage by whatever its reading meets.
    private static T Guarded<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (InputException or OutOfMemoryException))
        {
            throw new InputException(
                $"{file} is not the HDF5 file of PatchCamelyon, or is damaged: copy it again. ({e.Message})", e);
        }
    }

    private static string Named(string folder, string part)
    {
        var name = $"camelyonpatch_level_2_split_{part}.h5";
        return Places.Require(folder, name, $"{name}.gz");
    }

    private static bool IsPacked(string file) => file.EndsWith(".gz", StringComparison.Ordinal);

    private static string Unpacked(string file)
    {
        var path = MemberIndex.Place(file, "unpacked");
        if (File.Exists(path))
            return path;
        try
        {
            using var packed = File.OpenRead(file);
            using var gzip = new WholeGzip(packed);
            WholeFile.Write(path, gzip.CopyTo);
            return path;
        }
        catch (InvalidDataException e)
        {
            throw new InputException($"{file} is damaged or cut short: copy it again.", e);
        }
    }

    // HDF5 says in its superblock where the file ends; a copy that was cut short would else be found out
    // late.
    private static void CheckEnd(string file)
    {
        var head = new byte[48];
        using var stream = File.OpenRead(file);
        var read = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read < head.Length || !head.AsSpan(0, 8).SequenceEqual<byte>([0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n']))
            throw new InputException($"{file} is not an HDF5 file: copy it again.");
        var end = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(head[8] < 2 ? 40 : 28));
        if (end > stream.Length)
            throw new InputException($"{file} has {stream.Length} of its {end} bytes: copy it again.");
    }
}
