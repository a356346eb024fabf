using System.IO.Compression;
using System.Text;

namespace PolyViT.Tests;

/// <summary>What is damaged, and how a file is made of it.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Seeds">Sound ones.</param>
/// <param name="File">The file of one; the identity where the whole file is damaged.</param>
public sealed record FuzzTarget(string Name, byte[][] Seeds, Func<byte[], byte[]> File)
{
    /// <summary>Reads a file.</summary>
    public Action<string> Read { get; init; } = path =>
    {
        using var file = CheckpointFiles.Open(path);
        foreach (var tensor in file.Tensors.Values)
            tensor.Lend(_ => { });
    };

    private static readonly MadeTensor[] Tensors =
        [.. MadeTensor.Types.Select(t => t.Tensor), MadeTensor.Of("many", [8, 40], [.. Enumerable.Range(0, 320).Select(i => (float)i)])];

    /// <summary>The four formats, and what lies behind their checksums and lengths.</summary>
    public static FuzzTarget[] All =>
    [
        new("safetensors", [Made.Safetensors(Tensors)], file => file),
        new("safetensors header", [Header],
            header => Made.Safetensors(Encoding.Latin1.GetString(header), new byte[Tensors.Sum(t => t.Bytes.Length)])),
        new("npz", [Made.Npz(CompressionLevel.NoCompression, Tensors), Made.Npz(CompressionLevel.Optimal, Tensors)], file => file),
        new("npz array", [Made.Npy("<f4", "(2, 3)", new byte[24]), Made.Npy("<c8", "(3, 1)", new byte[24], fortran: true, version: 2)],
            array => Made.Zip(CompressionLevel.Optimal, ("a.npy", array))),
        new("flax", [Made.Flax(Tensors), Made.FlaxMap(("optimizer", Made.Flax(Tensors)))], file => file),
        new("torch", [Made.Torch(Tensors)], file => file),
        new("torch pickle", [Pickle(), Encoding.Latin1.GetBytes(Pickled.Map(Pickled.Text("a") + Views))],
            pickle => Made.Torch(Encoding.Latin1.GetString(pickle), ("0", new byte[24]), ("1", new byte[24]))),
        new("model card", [CardedModel], file => file) { Read = path => ModelFile.Load(path).Model.Dispose() },
    ];

    private static byte[] CardedModel
    {
        get
        {
            var path = Path.GetTempFileName();
            using var model = PolyVit.Create(
                new(2, 1, 1, 2, new(2, 2, 2, 2, 2), [2, 2], [2, 2, 2], [2, 2]),
                [new() { Name = "a", Modality = Modality.Image, Classes = 2 }], 1);
            _ = ModelFile.Save(path, model);
            var bytes = System.IO.File.ReadAllBytes(path);
            System.IO.File.Delete(path);
            System.IO.File.Delete(ModelFile.CardPath(path));
            return bytes;
        }
    }

    private static byte[] Header =>
        Made.Safetensors(Tensors) is var file ? file[8..(8 + BitConverter.ToInt32(file))] : [];

    private static string Views =>
        Pickled.Tensor("float32", "0", 6, 1, [2, 2], [1, 2]) + Pickled.Text("b") + Pickled.Tensor("int64", "1", 3, 0, [3], [1]);

    private static byte[] Pickle()
    {
        using var zip = new ZipArchive(new MemoryStream(Made.Torch(Tensors)));
        using var whole = new MemoryStream();
        using var part = zip.GetEntry("archive/data.pkl")!.Open();
        part.CopyTo(whole);
        return whole.ToArray();
    }
}

/// <summary>Damage to files, which a number alone decides.</summary>
public static class Fuzz
{
    /// <summary>What became of a damaged file: true when it was read all the same, false when it was refused.</summary>
    /// <param name="target">What is damaged.</param>
    /// <param name="seed">The run.</param>
    /// <param name="number">The case in the run.</param>
    /// <param name="path">Where the file is put.</param>
    public static bool Try(FuzzTarget target, ulong seed, int number, string path)
    {
        var rng = Rng.At(seed, target.Name, number);
        var sound = target.Seeds[rng.Below(0, target.Seeds.Length)];
        File.WriteAllBytes(path, target.File(Damaged(sound, rng.Fork(1))));
        using var scope = NewDisposeScope();
        try
        {
            target.Read(path);
            return true;
        }
        catch (InputException)
        {
            return false;
        }
    }

    private static byte[] Damaged(byte[] sound, Rng rng)
    {
        var bytes = sound.ToList();
        for (var i = rng.Below(0, 4); i >= 0 && bytes.Count > 0; i--)
            Damage(bytes, rng.Fork(i + 1));
        return [.. bytes];
    }

    // One of: flipped bits, extreme values, digits changed, cut short, a part doubled, moved or taken out.
    private static void Damage(List<byte> bytes, Rng rng)
    {
        var (at, length) = (rng.Below(1, bytes.Count), 0);
        length = Math.Min(1 + rng.Below(2, rng.Below(3, 8) == 0 ? bytes.Count : 8), bytes.Count - at);
        switch (rng.Below(4, 7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << rng.Below(5, 8));
                break;
            case 1:
                for (var i = 0; i < length; i++)
                    bytes[at + i] = new byte[] { 0, 1, 0x7f, 0x80, 0xff, 0xfe }[rng.Below(5, 6)];
                break;
            case 2:
                for (var i = 0; i < bytes.Count; i++)
                    if (char.IsAsciiDigit((char)bytes[i]) && rng.Below(6 + i, 12) == 0)
                        bytes[i] = (byte)('0' + rng.Below(6 + bytes.Count + i, 10));
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.InsertRange(rng.Below(5, bytes.Count), bytes[at..(at + length)]);
                break;
            case 5:
                bytes.RemoveRange(at, length);
                break;
            default:
                bytes[at] = (byte)rng.Below(5, 256);
                break;
        }
    }
}
