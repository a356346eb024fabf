namespace PolyViT.Tests;

/// <summary>Tasks small enough to train in milliseconds: which quarter of a noisy input is bright.</summary>
internal static class ToyTasks
{
    public static ModelConfig Model { get; } =
        new(16, 2, 2, 32, new InputShapes(8, 2, 8, 8, 8), [4, 4], [2, 4, 4], [4, 4]);

    public static TaskData[] Three { get; } =
        [Make("picture", Modality.Image, 40), Make("clip", Modality.Video, 20), Make("sound", Modality.Audio, 12)];

    public static TaskData Make(
        string name, Modality modality, int steps, int count = 64, InputShapes? inputs = null)
    {
        var spec = new TaskSpec
        {
            Name = name,
            Modality = modality,
            Classes = 4,
            Batch = 8,
            Steps = steps,
            StochasticDepth = 0.2,
            Mixup = 0.2,
        };
        return new(spec, new(count, Fetch(spec, 1, inputs)), new(count, Fetch(spec, 2, inputs)));
    }

    private static Fetch Fetch(TaskSpec spec, ulong seed, InputShapes? inputs) => (indices, _) =>
    {
        using var scope = NewDisposeScope();
        long[] shape = [.. (inputs ?? Model.Inputs).Of(spec.Modality)];
        var x = stack(indices.Select(i => One(shape, seed, i)));
        var y = nn.functional.one_hot(tensor(indices.Select(i => (long)(i % 4)).ToArray()), 4).to(float32);
        return new(x.MoveToOuterDisposeScope(), y.MoveToOuterDisposeScope(), ones(indices.Count).MoveToOuterDisposeScope());
    };

    private static Tensor One(long[] shape, ulong seed, int index)
    {
        var rng = Rng.At(seed, "toy", index);
        var cells = shape.Aggregate(1L, (a, b) => a * b);
        var width = cells / 4;
        var values = Enumerable.Range(0, (int)cells)
            .Select(i => (float)((0.4 * rng.Normal(i)) + (i / width == index % 4 ? 2 : 0))).ToArray();
        return tensor(values).reshape(shape);
    }
}
