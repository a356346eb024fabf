using System.Globalization;
using System.Text.Json;

namespace PolyViT.Tests;

/// <summary>
/// The optimiser against 12 steps of a two-task toy problem in scenic's semantics (fixture optim-trace): the
/// inactive head
/// coasts on its momentum, at the rate of the active task.
/// </summary>
public class OptimiserTraceTests
{
    private static readonly string[] Names = ["head_a/bias", "head_a/kernel", "head_b/bias", "head_b/kernel", "shared/kernel"];

    [Theory]
    [InlineData("scenic")]
    [InlineData("accumulate_mean_coef")]
    [InlineData("accumulate_sum_coef")]
    [InlineData("accumulate_mean_clip_each")]
    [InlineData("accumulate_mean_clip_total")]
    [InlineData("scenic_bf16_accumulator")]
    public void Parameters_and_momentum_follow_the_trace(string variant)
    {
        using var scope = NewDisposeScope();
        var golden = Safetensors.Read(SharedFolder.Require("fixtures/optim-trace/trace.safetensors"));
        using var trace = JsonDocument.Parse(File.ReadAllText(SharedFolder.Require("fixtures/optim-trace/trace.json")));
        var rates = trace.RootElement.GetProperty("schedule_lr_per_step").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        var order = trace.RootElement.GetProperty("task_order").EnumerateArray().Select(e => e.GetString()![0]).ToArray();
        var half = variant == "scenic_bf16_accumulator";
        var type = half ? float32 : float64;
        using var p = Parameters.Create([.. Names.Select(n => new ParameterSpec(n, [.. golden["init." + n].shape], Initialiser.Zeros))], 0, null, type);
        using (no_grad())
            foreach (var name in Names)
                _ = p[name].copy_(golden["init." + name]);
        var velocity = zeros(p.Count, half ? bfloat16 : type);
        for (var step = 0; step < order.Length; step++)
        {
            var (gradient, rate) = variant.StartsWith("scenic", StringComparison.Ordinal)
                ? (Clipped(p, golden, order[step]), rates[step] * Coefficient(order[step]))
                : (Joined(p, golden, variant), rates[step]);
            _ = p.Gradients.copy_(gradient);
            Momentum.Step(p, velocity, rate, 0.9);
            // bfloat16 rounds to 8 bits; a last-bit difference of one step moves the following ones.
            var tolerance = half ? 2e-3 : 1e-9;
            foreach (var (name, at) in Names.Zip(Offsets(p)))
            {
                Close(golden[$"{variant}.params/{name}"][step], p[name], tolerance);
                var momentum = velocity.narrow(0, at, p[name].numel());
                Close(golden[$"{variant}.momentum/{name}"][step], momentum, half ? 2e-2 : 1e-9);
            }
        }
    }

    [Fact]
    public void A_gradient_of_the_papers_size_is_clipped_to_its_norm()
    {
        using var scope = NewDisposeScope();
        var gradient = Rng.At(1, "gradient", 0).Normal([10_000_001]);
        Momentum.Clip(gradient, 1);
        Assert.Equal(1, gradient.to(float64).norm().item<double>(), 1e-5);
    }

    [Fact]
    public void Scenic_differs_from_skipping_inactive_heads()
    {
        using var scope = NewDisposeScope();
        var golden = Safetensors.Read(SharedFolder.Require("fixtures/optim-trace/trace.safetensors"));
        var apart = golden["scenic.params/head_b/kernel"].Subtract(golden["skip_inactive_NOT_scenic.params/head_b/kernel"]);
        Assert.True(apart.abs().max().item<double>() > 1e-2);
    }

    [Theory]
    [InlineData("total=12,warmup=3.0,base=1.0")]
    [InlineData("total=12,warmup=2.5,base=1.0")]
    [InlineData("total=16,warmup=4.0,base=1.0")]
    public void Learning_rates_are_scenics_without_the_wrap_at_the_end(string key)
    {
        using var trace = JsonDocument.Parse(File.ReadAllText(SharedFolder.Require("fixtures/optim-trace/trace.json")));
        var expected = trace.RootElement.GetProperty("lr_tables_steps_1_to_total").GetProperty(key)
            .EnumerateArray().Select(e => e.GetDouble()).ToArray();
        var warmup = double.Parse(key.Split("warmup=")[1].Split(',')[0], CultureInfo.InvariantCulture);
        var rate = Rates.WarmupCosine(1, expected.Length, warmup);
        for (var s = 1; s < expected.Length; s++)
            Assert.Equal(expected[s - 1], rate(s), 12);
        Assert.InRange(rate(expected.Length), 0, 0.01);
    }

    private static Tensor Clipped(Parameters p, IReadOnlyDictionary<string, Tensor> golden, char task)
    {
        Gradient(p, golden, task);
        Momentum.Clip(p.Gradients, 1);
        return p.Gradients.clone();
    }

    private static Tensor Joined(Parameters p, IReadOnlyDictionary<string, Tensor> golden, string variant)
    {
        var coefficients = variant.EndsWith("coef", StringComparison.Ordinal);
        var each = variant != "accumulate_mean_clip_total";
        var sum = zeros_like(p.Gradients);
        foreach (var task in "ab")
        {
            Gradient(p, golden, task);
            if (each)
                Momentum.Clip(p.Gradients, 1);
            sum.AddInPlace(p.Gradients, coefficients ? Coefficient(task) : 1);
        }
        if (!variant.Contains("sum", StringComparison.Ordinal))
            sum.ScaleInPlace(0.5);
        if (!each)
            Momentum.Clip(sum, 1);
        return sum;
    }

    private static void Gradient(Parameters p, IReadOnlyDictionary<string, Tensor> golden, char task)
    {
        p.ZeroGradients();
        var x = golden[$"data_{task}.x"].to(p.Values.dtype);
        var y = golden[$"data_{task}.label"].to(p.Values.dtype);
        var hidden = x.matmul(p["shared/kernel"]).tanh();
        var logits = hidden.Dense(p[$"head_{task}/kernel"], p[$"head_{task}/bias"]);
        var mask = ones(x.size(0), p.Values.dtype);
        (task == 'a' ? Losses.Softmax(logits, y, mask) : Losses.Sigmoid(logits, y, mask)).backward();
    }

    private static double Coefficient(char task) => task == 'a' ? 0.5 : 0.25;

    private static IEnumerable<long> Offsets(Parameters p)
    {
        var at = 0L;
        foreach (var spec in p.Specs)
        {
            yield return at;
            at += spec.Count;
        }
    }

    private static void Close(Tensor expected, Tensor actual, double atol)
    {
        var difference = expected.flatten().Subtract(actual.detach().to(float64).flatten()).abs().max().item<double>();
        Assert.True(difference <= atol, $"largest difference {difference}");
    }
}
