using System.IO.Compression;

namespace PolyViT.Tests;

/// <summary>What the four readers give for files that are as they should be.</summary>
public class ReaderTests
{
    public static TheoryData<string> Formats => ["safetensors", "npz stored", "npz deflated", "flax", "torch"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_type_is_read_as_it_is_stored(string format)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        using var file = CheckpointFiles.Open(folder.Write("weights", Bytes(format, [.. MadeTensor.Types.Select(t => t.Tensor)])));
        Assert.Equal(MadeTensor.Types.Select(t => t.Tensor.Name), file.Tensors.Keys);
        foreach (var (made, type, values) in MadeTensor.Types)
        {
            var stored = file.Tensors[made.Name];
            Assert.Equal((made.Name, type), (stored.Name, stored.Type));
            Assert.Equal(made.Shape, stored.Shape);
            var read = stored.Read();
            Assert.Equal(type, read.dtype);
            Assert.Equal(made.Shape, read.shape);
            Assert.Equal(values, read.to(float64).data<double>().ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Values_are_copied_into_a_models_memory_whatever_its_type(string format)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        using var file = CheckpointFiles.Open(folder.Write("weights", Bytes(format, MadeTensor.Of("a", [2, 3], 1, 2, 3, 4, 5, 6))));
        var (same, other, part) = (zeros(2, 3), zeros(6, float64), zeros(2, 5));
        file.Tensors["a"].CopyTo(same);
        file.Tensors["a"].CopyTo(other);
        file.Tensors["a"].CopyTo(part.narrow(1, 1, 3));
        Assert.Equal([1, 2, 3, 4, 5, 6], same.data<float>().ToArray());
        Assert.Equal([1, 2, 3, 4, 5, 6], other.data<double>().ToArray());
        Assert.Equal([0, 1, 2, 3, 0, 0, 4, 5, 6, 0], part.data<float>().ToArray());
    }

    [Theory]
    [InlineData("safetensors", 33, 19)]
    [InlineData("safetensors", 16, 8)]
    [InlineData("npz stored", 40, 24)]
    [InlineData("npz deflated", 17, 9)]
    [InlineData("flax", 1, 50)]
    [InlineData("torch", 50, 1)]
    public void Matrices_are_copied_turned_and_into_parts_of_others(string format, int rows, int columns)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        float[] values = [.. Enumerable.Range(0, rows * columns).Select(i => (float)i)];
        using var file = CheckpointFiles.Open(folder.Write("weights", Bytes(format, MadeTensor.Of("a", [rows, columns], values))));
        var expected = tensor(values, [rows, columns]);
        foreach (var type in new[] { float32, float64 })
        {
            var (turned, part) = (zeros(columns, rows + 5, type), zeros(rows, columns + 3, type));
            file.Tensors["a"].CopyTurnedTo(turned.narrow(1, 2, rows));
            file.Tensors["a"].CopyTo(part.narrow(1, 1, columns));
            Same(expected.t(), turned.narrow(1, 2, rows));
            Same(expected, part.narrow(1, 1, columns));
            foreach (var whole in new[] { turned, part })
                Assert.Equal(values.Sum(v => (double)v), whole.to(float64).sum().item<double>());
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void The_content_tells_the_format_whatever_the_name_says(string format)
    {
        using var folder = new TempFolder();
        using var file = CheckpointFiles.Open(folder.Write("weights.bin", Bytes(format, MadeTensor.Of("a", [1], 1))));
        Assert.Equal(format[..3], file.Format switch
        {
            CheckpointFormat.Safetensors => "saf",
            CheckpointFormat.Npz => "npz",
            CheckpointFormat.MessagePack => "fla",
            _ => "tor",
        });
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Tensors_without_values_and_large_ones_are_read(string format)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var many = Enumerable.Range(0, 200_000).Select(i => (float)i).ToArray();
        var path = folder.Write("weights", Bytes(format, MadeTensor.Of("none", [0, 3]), MadeTensor.Of("many", [4, 50_000], many)));
        using var file = CheckpointFiles.Open(path);
        Assert.Equal([0, 3], file.Tensors["none"].Read().shape);
        Assert.Equal(many, file.Tensors["many"].Read().data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Reading_leaves_no_tensors_behind(string format)
    {
        using var folder = new TempFolder();
        var path = folder.Write("weights", Bytes(format, [.. MadeTensor.Types.Select(t => t.Tensor)]));
        using var scope = NewDisposeScope();
        var target = zeros(2, 1);
        using var file = CheckpointFiles.Open(path);
        file.Tensors["float"].CopyTo(target);
        var before = scope.DisposablesCount;
        foreach (var tensor in file.Tensors.Values)
            tensor.Lend(_ => { });
        file.Tensors["float"].CopyTo(target);
        Assert.Equal(before, scope.DisposablesCount);
    }

    [Theory]
    [InlineData("npz stored", true)]
    [InlineData("npz deflated", true)]
    [InlineData("torch", true)]
    [InlineData("flax", false)]
    [InlineData("safetensors", false)]
    public void Checksums_are_compared_before_values_are_wanted(string format, bool has)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        var bytes = Bytes(format, MadeTensor.Of("a", [3], 1, 2, 3), MadeTensor.Of("b", [2], 7, 7));
        using var file = CheckpointFiles.Open(folder.Write("weights", bytes));
        Assert.Equal(has, file.Tensors["a"].Check is not null);
        file.Tensors["a"].Check?.Invoke();
        Assert.Equal([1, 2, 3], file.Tensors["a"].Read().data<float>().ToArray());
        if (format is not ("npz stored" or "torch"))
            return;
        var damaged = bytes.AsSpan().IndexOf([.. BitConverter.GetBytes(7f), .. BitConverter.GetBytes(7f)]);
        bytes[damaged] ^= 1;
        using var bad = CheckpointFiles.Open(folder.Write("damaged", bytes));
        bad.Tensors["a"].Check!();
        Refusal.Names(() => bad.Tensors["b"].Check!(), "checksum");
        Refusal.Names(() => bad.Tensors["b"].Read(), "checksum");
    }

    [Fact]
    public void Safetensors_gives_its_metadata()
    {
        using var folder = new TempFolder();
        const string header = """{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}""";
        using var file = CheckpointFiles.Open(folder.Write("a", Made.Safetensors(header, [0, 0, 128, 63])));
        Assert.Equal("pt", file.Metadata["format"]);
        Assert.Equal(["a"], file.Tensors.Keys);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Arrays_in_column_order_and_of_every_header_version_are_read(CompressionLevel level)
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        byte[] columns = [.. new[] { 1f, 4, 2, 5, 3, 6 }.SelectMany(BitConverter.GetBytes)];
        using var file = CheckpointFiles.Open(folder.Write("a", Made.Zip(level,
            ("opt/target/a.npy", Made.Npy("<f4", "(2, 3)", columns, fortran: true)),
            ("two.npy", Made.Npy("<f4", "(6L,)", columns, version: 2)),
            ("three.npy", Made.Npy("<u4", "()", [255, 255, 255, 255], version: 3)),
            ("u2.npy", Made.Npy("<u2", "(1,)", [255, 255])),
            ("c8.npy", Made.Npy("<c8", "(1, 2)", [.. columns[..16]], fortran: true)))));
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Tensors["opt/target/a"].Read().data<float>().ToArray());
        Assert.Equal([1, 4, 2, 5, 3, 6], file.Tensors["two"].Read().data<float>().ToArray());
        Assert.Equal(uint.MaxValue, file.Tensors["three"].Read().item<long>());
        Assert.Equal(ushort.MaxValue, file.Tensors["u2"].Read().item<int>());
        Assert.Equal([2, 5], file.Tensors["c8"].Read().view_as_real()[0, 1].data<float>().ToArray());
    }

    [Fact]
    public void Flax_checkpoints_are_flattened_and_arrays_in_pieces_joined()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        byte[] Numbered(params byte[][] values) => Made.FlaxMap([.. values.Select((v, i) => ($"{i}", v))]);
        var pieces = Made.FlaxMap(
            ("__msgpack_chunked_array__", [0xc3]), ("shape", Numbered([2], [3])),
            ("chunks", Numbered(Made.FlaxArray(MadeTensor.Of("", [4], 1, 2, 3, 4)), Made.FlaxArray(MadeTensor.Of("", [2], 5, 6)))));
        var target = Made.FlaxMap(("a", pieces), ("b", Made.FlaxArray(MadeTensor.Of("", [1], 7))));
        using var file = CheckpointFiles.Open(folder.Write("checkpoint", Made.FlaxMap(
            ("optimizer", Made.FlaxMap(("target", target))), ("step", Made.FlaxArray(MadeTensor.Of("", [], 5), 3)),
            ("global_step", [0xcd, 1, 0]), ("rate", [0xcb, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0]), ("none", [0xc0]),
            ("list", [0x92, 1, 0xff]), ("note", Made.FlaxText("hello")))));
        Assert.Equal(["optimizer/target/a", "optimizer/target/b", "step", "global_step", "rate", "list/0", "list/1"], file.Tensors.Keys);
        var joined = file.Tensors["optimizer/target/a"].Read();
        Assert.Equal([2, 3], joined.shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], joined.data<float>().ToArray());
        Assert.Equal(256, file.Tensors["global_step"].Read().item<long>());
        Assert.Equal(0.5, file.Tensors["rate"].Read().item<double>());
        Assert.Equal(-1, file.Tensors["list/1"].Read().item<long>());
        Assert.Equal("hello", file.Metadata["note"]);
    }

    [Fact]
    public void Torch_views_share_storages_and_nested_names_are_joined()
    {
        using var scope = NewDisposeScope();
        using var folder = new TempFolder();
        string View(long offset, long[] shape, long[] strides) => Pickled.Tensor("float32", "0", 6, offset, shape, strides);
        var model = "}(" + Pickled.Text("turned") + View(0, [3, 2], [1, 3]) + Pickled.Text("part") + View(1, [2, 2], [3, 1])
            + Pickled.Text("tail") + View(4, [2], [1]) + "u";
        var pickle = Pickled.Map(Pickled.Text("model") + model + Pickled.Text("epoch") + Pickled.Number(12)
            + Pickled.Text("ema") + "](" + Pickled.Number(3) + "\u0088" + "e" + Pickled.Text("name") + Pickled.Text("deit"));
        byte[] values = [.. new[] { 1f, 2, 3, 4, 5, 6 }.SelectMany(BitConverter.GetBytes)];
        using var file = CheckpointFiles.Open(folder.Write("model.pth", Made.Torch(pickle, ("0", values))));
        Assert.Equal(["model.turned", "model.part", "model.tail", "epoch", "ema.0", "ema.1"], file.Tensors.Keys);
        Assert.Equal([1, 4, 2, 5, 3, 6], file.Tensors["model.turned"].Read().data<float>().ToArray());
        Assert.Equal([2, 3, 5, 6], file.Tensors["model.part"].Read().data<float>().ToArray());
        Assert.Equal([5, 6], file.Tensors["model.tail"].Read().data<float>().ToArray());
        Assert.Equal(12, file.Tensors["epoch"].Read().item<long>());
        Assert.True(file.Tensors["ema.1"].Read().item<bool>());
        Assert.Equal("deit", file.Metadata["name"]);
    }

    private static void Same(Tensor expected, Tensor actual) =>
        Assert.Equal(0, expected.to(float64).Subtract(actual.to(float64)).abs().max().item<double>());

    internal static byte[] Bytes(string format, params MadeTensor[] tensors) => format switch
    {
        "safetensors" => Made.Safetensors(tensors),
        "npz stored" => Made.Npz(CompressionLevel.NoCompression, tensors),
        "npz deflated" => Made.Npz(CompressionLevel.Optimal, tensors),
        "flax" => Made.Flax(tensors),
        _ => Made.Torch(tensors),
    };
}
