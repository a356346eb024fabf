namespace PolyViT;

/// <summary>What the options of a script say about reading data sets while a model trains.</summary>
internal static class Streaming
{
    /// <summary>How the set of each task is read; null packs it first.</summary>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="InputException">Options that belong together and are not, or a folder without
    /// lists.</exception>
    public static Func<string, LoadingOptions>? Of(ComparisonOptions options)
    {
        if (!options.Stream)
            return Unused(options) is { } unused
                ? throw new InputException($"{unused} has no effect on sets that are packed first: add --stream.")
                : null;
        if (options.Data is null)
            throw new InputException("--stream reads files, and tasks are generated: give the files with --data.");
        var usual = new LoadingOptions();
        var loading = (usual with
        {
            Workers = options.Workers ?? usual.Workers,
            MostUnreadable = options.MostUnreadable ?? usual.MostUnreadable,
        }).Checked();
        if (options.Quarantine is not { } folder)
            return _ => loading;
        RequireLists(folder);
        return task => loading with { Quarantine = List(folder, task) };
    }

    /// <summary>What a plan says of it: results that were read otherwise are others.</summary>
    /// <param name="options">What is asked for.</param>
    public static string Told(ComparisonOptions options) =>
        !options.Stream ? ""
        : options.Quarantine is { } folder ? $", decoded on the way without what {folder} lists"
        : ", decoded on the way";

    private static string? Unused(ComparisonOptions options) =>
        options.Workers is not null ? "--workers"
        : options.MostUnreadable is not null ? "--most-unreadable"
        : options.Quarantine is not null ? "--quarantine" : null;

    private static string? List(string folder, string task) =>
        Path.Combine(folder, task + ".tsv") is var list && File.Exists(list) ? list : null;

    private static void RequireLists(string folder)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*.tsv").Any())
            throw new InputException(
                $"The folder {folder} has no lists of unreadable items: make them by scripts/check-media.csx, "
                + "or leave --quarantine out.");
    }
}
