using System.IO.Compression;
using System.Text;

namespace PolyViT.Tests;

/// <summary>Damaged and hostile files: each is refused with its name and the reason, and the key where there
/// is one.</summary>
public class BadFileTests
{
    private const string Good = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""";

    [Theory]
    [InlineData("\"[0,8]\"", "has no dtype, shape and data_offsets")]
    [InlineData("[0,4]", "another size")]
    [InlineData("[4,12]", "lies outside")]
    [InlineData("[-8,0]", "lies outside")]
    [InlineData("[9223372036854775807,-9223372036854775801]", "lies outside")]
    [InlineData("[0.5,8]", "has no dtype, shape and data_offsets")]
    public void Safetensors_with_wrong_places(string offsets, string why) =>
        Refuses(Made.Safetensors(Good.Replace("[0,8]", offsets, StringComparison.Ordinal), new byte[8]), "'a'", why);

    [Theory]
    [InlineData("[-2]", "impossible shape")]
    [InlineData("[4611686018427387904,4]", "impossible shape")]
    [InlineData("[0,4611686018427387904,4]", "impossible shape")]
    [InlineData("[99999999999999999999]", "has no dtype, shape and data_offsets")]
    [InlineData("[3]", "another size")]
    public void Safetensors_with_wrong_shapes(string shape, string why) =>
        Refuses(Made.Safetensors(Good.Replace("[2]", shape, StringComparison.Ordinal), new byte[8]), "'a'", why);

    [Theory]
    [InlineData("""{"a":{"dtype":"F8_E5M2","shape":[8],"data_offsets":[0,8]}}""", "'a' has the type F8_E5M2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "'a' has no dtype, shape and data_offsets")]
    [InlineData("""{"a":7}""", "'a' has no dtype, shape and data_offsets")]
    [InlineData("""{"a":""", "not JSON")]
    [InlineData("""{}""", "8 bytes at its end belong to no tensor")]
    [InlineData("""{"__metadata__":{"a":1}}""", "__metadata__")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "not text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' stands in it twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'b' overlaps")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "leaves a hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes at its end")]
    public void Safetensors_with_a_wrong_header(string header, string why) => Refuses(Made.Safetensors(header, new byte[8]), why);

    [Theory]
    [InlineData(1000)]
    [InlineData(90_000_000)]
    public void Safetensors_whose_header_is_longer_than_the_file(long length) =>
        Refuses([.. BitConverter.GetBytes(length), .. Encoding.UTF8.GetBytes(Good), .. new byte[8]], "header does not fit");

    [Theory]
    [MemberData(nameof(ReaderTests.Formats), MemberType = typeof(ReaderTests))]
    public void Files_cut_short_anywhere(string format)
    {
        var whole = ReaderTests.Bytes(format, [.. MadeTensor.Types.Select(t => t.Tensor)]);
        for (var length = 0; length < whole.Length; length += 7)
            Refuses(whole[..length]);
    }

    [Theory]
    [InlineData("npz stored")]
    [InlineData("npz deflated")]
    [InlineData("torch")]
    public void Values_with_another_checksum(string format)
    {
        var file = ReaderTests.Bytes(format, MadeTensor.Of("key", [3], 1, 2, 3), MadeTensor.Of("other", [1], 8));
        byte[] values = [.. BitConverter.GetBytes(2f), .. BitConverter.GetBytes(3f)];
        var at = format == "npz deflated" ? file.AsSpan().IndexOf("key.npy"u8) + 75 : file.AsSpan().IndexOf(values);
        file[at] ^= 1;
        Refuses(file, format == "torch" ? "data/0" : "key.npy");
    }

    [Theory]
    [InlineData("|O", "(1,)", "pickled Python objects")]
    [InlineData("<U4", "(1,)", "type <U4")]
    [InlineData(">f4", "(2,)", "big-endian")]
    [InlineData("<f4", "(-2,)", "impossible shape")]
    [InlineData("<f4", "(4611686018427387904, 4)", "impossible shape")]
    [InlineData("<f4", "(2, x)", "impossible shape")]
    [InlineData("<f4", "(3,)", "need 12")]
    [InlineData("<f4", "2", "no head")]
    public void Arrays_with_a_wrong_head(string type, string shape, string why) =>
        Refuses(Made.Zip(CompressionLevel.Optimal, ("key.npy", Made.Npy(type, shape, new byte[8]))), "'key.npy'", why);

    [Theory]
    [InlineData("../key.npy")]
    [InlineData("a/../../key.npy")]
    [InlineData("/etc/key.npy")]
    [InlineData("C:key.npy")]
    [InlineData("a\\key.npy")]
    public void Names_that_lead_out_of_the_archive(string name) =>
        Refuses(Made.Zip(CompressionLevel.Optimal, (name, Made.Npy("<f4", "(1,)", new byte[4]))), name, "leads out");

    [Fact]
    public void Archives_with_a_name_twice() =>
        Refuses(Made.Zip(CompressionLevel.Optimal, ("a.npy", Made.Npy("<f4", "(1,)", new byte[4])),
            ("a.npy", Made.Npy("<f4", "(1,)", new byte[4]))), "'a.npy' stands in it twice");

    [Fact]
    public void Archives_of_other_things() =>
        Refuses(Made.Zip(CompressionLevel.Optimal, ("readme.txt", "weights"u8.ToArray())), "other things than weights");

    [Fact]
    public void Archives_that_fill_memories()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("zeros.npy", CompressionLevel.Optimal).Open())
        {
            entry.Write(Made.Npy("|u1", "(1073741824,)", []));
            for (var i = 0; i < 1024; i++)
                entry.Write(new byte[1 << 20]);
        }
        Refuses(stream.ToArray(), "grow to more than 200 times");
    }

    [Fact]
    public void Parts_that_announce_another_size_than_they_have()
    {
        var shorter = Made.Zip(CompressionLevel.Optimal, ("key.npy", Made.Npy("<f4", "(2,)", new byte[9])));
        Refuses(WithSize(shorter, shorter.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24, -1), "'key.npy' has more than");
        var longer = Made.Zip(CompressionLevel.Optimal, ("key.npy", Made.Npy("<f4", "(3,)", new byte[8])));
        Refuses(WithSize(longer, longer.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24, 4), "'key.npy' is damaged or cut short");
        Refuses(WithSize(longer, longer.AsSpan().LastIndexOf("PK\u0001\u0002"u8) + 24, 1 << 30), "'key.npy' announces");
    }

    [Fact]
    public void Parts_that_lie_in_each_other()
    {
        var file = Made.Npz(CompressionLevel.NoCompression, MadeTensor.Of("a", [1], 1), MadeTensor.Of("b", [1], 1));
        var first = file.AsSpan().IndexOf("a.npy"u8);
        var second = file.AsSpan().IndexOf("b.npy"u8);
        // The table's second entry points to the first part, which is renamed to match.
        var entry = file.AsSpan().LastIndexOf("b.npy"u8);
        BitConverter.GetBytes(0).CopyTo(file, entry - 4);
        Refuses(file, "'b.npy' does not lie where its table says");
        file[first] = (byte)'b';
        Assert.True(second > first);
        Refuses(file, "'a.npy' does not lie where its table says");
        file[file.AsSpan().LastIndexOf("a.npy"u8)] = (byte)'b';
        Refuses(file, "twice");
    }

    [Theory]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xc9, 0, 0, 0, 99, 1 }, "cut short")]
    [InlineData(new byte[] { 0xdf, 0xff, 0xff, 0xff, 0xff }, "cut short")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xdd, 0xff, 0xff, 0xff, 0xff }, "cut short")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xdb, 0xff, 0xff, 0xff, 0xff }, "a text at byte 8")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xc6, 0xff, 0xff, 0xff, 0xff }, "it ends within")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xc1 }, "0xc1")]
    [InlineData(new byte[] { 0x81, 0xc0, 1 }, "no text")]
    [InlineData(new byte[] { 0x82, 0xa1, 0x61, 1, 0xa1, 0x61, 1 }, "'a' stands in one map twice")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 1, 0 }, "1 bytes follow its end")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, "larger than 2^63")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xd4, 9, 0 }, "extension type 9")]
    [InlineData(new byte[] { 0x81, 0xa1, 0x61, 0xa1, 0x61 }, "no tensors")]
    public void Flax_checkpoints_that_are_damaged(byte[] file, string why) => Refuses(file, why);

    [Fact]
    public void Flax_checkpoints_with_wrong_arrays()
    {
        byte[] One(MadeTensor t) => Made.Flax(t);
        Refuses(One(new("a", "float32", [3], new byte[8])), "8 bytes");
        Refuses(One(new("a", "object", [1], new byte[8])), "type 'object'");
        var deep = Enumerable.Repeat((byte[])[0x81, 0xa1, 0x61], 100).SelectMany(b => b).Append((byte)1).ToArray();
        Refuses(deep, "nested more than 64");
        var lost = Made.FlaxMap(("a", Made.FlaxMap(("__msgpack_chunked_array__", [0xc3]), ("shape", Made.FlaxMap(("0", [2]))))));
        Refuses(lost, "in pieces");
    }

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0echotR", "os.system")]
    [InlineData("c__builtin__\neval\n(X\u0001\0\0\0 tR", "__builtin__.eval")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n(tR", "numpy.core.multiarray._reconstruct")]
    [InlineData("\u008c\u0002os\u008c\u0006system\u0093)R", "os.system")]
    [InlineData("ccollections\nOrderedDict\n)\u0081", "NEWOBJ")]
    [InlineData("(ios\nsystem\n", "INST")]
    [InlineData("Pid\n", "PERSID")]
    [InlineData("X\u0002\0\0\0idQ", "something else than a storage")]
    [InlineData("(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\09X\u0003\0\0\0cpuK\u0001tQ", "storage '9' is not in it")]
    [InlineData("h\u0007", "value 7 that it has not saved")]
    [InlineData("u", "lacks")]
    [InlineData("R", "lacks")]
    [InlineData("t", "lacks a mark")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ff", "cut short")]
    [InlineData("X\u00ff\u00ff\u00ff\u007f", "cut short")]
    [InlineData("c", "cut short")]
    [InlineData("\u008a\u0009123456789", "integer of 9 bytes")]
    [InlineData("}Nb", "no tensors")]
    [InlineData("ccollections\nOrderedDict\nK\u0001\u0085R", "with arguments")]
    public void Pickles_that_are_no_state_dict(string body, string why) =>
        Refuses(Made.Torch(Pickled.Program(body), ("0", new byte[4])), why);

    [Theory]
    [InlineData(6, 0, new long[] { 7 }, new long[] { 1 }, "7 values, and its storage 6")]
    [InlineData(6, 1, new long[] { 6 }, new long[] { 1 }, "lies outside")]
    [InlineData(6, 0, new long[] { 2, 2 }, new long[] { 5, 1 }, "lies outside")]
    [InlineData(6, 0, new long[] { 2000000000 }, new long[] { 0 }, "2000000000 values")]
    [InlineData(6, -1, new long[] { 1 }, new long[] { 1 }, "do not fit together")]
    [InlineData(6, 0, new long[] { -1 }, new long[] { 1 }, "do not fit together")]
    [InlineData(6, 5, new long[] { 2 }, new long[] { -1 }, "do not fit together")]
    [InlineData(6, 0, new long[] { 1, 1 }, new long[] { 1 }, "do not fit together")]
    [InlineData(7, 0, new long[] { 1 }, new long[] { 1 }, "24 bytes, and not those of the 7 values")]
    public void Torch_views_that_do_not_fit_their_storage(long count, long offset, long[] shape, long[] strides, string why)
    {
        var tensor = Pickled.Tensor("float32", "0", count, offset, shape, strides);
        Refuses(Made.Torch(Pickled.Map(Pickled.Text("key") + tensor), ("0", new byte[24])), why);
    }

    [Fact]
    public void Pickles_that_name_their_parts_over_and_over()
    {
        // Each list holds the one before it twice: 2^60 numbers in a kilobyte.
        var doubled = Enumerable.Range(0, 60).Select(i => $"q{(char)i}](h{(char)i}h{(char)i}e");
        var laughs = string.Concat(doubled);
        Refuses(Made.Torch(Pickled.Program("]K\u0001a" + laughs), ("0", [])), "more than 100000 entries");
        Refuses(Made.Torch(Pickled.Program("]" + laughs), ("0", [])), "more than 1000000 entries");
        Refuses(Made.Torch(Pickled.Program("]q\u0001h\u0001a"), ("0", [])), "nested more than 64");
    }

    [Fact]
    public void Files_of_no_known_format()
    {
        Refuses([]);
        Refuses("hello, world"u8.ToArray(), "none of the known formats");
        Refuses([0x93, .. "NUMPY"u8, 1, 0, 0, 0], "single NumPy array");
        Refuses([0x89, .. "HDF\r\n"u8, 26, 10], "HDF5");
        using var folder = new TempFolder();
        Refusal.Names(() => CheckpointFiles.Open(folder["absent"]), folder["absent"], "check the path");
        Refusal.Names(() => CheckpointFiles.Open(folder.Root), folder.Root);
    }

    [Fact]
    public void Files_that_become_shorter_while_they_are_read()
    {
        using var folder = new TempFolder();
        var path = folder.Write("a", Made.Safetensors(MadeTensor.Of("a", [4], 1, 2, 3, 4)));
        using var file = CheckpointFiles.Open(path);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^3]);
        Refusal.Names(() => file.Tensors["a"].Read().Dispose(), path, "became shorter");
    }

    private static byte[] WithSize(byte[] file, int at, int more)
    {
        byte[] changed = [.. file];
        BitConverter.GetBytes(BitConverter.ToInt32(file, at) + more).CopyTo(changed, at);
        return changed;
    }

    private static void Refuses(byte[] file, params string[] parts)
    {
        using var folder = new TempFolder();
        var path = folder.Write("the-file", file);
        Refusal.Names(() =>
        {
            using var scope = NewDisposeScope();
            _ = CheckpointFiles.ReadAll(path);
        }, [path, .. parts]);
    }
}
