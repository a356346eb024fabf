using System.Globalization;
using System.Text.Json;

namespace PolyViT.Tests;

/// <summary>The model against scenic's own code, run in float64 on a tiny PolyViT (fixture
/// scenic-polyvit).</summary>
public class ScenicPolyVitTests
{
    private static readonly TaskSpec[] Tasks =
    [
        Task("img_soft", Modality.Image, 7, TaskKind.Label), Task("img_multi", Modality.Image, 5, TaskKind.MultiLabel),
        Task("vid_soft", Modality.Video, 6, TaskKind.Label), Task("vid_multi", Modality.Video, 4, TaskKind.MultiLabel),
        Task("aud_soft", Modality.Audio, 5, TaskKind.Label), Task("aud_multi", Modality.Audio, 9, TaskKind.MultiLabel),
    ];

    public static TheoryData<string> Names => [.. Tasks.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Logits_and_hidden_states_are_scenics(string name)
    {
        using var scope = NewDisposeScope();
        var (task, io) = (Tasks.Single(t => t.Name == name), Io());
        foreach (var type in new[] { ScalarType.Float32, ScalarType.Float64 })
        {
            using var model = Model(type);
            var modality = task.Modality.ToString().ToLowerInvariant();
            var seen = new Dictionary<string, Tensor>();
            var logits = model.Logits(task, io[$"input.{modality}"].to(type), null,
                (key, value) => seen[key] = value[0].detach().clone().DetachFromDisposeScope());
            var atol = type == ScalarType.Float32 ? 2e-5 : 1e-10;
            Close(io[$"{name}.logits"], logits, atol);
            Close(io[$"{modality}.hidden_states_ex0"][0], seen["tokens"], atol);
            for (var layer = 0; layer < 4; layer++)
                Close(io[$"{modality}.hidden_states_ex0"][layer + 1], seen[$"block_{layer}"], atol);
            Close(io[$"{modality}.encoder_norm_ex0"], seen["encoder_norm"], atol);
            foreach (var value in seen.Values)
                value.Dispose();
        }
    }

    [Fact]
    public void One_channel_of_audio_equals_three_equal_ones()
    {
        using var scope = NewDisposeScope();
        var io = Io();
        using var model = Model(ScalarType.Float32);
        var mono = model.Logits(Tasks[4], io["input.audio_mono"].unsqueeze(-1));
        Close(io["aud_soft.logits"], mono, 2e-5);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Losses_are_scenics(string name)
    {
        using var scope = NewDisposeScope();
        var io = Io();
        using var golden = Json("losses.json");
        foreach (var entry in golden.RootElement.GetProperty(name).EnumerateObject())
        {
            if (!entry.Name.StartsWith("label_smoothing=", StringComparison.Ordinal))
                continue;
            var smoothing = double.Parse(entry.Name.Split('=', ',')[1], CultureInfo.InvariantCulture);
            var task = Tasks.Single(t => t.Name == name) with { LabelSmoothing = smoothing };
            var mask = entry.Name.Contains("masked", StringComparison.Ordinal) ? io["batch_mask"] : ones(3);
            var loss = Losses.Of(task, io[$"{name}.logits"], io[$"{name}.label"].to(float64), mask.to(float64));
            Assert.Equal(entry.Value.GetDouble(), loss.item<double>(), 6);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Float32_gradients_are_scenics_within_its_own_rounding(string name)
    {
        using var scope = NewDisposeScope();
        var io = Io();
        using var golden = Json("losses.json");
        var soft = name.EndsWith("soft", StringComparison.Ordinal);
        var task = Tasks.Single(t => t.Name == name) with { LabelSmoothing = soft ? 0.1 : 0 };
        using var model = Model(ScalarType.Float32);
        var x = io[$"input.{task.Modality.ToString().ToLowerInvariant()}"];
        Losses.Of(task, model.Logits(task, x), io[$"{name}.label"], ones(3)).backward();

        var norm = golden.RootElement.GetProperty(name).GetProperty($"grad_global_norm(label_smoothing={(soft ? "0.1" : "0")})").GetDouble();
        Assert.InRange(model.Parameters.Gradients.Length().item<float>() / norm, 1 - 1e-5, 1 + 1e-5);
        foreach (var key in io.Keys.Where(k => k.StartsWith($"{name}.grad/params/", StringComparison.Ordinal)))
            Close(io[key], Gradient(model, key.Split("/params/")[1]), 1e-4 * io[key].abs().max().item<double>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_scenics_and_exactly_zero_elsewhere(string name)
    {
        using var scope = NewDisposeScope();
        var io = Io();
        using var golden = Json("losses.json");
        var expected = golden.RootElement.GetProperty(name);
        var soft = name.EndsWith("soft", StringComparison.Ordinal);
        var task = Tasks.Single(t => t.Name == name) with { LabelSmoothing = soft ? 0.1 : 0 };
        using var model = Model(ScalarType.Float64);
        var x = io[$"input.{task.Modality.ToString().ToLowerInvariant()}"].to(float64);
        var target = io[$"{name}.label"].to(float64);
        Losses.Of(task, model.Logits(task, x), target, ones(3, float64)).backward();

        var norm = model.Parameters.Gradients.norm().item<double>();
        Assert.Equal(expected.GetProperty($"grad_global_norm(label_smoothing={(soft ? "0.1" : "0")})").GetDouble(), norm, 1e-6);
        foreach (var key in io.Keys.Where(k => k.StartsWith($"{name}.grad/params/", StringComparison.Ordinal)))
            Close(io[key], Gradient(model, key.Split("/params/")[1]), 1e-7);
        var zero = expected.GetProperty("parameters_with_zero_gradient").EnumerateArray().Select(e => e.GetString()!);
        foreach (var spec in model.Parameters.Specs)
            Assert.Equal(
                zero.Any(z => spec.Name.StartsWith(z + "/", StringComparison.Ordinal)),
                model.Parameters[spec.Name].grad!.norm().item<double>() == 0);
    }

    private static Tensor Gradient(PolyVit model, string name)
    {
        if (!name.EndsWith("query/bias", StringComparison.Ordinal))
            return model.Parameters[name].grad!;
        var qkv = model.Parameters[name.Replace("query", "qkv", StringComparison.Ordinal)].grad!;
        return qkv.narrow(0, 0, model.Config.Dim);
    }

    internal static PolyVit Model(ScalarType type)
    {
        var inputs = new InputShapes(24, 6, 16, 40, 24) { ImageWidth = 32, FrameWidth = 24 };
        var config = new ModelConfig(48, 4, 4, 96, inputs, [8, 8], [2, 8, 8], [8, 8]);
        var model = PolyVit.Create(config, Tasks, 0, type: type);
        Scenic.Load(model, Safetensors.Read(SharedFolder.Require("fixtures/scenic-polyvit/params.safetensors")));
        return model;
    }

    private static TaskSpec Task(string name, Modality modality, int classes, TaskKind kind) =>
        new() { Name = name, Modality = modality, Classes = classes, Kind = kind };

    private static IReadOnlyDictionary<string, Tensor> Io() =>
        Safetensors.Read(SharedFolder.Require("fixtures/scenic-polyvit/io.safetensors"));

    private static JsonDocument Json(string name) =>
        JsonDocument.Parse(File.ReadAllText(SharedFolder.Require("fixtures/scenic-polyvit/" + name)));

    private static void Close(Tensor expected, Tensor actual, double atol)
    {
        var difference = expected.to(float64).reshape(actual.shape).Subtract(actual.to(float64)).abs().max().item<double>();
        Assert.True(difference <= atol, $"largest difference {difference}");
    }
}
