using Deedle;

namespace PolyViT.Notebooks;

public static partial class Tables
{
    /// <summary>How many tokens an input of each modality becomes.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="tasks">The tasks; modalities without one are left out.</param>
    /// <returns>Rows are modalities; columns are input, patch, grid, tokens (CLS included) and width.</returns>
    public static Frame<string, string> Tokens(ModelConfig config, IReadOnlyList<TaskSpec> tasks)
    {
        var modalities = ParameterLayout.Modalities(tasks).ToArray();
        string[] rows = [.. modalities.Select(Lower)];
        KeyValuePair<string, Series<string, string>> Of(string name, Func<Modality, string> value) =>
            Column(name, rows, modalities.Select(value));
        static string Sizes(IEnumerable<long> sizes) => string.Join(" × ", sizes);
        var cls = ParameterLayout.HasCls(tasks) ? 1 : 0;
        return Frame.FromColumns(
        [
            Of("input", m => Sizes(config.Inputs.Of(m))),
            Of("patch", m => Sizes(config.Patch(m).Select(p => (long)p))),
            Of("grid", m => Sizes(config.Inputs.Of(m).Zip(config.Patch(m), (size, patch) => size / patch))),
            Of("tokens", m => FormattableString.Invariant($"{ParameterLayout.Patches(config, m) + cls}")),
            Of("width", _ => FormattableString.Invariant($"{config.Dim}")),
        ]);
    }

    /// <summary>Where a model's parameters are.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="tasks">The tasks.</param>
    /// <returns>Rows are a tokenizer per modality, the shared encoder, a head per task, and the sum; columns
    /// are the number and its share in percent.</returns>
    public static Frame<string, string> Parameters(ModelConfig config, IReadOnlyList<TaskSpec> tasks)
    {
        var parts = ParameterLayout.Of(config, tasks).GroupBy(p => Part(p.Name, tasks))
            .Select(g => (Name: g.Key, Count: g.Sum(p => p.Count))).ToArray();
        var all = parts.Sum(p => p.Count);
        string[] rows = [.. parts.Select(p => p.Name), "all"];
        long[] counts = [.. parts.Select(p => p.Count), all];
        return Frame.FromColumns(
        [
            Column("parameters", rows, counts.Select(c => c.ToString("N0", CultureInfo.InvariantCulture))),
            Column("share (%)", rows, counts.Select(
                c => (100.0 * c / all).ToString("0.0", CultureInfo.InvariantCulture))),
        ]);
    }

    private static string Part(string parameter, IReadOnlyList<TaskSpec> tasks)
    {
        bool In(string path) => parameter.StartsWith(path + "/", StringComparison.Ordinal);
        var modality = ParameterLayout.Modalities(tasks)
            .Where(m => In(ParameterLayout.TokenizerPath(m))).Select(m => $"{Lower(m)} tokenizer");
        var head = tasks.Where(t => In(ParameterLayout.HeadPath(t))).Select(t => $"head of {t.Name}");
        return modality.Concat(head).FirstOrDefault("shared encoder");
    }
}
