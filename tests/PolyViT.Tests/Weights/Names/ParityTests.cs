namespace PolyViT.Tests;

/// <summary>Public checkpoints under their own names against the outputs of the codes that they come
/// from.</summary>
public class ParityTests(ITestOutputHelper output)
{
    private const double Float32 = 2e-5; // suggested_atol of every fixture
    private const double Float64 = 1e-11;

    [Theory]
    [InlineData("tanh", Gelu.Tanh)]
    [InlineData("erf", Gelu.Exact)]
    public void AugReg_vit_is_vision_transformers_and_timms(string reference, Gelu gelu) => Agrees(
        $"AugReg ViT, {reference}", "augreg-vit/weights.npz", "augreg-vit/io.safetensors", "image_nhwc", x => x,
        key => $"{reference}.{key}", new() { Gelu = gelu });

    [Fact]
    public void Timm_vit_is_timms() => Agrees(
        "timm ViT", "timm-vit/model.safetensors", "timm-vit/io.safetensors", "image_nchw", x => x.permute(0, 2, 3, 1),
        key => key == "final_norm_cls" ? "pre_head" : key, new());

    [Theory]
    [InlineData("model.safetensors")]
    [InlineData("scenic_params.safetensors")]
    public void Vivit_is_hugging_faces_and_scenics(string file) => Agrees(
        $"ViViT, {file}", $"hf-vivit/{file}", "hf-vivit/io.safetensors", "video_bthwc", x => x, key => key, new());

    [Fact]
    public void Scenic_polyvit_is_scenics()
    {
        using var scope = NewDisposeScope();
        var io = Safetensors.Read(SharedFolder.Require("fixtures/scenic-polyvit/io.safetensors"));
        foreach (var type in new[] { float32, float64 })
        {
            using var loaded = Load("scenic-polyvit/params.safetensors", new(), type);
            Assert.Equal(6, loaded.Model.Tasks.Length);
            foreach (var task in loaded.Model.Tasks)
            {
                var modality = task.Modality.ToString().ToLowerInvariant();
                var got = Outputs.Of(loaded.Model, task, io[$"input.{modality}"].to(type));
                Compare($"scenic PolyViT, {task.Name}", type, got, new(
                    io[$"{modality}.hidden_states_ex0"], io[$"{modality}.encoder_norm_ex0"][0].unsqueeze(0), io[$"{task.Name}.logits"]));
            }
        }
    }

    private void Agrees(
        string name, string weights, string io, string input, Func<Tensor, Tensor> ours, Func<string, string> key, LoadOptions options)
    {
        using var scope = NewDisposeScope();
        var golden = Safetensors.Read(SharedFolder.Require("fixtures/" + io));
        var wanted = new Outputs(
            golden[key("hidden_states_ex0")], golden[key("final_norm_cls")], golden[key("logits")]);
        foreach (var type in new[] { float32, float64 })
        {
            using var loaded = Load(weights, options, type);
            Assert.True(loaded.Report.Complete);
            var got = Outputs.Of(loaded.Model, loaded.Model.Tasks[0], ours(golden["input." + input]).to(type));
            Compare(name, type, got, wanted);
        }
    }

    private static LoadedModel Load(string weights, LoadOptions options, ScalarType type) => Weights.Load(
        SharedFolder.Require("fixtures/" + weights), options, print: TextWriter.Null, type: type);

    private void Compare(string name, ScalarType type, Outputs got, Outputs wanted)
    {
        var (hidden, norm, logits) = (
            Outputs.Difference(wanted.Hidden, got.Hidden), Outputs.Difference(wanted.Norm, got.Norm[..(int)wanted.Norm.size(0)]),
            Outputs.Difference(wanted.Logits, got.Logits));
        output.WriteLine($"{name}, {type}: hidden states {hidden:E1}, final norm {norm:E1}, logits {logits:E1}");
        Assert.InRange(Math.Max(hidden, Math.Max(norm, logits)), 0, type == float32 ? Float32 : Float64);
    }
}
