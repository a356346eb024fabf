using System.Threading;

namespace PolyViT.Tests;

/// <summary>Examples that are numbers: their index, and a draw of their stream.</summary>
internal static class MadeExamples
{
    /// <summary>A set whose example i is [i, a draw, a draw, ..]; some of them cannot be read.</summary>
    public static Examples Of(
        int count, int[]? bad = null, Action<int, CancellationToken>? before = null, string set = "made") =>
        new(set, [.. Enumerable.Range(0, count).Select(i => new Item($"{i}.x", i % 4))], 4, [4, 4, 3],
            (index, rng, into, stop) =>
            {
                before?.Invoke(index, stop);
                if (bad is not null && bad.Contains(index))
                    throw new InputException($"{index}.x is broken: copy it again.");
                var span = into.Span;
                span[0] = index;
                for (var i = 1; i < span.Length; i++)
                    span[i] = (float)rng.Uniform(i);
            });

    /// <summary>Everything that a batch says.</summary>
    public static float[] Numbers(this Batch batch) =>
        [.. batch.Input.data<float>(), .. batch.Target.data<float>(), .. batch.Mask.data<float>()];

    /// <summary>The examples that a batch holds.</summary>
    public static int[] Seen(this Batch batch) =>
        [.. batch.Input.data<float>().ToArray().Chunk(48).Select(x => (int)x[0])];

    /// <summary>A picture task on these examples.</summary>
    public static TaskData Task(string name, Examples examples, LoadingOptions options, int steps = 6) =>
        new(
            new() { Name = name, Modality = Modality.Image, Classes = 4, Steps = steps, Batch = 5, Mixup = 0.2 },
            MediaSplit.Train(examples, options).With(Augment.Flip), MediaSplit.Test(examples, options));
}
