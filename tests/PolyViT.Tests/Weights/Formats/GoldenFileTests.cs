namespace PolyViT.Tests;

/// <summary>Files of the formats' own writers (Golden/make.py): every array in them counts 0, 1, 2, ..</summary>
public class GoldenFileTests
{
    [Theory]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void Numpys_archives(string name)
    {
        var file = Counting(name);
        Assert.Equal(
            "Transformer/encoderblock_0/kernel Float32 [2, 3], column_major Float64 [2, 3, 2], half Float16 [4], "
            + "bfloat16 BFloat16 [3], long Int64 [2, 2], int Int32 [2], byte Byte [5], step Int64 []", file.Tensors);
    }

    [Fact]
    public void A_state_dict_of_torch()
    {
        var file = Counting("state_dict.bin");
        Assert.Equal("count Int64 [], head.weight Float32 [2, 3], head.bias Float32 [2]", file.Tensors);
    }

    [Fact]
    public void Everything_that_a_training_script_saves_with_torch()
    {
        var file = Counting("nested.pth");
        Assert.Equal(
            "model.count Int64 [], model.head.weight Float32 [2, 3], model.head.bias Float32 [2], parameter Float32 [4], "
            + "shared.a Float32 [2, 3], shared.b Float32 [4, 6], turned Int64 [3, 2], bfloat16 BFloat16 [3], "
            + "half Float16 [4], double Float64 [2], byte Byte [5], int Int32 [2], truth Bool [2], none Float32 [0, 3], "
            + "shape.0 Int64 [], shape.1 Int64 [], epoch Int64 [], lr Float64 []", file.Tensors);
        Assert.Equal("vit", file.Texts["arch"]);
    }

    [Fact]
    public void A_checkpoint_of_flax()
    {
        var file = Counting("checkpoint.msgpack");
        Assert.Equal(
            "optimizer/target/encoder_norm/scale Float32 [4], optimizer/target/encoder_norm/bias Float32 [4], "
            + "optimizer/target/large Float32 [3, 2], global_step Int64 [], step Int32 [], rng Int64 [2], "
            + "accum_train_time Float64 []", file.Tensors);
        Assert.Equal("polyvit", file.Texts["metadata/name"]);
    }

    [Fact]
    public void What_torch_saves_and_no_state_dict_is_refused_by_name()
    {
        Refusal.Names(() => Counting("legacy.pth"), "legacy.pth", "before version 1.6");
        Refusal.Names(() => Counting("module.pth"), "module.pth", "__main__.Net", "nothing of it was run");
        Refusal.Names(() => Counting("script.pt"), "script.pt", "TorchScript");
    }

    // What is in a file; each tensor but the second number of a shape counts from 0.
    private static (string Tensors, IReadOnlyDictionary<string, string> Texts) Counting(string name)
    {
        var folder = Path.Combine(SharedFolder.Repository, "tests", "PolyViT.Tests", "Weights", "Formats", "Golden");
        using var scope = NewDisposeScope();
        using var file = CheckpointFiles.Open(Path.Combine(folder, name));
        foreach (var tensor in file.Tensors.Values.Where(t => t.Count > 0 && t.Name != "shape.1"))
            Assert.Equal(
                Enumerable.Range(0, (int)tensor.Count).Select(i => (double)i), tensor.Read().to(float64).data<double>().ToArray());
        return (string.Join(", ", file.Tensors.Values), file.Metadata);
    }
}
