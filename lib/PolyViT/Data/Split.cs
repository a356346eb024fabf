namespace PolyViT;

/// <summary>
/// Reads the examples at these indices as one batch. Pure: same indices and same stream, same numbers.
/// The batch belongs to the caller's dispose scope.
/// </summary>
/// <param name="indices">Which examples, each in 0 .. Count-1; the order is the batch's.</param>
/// <param name="rng">The stream that augmentation draws from; evaluation splits ignore it.</param>
public delegate Batch Fetch(IReadOnlyList<int> indices, Rng rng);

/// <summary>One split of a data set: a finite, indexable set of examples.</summary>
/// <param name="Count">How many examples.</param>
/// <param name="Fetch">Reads a batch of them.</param>
public sealed record Split(int Count, Fetch Fetch)
{
    /// <summary>A fixed random sample without repeats; the split itself where it is no larger.</summary>
    /// <param name="name">Picks the sample: the same name, the same examples.</param>
    /// <param name="most">How many examples at the most.</param>
    public Split Sample(string name, int most)
    {
        if (Count <= most)
            return this;
        var key = Rng.At(0, "sample/" + name, 0);
        return new(most, (indices, rng) => Fetch([.. indices.Select(i => Shuffle.At(key, i, Count))], rng));
    }
}

/// <summary>A task with the data it trains and is judged on.</summary>
/// <param name="Spec">The task.</param>
/// <param name="Train">Examples to learn from.</param>
/// <param name="Test">Examples to be judged on; never augmented.</param>
public sealed record TaskData(TaskSpec Spec, Split Train, Split Test);
