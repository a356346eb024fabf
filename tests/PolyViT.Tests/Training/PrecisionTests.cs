using System.Threading;
using PolyViT.Native;

namespace PolyViT.Tests;

/// <summary>What each precision costs in accuracy, and that its settings end with it.</summary>
[Collection("alone")]
public class PrecisionTests
{
    private static readonly RunSpec Spec = new(ToyTasks.Model, new OptimiserConfig { LearningRate = 0.1 }, 1);

    private static TaskSpec[] Tasks => [.. ToyTasks.Three.Select(t => t.Spec)];

    /// <summary>Largest differences of logits and gradients from float64, relative to the largest number; a
    /// few times what was measured.</summary>
    public static TheoryData<Precision, double, double> Errors => new()
    {
        { Precision.Float32, 2e-6, 5e-6 },
        { Precision.Float32Fast, 2e-6, 5e-6 },
        { Precision.BFloat16, 0.03, 0.05 },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public void Each_precision_keeps_its_distance_from_float64(Precision precision, double logits, double gradients)
    {
        Assert.SkipWhen(precision == Precision.Float32Fast && Instructions.Amx, "AMX rounds to bfloat16");
        using var exact = ScenicPolyVitTests.Model(float64);
        using var single = ScenicPolyVitTests.Model(float32);
        using var model = single.At(precision);
        using var settings = Arithmetic.Use(precision);
        foreach (var task in exact.Tasks)
        {
            using var scope = NewDisposeScope();
            var x = Rng.At(1, task.Name, 0).Normal([2, .. exact.Config.Inputs.Of(task.Modality)]);
            Assert.InRange(Difference(Logits(exact, task, x.to(float64)), Logits(model, task, x)), 0, logits);
            Assert.InRange(Difference(exact.Parameters.Gradients, model.Parameters.Gradients), 0, gradients);
        }
    }

    [Fact]
    public void Bfloat16_gradients_add_up_in_float32_and_only_where_a_task_goes()
    {
        using var scope = NewDisposeScope();
        using var single = ScenicPolyVitTests.Model(float32);
        using var model = single.At(Precision.BFloat16);
        var task = single.Tasks[0];
        var x = Rng.At(1, "x", 0).Normal([2, .. single.Config.Inputs.Of(task.Modality)]);
        _ = Logits(model, task, x);
        var once = single.Parameters.Gradients.clone();
        model.Logits(task, x).Power(2).sum().backward();
        Assert.Equal(float32, single.Parameters.Gradients.dtype);
        Assert.True(single.Parameters.Gradients.allclose(once.Times(2), 0, 0));
        Assert.Equal(0, single.Parameters["tokenizer/tokenizer3d/embedding/kernel"].grad!.abs().sum().item<float>());
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.Float32Fast)]
    [InlineData(Precision.BFloat16)]
    public void A_run_is_a_function_of_its_plan_and_leaves_nothing_behind(Precision precision)
    {
        var (before, path) = (Settled(), TorchExports.HasMatmulPrecision ? TorchExports.MatmulPrecision : "");
        byte[] Train()
        {
            using var state = TrainState.Create(Spec with { Precision = precision, Threads = 1 }, Tasks);
            _ = CoTraining.Run(state, ToyTasks.Three, Timeline.Of(Schedules.Weighted(Tasks, 1), 3), null, default);
            return [.. state.Model.Parameters.Values.bytes];
        }
        Assert.Equal(Train(), Train());
        Assert.Equal(before, Settled());
        Assert.Equal(path, TorchExports.HasMatmulPrecision ? TorchExports.MatmulPrecision : "");
    }

    [Fact]
    public void Settings_are_restored_when_a_run_throws()
    {
        Assert.SkipUnless(TorchExports.HasMatmulPrecision, "not on this system");
        var (path, threads) = (TorchExports.MatmulPrecision, get_num_threads());
        var faulty = ToyTasks.Three[0] with { Train = new(64, (_, _) => throw new IOException("disk")) };
        Assert.Throws<IOException>(() => CoTraining.Run(
            Spec with { Precision = Precision.Float32Fast, Threads = 1 },
            [faulty],
            Schedules.Uniform([faulty.Spec], 1)));
        Assert.Equal((path, threads), (TorchExports.MatmulPrecision, get_num_threads()));
    }

    [Fact]
    public void The_fast_path_holds_on_other_threads_and_who_wants_another_one_waits()
    {
        Assert.SkipUnless(TorchExports.HasMatmulPrecision, "not on this system");
        var order = new List<string>();
        var fast = Arithmetic.Use(Precision.Float32Fast);
        var strict = new Thread(() =>
        {
            Assert.Equal("medium", TorchExports.MatmulPrecision);
            using var settings = Arithmetic.Use(Precision.Float32);
            order.Add(TorchExports.MatmulPrecision);
        });
        strict.Start();
        Assert.False(strict.Join(50));
        order.Add("fast ends");
        fast.Dispose();
        fast.Dispose();
        strict.Join();
        Assert.Equal(["fast ends", "highest"], order);
        using var again = Arithmetic.Use(Precision.Float32Fast);
        Assert.Throws<InputException>(() => Arithmetic.Use(Precision.Float32));
    }

    [Fact]
    public void What_a_machine_lacks_is_said_in_a_sentence()
    {
        (bool, bool, bool) none = (false, false, false), amx = (true, true, true);
        Assert.Equal(Precision.Float32, Arithmetic.Settle(Precision.BFloat16, "cpu", none, true).Precision);
        Assert.Contains("no instructions", Arithmetic.Settle(Precision.BFloat16, "cpu", none, true).Remark, StringComparison.Ordinal);
        Assert.Equal(Precision.Float32, Arithmetic.Settle(Precision.Float32Fast, "cpu", amx, false).Precision);
        Assert.Contains("AMX", Arithmetic.Settle(Precision.Float32Fast, "cpu", amx, true).Remark, StringComparison.Ordinal);
        Assert.Equal((Precision.BFloat16, ""), Arithmetic.Settle(Precision.BFloat16, "cpu", amx, true));
        var many = Environment.ProcessorCount + 1;
        Assert.Contains($"{many} threads", Assert.Throws<InputException>(() => Arithmetic.Use(Precision.Float32, many)).Message, StringComparison.Ordinal);
        Assert.Contains("'half'", Assert.Throws<InputException>(() => Arithmetic.Named("half")).Message, StringComparison.Ordinal);
        Assert.Equal(Precision.BFloat16, Arithmetic.Named("bfloat16"));
    }

    [Fact]
    public void A_device_that_is_gone_is_told_in_a_sentence()
    {
        var gone = new System.Runtime.InteropServices.ExternalException("CUDA error: unspecified launch failure\nframe #0: ..");
        Assert.True(DeviceLoss.Is(gone));
        Assert.False(DeviceLoss.Is(new IOException("CUDA")));
        var told = DeviceLoss.Told(gone, "cuda:0").Message;
        Assert.StartsWith("The device 'cuda:0' failed in the middle of a run: CUDA error: unspecified launch failure. ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("frame", told, StringComparison.Ordinal);
    }

    private static Tensor Logits(PolyVit model, TaskSpec task, Tensor x)
    {
        model.Parameters.ZeroGradients();
        var logits = model.Logits(task, x);
        logits.Power(2).sum().backward();
        return logits.detach();
    }

    private static double Difference(Tensor exact, Tensor other) =>
        exact.Subtract(other.to(float64)).abs().max().item<double>() / exact.abs().max().item<double>();

    private static long Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return Tensor.TotalCount;
    }
}
