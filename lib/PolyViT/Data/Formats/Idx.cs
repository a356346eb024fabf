using System.Buffers.Binary;
using System.IO.Compression;

namespace PolyViT;

/// <summary>
/// The IDX files of MNIST (LeCun, Cortes, Burges), as they are or gzipped; Fashion-MNIST and KMNIST use the
/// same. All numbers are big-endian: a magic, the count, for pictures rows and columns, then bytes.
/// </summary>
public static class Idx
{
    private const int PictureMagic = 2051;
    private const int LabelMagic = 2049;
    private const int Classes = 10;

    /// <summary>Says in one sentence what is wrong with the four files, reading their headers only.</summary>
    /// <param name="folder">
    /// The folder with train-images-idx3-ubyte and its three companions, gzipped or not.
    /// </param>
    public static void Check(string folder)
    {
        foreach (var part in new[] { "train", "t10k" })
        {
            _ = Open(folder, $"{part}-images-idx3-ubyte", PictureMagic, 3, (_, header, _) => header);
            _ = Open(folder, $"{part}-labels-idx1-ubyte", LabelMagic, 1, (_, header, _) => header);
        }
    }

    /// <summary>Reads the four files; the classes are called 0 to 9.</summary>
    /// <param name="folder">
    /// The folder with train-images-idx3-ubyte and its three companions, gzipped or not.
    /// </param>
    public static PictureRecords Read(string folder)
    {
        Check(folder);
        ImmutableArray<string> classes = [.. Enumerable.Range(0, Classes).Select(i => $"{i}")];
        return new(classes, Split(folder, "train"), Split(folder, "t10k"));
    }

    private static PictureSplit Split(string folder, string part)
    {
        var (size, pixels) = Open(folder, $"{part}-images-idx3-ubyte", PictureMagic, 3, Body);
        var (_, labels) = Open(folder, $"{part}-labels-idx1-ubyte", LabelMagic, 1, Body);
        if (labels.Length != size[0])
            throw new InputException(
                $"{folder} has {size[0]} {part} pictures and {labels.Length} {part} labels: " +
                "copy both files again.");
        var wrong = Array.FindIndex(labels, l => l >= Classes);
        if (wrong >= 0)
            throw new InputException(
                $"{folder} gives {part} picture {wrong} the label {labels[wrong]}, and there are {Classes} " +
                "classes: copy the label file again.");
        var data = tensor(pixels, [size[0], size[1], size[2], 1], ScalarType.Byte);
        return new(data.DetachFromDisposeScope(), [.. labels.Select(l => (int)l)]);
    }

    private static (int[] Size, byte[] Bytes) Body(string file, int[] size, Stream stream)
    {
        var bytes = new byte[checked(size.Aggregate(1, (a, b) => a * b))];
        var read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length && stream.ReadByte() < 0
            ? (size, bytes)
            : throw new InputException(
                $"{file} does not hold the {bytes.Length} bytes that its header announces: copy it again.");
    }

    private static T Open<T>(
        string folder, string name, int magic, int dimensions, Func<string, int[], Stream, T> read)
    {
        var plain = Path.Combine(folder, name);
        var file = File.Exists(plain) ? plain : plain + ".gz";
        if (!File.Exists(file))
            throw new InputException(
                $"{folder} has neither {name} nor {name}.gz: " +
                "copy the data set again, all of it.");
        try
        {
            using var raw = File.OpenRead(file);
            using var stream = file == plain ? (Stream)raw : new GZipStream(raw, CompressionMode.Decompress);
            return read(file, Header(file, stream, magic, dimensions), stream);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or OverflowException)
        {
            throw new InputException($"{file} is damaged or cut short: copy it again.", e);
        }
    }

    private static int[] Header(string file, Stream stream, int magic, int dimensions)
    {
        var header = new byte[4 * (1 + dimensions)];
        stream.ReadExactly(header);
        var numbers = header.Chunk(4).Select(b => BinaryPrimitives.ReadInt32BigEndian(b)).ToArray();
        if (numbers[0] != magic)
            throw new InputException(
                $"{file} begins with {numbers[0]}, and an IDX file of its kind with {magic}: " +
                "" +
                "copy the right file there.");
        return numbers[1..].All(n => n > 0)
            ? numbers[1..]
            : throw new InputException(
                $"{file} announces a size of {string.Join(" x ", numbers[1..])}: " +
                "copy it again.");
    }
}
