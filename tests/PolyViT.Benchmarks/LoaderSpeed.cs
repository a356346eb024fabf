using System.Threading.Tasks;
using Spectre.Console;

namespace PolyViT.Benchmarks;

/// <summary>What data cost training: at the laptop preset, where sets are packed, and when JPEGs are
/// decoded.</summary>
internal static class LoaderSpeed
{
    private static readonly string[] Names = ["cifar10", "mnist", "clothing", "ucf101", "fsdd-digit", "esc10"];

    /// <summary>Prints two tables.</summary>
    /// <param name="root">The data folder.</param>
    public static int Run(string root)
    {
        Waiting(root);
        Pictures(root);
        return 0;
    }

    private static void Waiting(string root)
    {
        var table = new Table().AddColumns("task, packed, augmented", "steps/s", "waiting for data");
        foreach (var name in Names)
        {
            var (model, optimiser, tasks) = LaptopTasks.Real(root, [name]);
            var (spec, few) = (tasks[0].Spec with { Steps = 200 }, tasks[0].Test.Sample("few", 8));
            var data = tasks[0] with { Spec = spec, Test = few };
            var result = CoTraining.Run(
                new(model, optimiser, 1), [data], Schedules.Weighted([data.Spec], 1));
            table.AddRow(
                name, F($"{200 / result.TrainSeconds:F1}"), F($"{result.DataSeconds / result.TrainSeconds:P1}"));
        }
        AnsiConsole.Write(table);
    }

    // Batches of a split in the order of training, against the same pictures in a plain loop over all cores.
    private static void Pictures(string root)
    {
        const int batch = 32;
        var shapes = InputShapes.Paper with { ImageSize = 224, ImageWidth = 224 };
        var task = Catalogue.Task("clothing");
        var (listing, split) = (task.List(root), task.Stream(root, shapes).Train);
        var view = InputViews.PaperPictures(shapes).Train;
        var count = listing.Train.Length / batch;
        int[][] order = [.. Enumerable.Range(0, count).Select(
            n => DataOrder.Indices("clothing", 1, n, batch, split.Count))];
        var (plain, spot, ahead) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = -1; round < 5; round++)
        {
            double[] rates =
            [
                Rate(count * batch, () => Plain(listing, [.. order.SelectMany(o => o)], view)),
                Rate(count * batch, () => Batches(split, order, 0)),
                Rate(count * batch, () => Batches(split, order, ReadAhead.DefaultBytes)),
            ];
            if (round < 0)
                continue;
            plain.Add(rates[0]);
            spot.Add(rates[1]);
            ahead.Add(rates[2]);
        }
        var table = new Table().AddColumns("JPEGs to 224 px, random crops", "pictures/s", "to the plain loop");
        foreach (var (name, rates) in new[]
        {
            ("plain loop", plain), ("batches on the spot", spot), ("batches ahead", ahead),
        })
            table.AddRow(name, F($"{Middle(rates):F0}"), F($"{Middle([.. rates.Zip(plain, (a, b) => a / b)]):F2}"));
        AnsiConsole.Write(table);
    }

    private static void Plain(Listing listing, int[] order, PictureView view) => Parallel.For(
        0, order.Length, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
        () => new float[3 * 224 * 224],
        (i, _, into) =>
        {
            var picture = PolyViT.Pictures.Read(listing.Train[order[i]].In(listing.Folder));
            view(picture, Rng.At(1, "plain", i), into);
            return into;
        },
        _ => { });

    private static void Batches(Split split, int[][] order, long bound)
    {
        using var scope = NewDisposeScope();
        Reading At(int n) => new(0, order[n], Rng.At(1, "ahead", n), 4L * 3 * 224 * 224 * order[n].Length);
        using var reading = new ReadAhead([split], bound > 0 ? order.Length : 0, At, bound, default);
        for (var n = 0; n < order.Length; n++)
            reading.Fetch(0)(order[n], At(n).Rng).Dispose();
    }

    private static double Rate(int pictures, Action read)
    {
        var watch = Stopwatch.StartNew();
        read();
        return pictures / watch.Elapsed.TotalSeconds;
    }

    private static double Middle(IReadOnlyCollection<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string F(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
