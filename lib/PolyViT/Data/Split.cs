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
    /// <summary>Reads a batch of them.</summary>
    public Fetch Fetch
    {
        get;
        init => (field, Until) = (value, null); // what reads otherwise must be given up otherwise
    } = Fetch;

    /// <summary>
    /// The same reading, given up when the token is cancelled, for splits whose batches take long to read and
    /// are worth reading ahead; null where they are in memory or made up.
    /// </summary>
    public Func<CancellationToken, Fetch>? Until { get; init; }

    /// <summary>Whether batches are read from files, and worth reading ahead.</summary>
    public bool Streams => Until is not null;

    /// <summary>Takes the items that could not be read; null where nothing is decoded on the way.</summary>
    public Quarantine? Quarantine { get; init; }

    /// <summary>The split with something done to its reading.</summary>
    /// <param name="count">How many examples there are then.</param>
    /// <param name="change">From the old reading to the new.</param>
    public Split Over(int count, Func<Fetch, Fetch> change) => this with
    {
        Count = count,
        Fetch = change(Fetch),
        Until = Until is { } until ? stop => change(until(stop)) : null,
    };

    /// <summary>The split, each batch kept after its first reading: for small test splits that are read
    /// again and again.</summary>
    public Split Remembered()
    {
        var kept = new Dictionary<string, (float[] Input, long[] Shape, float[] Target, float[] Mask)>();
        return this with
        {
            Fetch = (indices, rng) =>
            {
                var key = string.Join(",", indices);
                if (!kept.TryGetValue(key, out var known))
                    kept[key] = known = Read(indices, rng);
                var input = tensor(known.Input, known.Shape);
                return new(input, tensor(known.Target, [indices.Count, known.Target.Length / indices.Count]), tensor(known.Mask));
            },
        };
    }

    /// <summary>A fixed random sample without repeats; the split itself where it is no larger.</summary>
    /// <param name="name">Picks the sample: the same name, the same examples.</param>
    /// <param name="most">How many examples at the most.</param>
    public Split Sample(string name, int most)
    {
        if (Count <= most)
            return this;
        var key = Rng.At(0, "sample/" + name, 0);
        return Over(most, fetch => (indices, rng) =>
            fetch([.. indices.Select(i => Shuffle.At(key, i, Count))], rng));
    }

    private (float[] Input, long[] Shape, float[] Target, float[] Mask) Read(IReadOnlyList<int> indices, Rng rng)
    {
        using var scope = NewDisposeScope();
        var batch = Fetch(indices, rng);
        return (Numbers(batch.Input), batch.Input.shape, Numbers(batch.Target), Numbers(batch.Mask));
    }

    private static float[] Numbers(Tensor x) => x.data<float>().ToArray();
}

/// <summary>A task with the data it trains and is judged on.</summary>
/// <param name="Spec">The task.</param>
/// <param name="Train">Examples to learn from.</param>
/// <param name="Test">Examples to be judged on; never augmented.</param>
public sealed record TaskData(TaskSpec Spec, Split Train, Split Test)
{
    /// <summary>The test examples under each of several views, whose answers <see cref="MultiView"/>
    /// averages; empty where a set is packed.</summary>
    public ImmutableArray<Split> TestViews { get; init; } = [];

    /// <summary>What a user should know of the set, e.g. how many listed clips are not there.</summary>
    public ImmutableArray<string> Remarks { get; init; } = [];
}
