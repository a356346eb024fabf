namespace PolyViT.Tests;

/// <summary>The single-task models of the paper are PolyViTs with one task.</summary>
public class BaselineTests
{
    private static readonly ModelConfig Tiny =
        new(12, 3, 3, 20, new InputShapes(8, 6, 8, 36, 26), [4, 4], [2, 4, 4], [16, 16]);

    public static TheoryData<Modality> Modalities => [.. Enum.GetValues<Modality>()];

    [Theory]
    [MemberData(nameof(Modalities))]
    public void A_polyvit_is_each_of_its_baselines(Modality modality)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        var baseline = modality switch
        {
            Modality.Image => Baseline.Vit(Tiny, "one", 5),
            Modality.Video => Baseline.Vivit(Tiny, "one", 5),
            _ => Baseline.Ast(Tiny, "one", 5),
        };
        TaskSpec[] others =
        [
            new() { Name = "pictures", Modality = Modality.Image, Classes = 2 },
            new() { Name = "clips", Modality = Modality.Video, Classes = 3, Pooling = Pooling.Gap },
            new() { Name = "sounds", Modality = Modality.Audio, Classes = 4, HiddenSizes = [7] },
        ];
        using var one = PolyVit.Create(baseline.Config, [baseline.Task], 1);
        using var all = PolyVit.Create(baseline.Config, [.. others, baseline.Task], 2);
        foreach (var spec in one.Parameters.Specs)
            _ = all.Parameters[spec.Name].copy_(one.Parameters[spec.Name]);
        var x = Rng.At(3, "input", 0).Normal([2, .. Tiny.Inputs.Of(modality)]);
        Assert.True(one.Logits(baseline.Task, x).equal(all.Logits(baseline.Task, x)).all().item<bool>());
    }

    [Fact]
    public void The_public_ast_has_its_published_size()
    {
        var size = ModelConfig.Base16 with { Inputs = InputShapes.Paper with { SpectrogramFrames = 1024 } };
        var ast = Baseline.Ast(size, "audioset", 527);
        Assert.Equal([12, 101], ParameterLayout.Grid(ast.Config, Modality.Audio));
        // Encoder, patch kernel of one channel, two tokens, 1214 places, LayerNorm and projection.
        Assert.Equal(
            85_056_000 + ((256 * 768) + 768) + (2 * 768) + (1214 * 768) + (2 * 768) + (769 * 527),
            ParameterLayout.Count(ast.Config, [ast.Task]));
    }

    [Fact]
    public void Gradients_of_the_baselines_are_those_of_finite_differences_in_float64()
    {
        using var scope = NewDisposeScope();
        (Baseline Baseline, TaskSpec Task)[] cases =
        [
            Case(Baseline.Vit(Tiny with { Gelu = Gelu.Exact, QkvBias = false, FinalNorm = false }, "vit", 3),
                t => t with { Pooling = Pooling.Patches, HeadNorm = 1e-6 }),
            Case(Baseline.Vit(Tiny, "deit", 3), t => t with { DistillationHead = true, Representation = 6 }),
            Case(Baseline.Vivit(Tiny, "vivit", 3), t => t with { Kind = TaskKind.MultiLabel, LabelSmoothing = 0.1 }),
            Case(Baseline.Ast(Tiny, "ast", 3), t => t with { Kind = TaskKind.MultiHeadLabel, ClassSplits = [1, 2] }),
        ];
        foreach (var (baseline, task) in cases)
        {
            using var model = PolyVit.Create(baseline.Config, [task], 7, type: float64);
            var x = Rng.At(3, "input", 0).Normal([2, .. Tiny.Inputs.Of(task.Modality)]).to(float64);
            var y = nn.functional.one_hot(tensor(new long[] { 0, 2 }), task.Classes).to(float64);
            Tensor Loss() => Losses.Of(task, model.Logits(task, x), y, ones(2, float64));
            model.Parameters.ZeroGradients();
            Loss().backward();
            foreach (var index in Enumerable.Range(0, 40).Select(i => Rng.At(9, task.Name, i).Below(0, (int)model.Parameters.Count)))
            {
                using var quiet = no_grad();
                var cell = model.Parameters.Values.narrow(0, index, 1);
                cell.AddInPlace(ones(1, float64), 1e-5);
                var high = Loss().item<double>();
                cell.AddInPlace(ones(1, float64), -2e-5);
                var low = Loss().item<double>();
                cell.AddInPlace(ones(1, float64), 1e-5);
                Assert.Equal((high - low) / 2e-5, model.Parameters.Gradients[index].item<double>(), 6);
            }
        }
    }

    private static (Baseline Baseline, TaskSpec Task) Case(Baseline baseline, Func<TaskSpec, TaskSpec> change) =>
        (baseline, change(baseline.Task));
}
