namespace PolyViT;

public sealed partial record DatasetSummary
{
    private const int MostRead = 5000, Chunk = 100;

    /// <summary>
    /// Summarises a set from its lists, and from some of its items: a few dozen tell much of a million.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="root">The data folder, which holds image, audio and video.</param>
    /// <param name="look">How many items to decode, at most.</param>
    /// <param name="seed">Draws them.</param>
    /// <param name="report">Takes the progress.</param>
    /// <param name="stop">Stops.</param>
    public static DatasetSummary Of(
        CatalogueTask task, string root, int look = 64, ulong seed = 0, Report? report = null,
        CancellationToken stop = default)
    {
        var set = WholeItems.Of(task, root);
        var listing = set.Listing;
        PartSummary Part(string part, ImmutableArray<Item> items) =>
            new(part, items.Length, PerClass(items.SelectMany(i => i.Labels), listing.Classes.Length));
        (string Name, ImmutableArray<Item> Items)[] parts =
        [
            ("train", listing.Train), ("validation", listing.Validation), ("test", listing.Test),
            .. listing.MoreTests.Select(p => (p.Key, p.Value)),
        ];
        return new(task.Name, task.Modality, listing.Classes,
            [.. parts.Where(p => !p.Items.IsEmpty).Select(p => Part(p.Name, p.Items))])
        {
            Kind = listing.Kind,
            Source = task.Source,
            Licence = task.Licence,
            Looked = LookAt.Some(set, look, seed, report, stop),
            Remarks = listing.Remarks,
        };
    }

    /// <summary>Summarises a task from its examples, e.g. one that is made up; reads at most 5,000 of a
    /// split.</summary>
    /// <param name="task">The task.</param>
    public static DatasetSummary Of(TaskData task)
    {
        var spec = task.Spec;
        ImmutableArray<string> names = spec.ClassNames.IsEmpty
            ? [.. Enumerable.Range(0, spec.Classes).Select(c => $"class {c}")] : spec.ClassNames;
        return new(spec.Name, spec.Modality, names,
            [Part("train", task.Train, spec), Part("test", task.Test, spec)])
        {
            Kind = spec.Kind,
            Remarks = [.. task.Remarks, .. TooMany(task.Train), .. TooMany(task.Test)],
        };
    }

    private static PartSummary Part(string name, Split split, TaskSpec spec)
    {
        using var scope = NewDisposeScope();
        var counts = new int[spec.Classes];
        foreach (var chunk in Enumerable.Range(0, Math.Min(split.Count, MostRead)).Chunk(Chunk))
        {
            var target = split.Fetch(chunk, default).Target.data<float>().ToArray();
            for (var i = 0; i < target.Length; i++)
                counts[i % spec.Classes] += target[i] > 0 ? 1 : 0;
        }
        return new(name, split.Count, [.. counts]);
    }

    private static IEnumerable<string> TooMany(Split split) => split.Count <= MostRead ? []
        : [$"Classes were counted in the first {MostRead} of {split.Count} examples."];

    private static ImmutableArray<int> PerClass(IEnumerable<int> labels, int classes)
    {
        var counts = new int[classes];
        foreach (var label in labels)
            counts[label]++;
        return [.. counts];
    }
}
