namespace PolyViT;

/// <summary>What the options of a script say about reading data sets while a model trains.</summary>
internal static class Streaming
{
    /// <summary>How the set of each task is read.</summary>
    /// <param name="options">What is asked for.</param>
    /// <exception cref="InputException">Options that belong together and are not, or a folder without
    /// lists.</exception>
    public static Func<string, LoadingOptions> Of(ComparisonOptions options)
    {
        if (Unused(options) is { } unused)
            throw new InputException(unused);
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
        (options.Stream ? ", decoded on the way" : "")
        + (options.Quarantine is { } folder ? $", without what {folder} lists" : "");

    private static string? Unused(ComparisonOptions options) =>
        options.Data is null && Reading(options) is { } option
            ? $"{option} is about reading files, and tasks are generated: give the files with --data."
            : options.Workers is not null && !options.Stream
                ? "--workers has no effect on sets that are packed first: add --stream."
                : null;

    private static string? Reading(ComparisonOptions options) =>
        options.Stream ? "--stream"
        : options.Workers is not null ? "--workers"
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
