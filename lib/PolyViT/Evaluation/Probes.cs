namespace PolyViT;

/// <summary>What probes try; the defaults were fixed before anything was compared.</summary>
public sealed record ProbeSettings
{
    /// <summary>Numbers of examples of each class for the few-shot probe.</summary>
    public ImmutableArray<int> Shots { get; init; } = FewShot.Shots;

    /// <summary>Regularisations of the few-shot probe.</summary>
    public ImmutableArray<double> FewShotLambdas { get; init; } = FewShot.Lambdas;

    /// <summary>Regularisations of the logistic regression.</summary>
    public ImmutableArray<double> Lambdas { get; init; } = LogisticProbe.Lambdas;

    /// <summary>Learning rates of SGD.</summary>
    public ImmutableArray<double> Rates { get; init; } = SgdProbe.Rates;

    /// <summary>Updates of SGD.</summary>
    public int Steps { get; init; } = 500;

    /// <summary>The part of each class that settings are chosen on.</summary>
    public double ValidationShare { get; init; } = 0.2;
}

/// <summary>Reads frozen features in three ways (claim 14; sections 8.3, 8.4). Settings are chosen on the
/// validation part, never on the test part.</summary>
public static class Probes
{
    /// <summary>The protocols' names, in the order of <see cref="All"/>.</summary>
    public static ImmutableArray<string> Protocols { get; } = ["few-shot", "logistic", "sgd"];

    /// <summary>All three.</summary>
    /// <param name="set">The features.</param>
    /// <param name="settings">What is tried.</param>
    /// <param name="seed">Draws the order of SGD's data.</param>
    public static ImmutableArray<ProbeResult> All(ProbeSet set, ProbeSettings settings, ulong seed) =>
    [
        .. settings.Shots.Select(s => Few(set, s, settings.FewShotLambdas)),
        Full(set, Protocols[1], settings.Lambdas, (train, l) => LogisticProbe.Fit(set.Task, train, l)),
        Full(set, Protocols[2], settings.Rates,
            (train, rate) => SgdProbe.Fit(set.Task, train, rate, seed, settings.Steps)),
    ];

    /// <summary>
    /// scenic's few-shot probe; its value is the accuracy, or precision at 1, whatever the task's metric. A
    /// class with fewer examples than shots gives all it has.
    /// </summary>
    /// <param name="set">The features.</param>
    /// <param name="shots">Examples of each class.</param>
    /// <param name="lambdas">What is chosen from.</param>
    /// <remarks>differs: lambda is chosen on examples held out of training, a task at a time; scenic
    /// chooses one for all data sets on their test accuracies.</remarks>
    public static ProbeResult Few(ProbeSet set, int shots, IReadOnlyList<double> lambdas)
    {
        using var scope = NewDisposeScope();
        var train = set.Train.First(shots);
        var tried = Rows(set.Validation) == 0 ? null
            : FewShot.Sweep(set.Train, set.Validation, [shots], lambdas)[0].Cast<double?>().ToArray();
        var best = Best(tried, lambdas.Count);
        var fewer = Counts(set.Train.Targets).Count(n => n < shots);
        var remark = fewer == 0 ? ""
            : $"{fewer} of {set.Task.Classes} classes have fewer than {shots} examples";
        var value = FewShot.Accuracy(train, set.Test, lambdas[best]);
        return new(
            set.Task.Name, Protocols[0], shots, value, lambdas[best], tried?[best], Rows(train), Rows(set.Test), Joined(remark, tried));
    }

    private static ProbeResult Full(
        ProbeSet set, string protocol, IReadOnlyList<double> settings,
        Func<FewShotSet, double, LinearHead> fit)
    {
        using var scope = NewDisposeScope();
        double Judge(LinearHead head, FewShotSet on) => Metrics.Of(set.Task, head.On(on));
        var tried = Rows(set.Validation) == 0 ? null
            : settings.Select(s => (double?)Judge(fit(set.Train, s), set.Validation)).ToArray();
        var best = Best(tried, settings.Count);
        var known = set.Known();
        var value = Judge(fit(known, settings[best]), set.Test);
        return new(
            set.Task.Name, protocol, 0, value, settings[best], tried?[best], Rows(known), Rows(set.Test), Joined(Scarce(known), tried));
    }

    // The first of equals; a metric that is not a number is never the best.
    private static int Best(double?[]? tried, int count) => tried is null
        ? count / 2
        : Enumerable.Range(0, count).MaxBy(i => tried[i] is double v and not double.NaN ? v : -1);

    private static string Scarce(FewShotSet known)
    {
        var counts = Counts(known.Targets);
        return string.Join(
            ", ",
            from few in new (int Examples, string Words)[] { (0, "no example"), (1, "one example") }
            let classes = counts.Count(n => n == few.Examples)
            where classes > 0
            select $"{classes} of {counts.Length} classes have {few.Words}");
    }

    private static string Joined(string remark, double?[]? tried) => tried is not null ? remark
        : $"{remark}{(remark.Length > 0 ? "; " : "")}no class has an example to spare, so nothing was chosen";

    private static long[] Counts(Tensor targets)
    {
        using var scope = NewDisposeScope();
        return targets.gt(targets.Times(0)).sum([0L]).to(ScalarType.Int64).data<long>().ToArray();
    }

    private static int Rows(FewShotSet set) => (int)set.Features.size(0);
}
