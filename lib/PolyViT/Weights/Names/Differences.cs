namespace PolyViT;

/// <summary>Where a model with the right parameters would still compute otherwise than a checkpoint's own
/// code.</summary>
internal static class Differences
{
    /// <summary>One sentence per difference.</summary>
    /// <param name="model">The model.</param>
    /// <param name="source">The checkpoint.</param>
    /// <param name="task">The task that the file's only head goes to, if it has one.</param>
    public static ImmutableArray<string> Of(PolyVit model, Recognised source, TaskSpec? task)
    {
        var (ours, theirs) = (model.Config, source.Config);
        var audio = source.Tables.ContainsKey(Modality.Audio);
        return
        [
            .. Unless(ours.Gelu, theirs.Gelu, "the GELU"),
            .. Unless(ours.Epsilon, theirs.Epsilon, "the LayerNorms' epsilon"),
            .. Unless(ours.Heads, theirs.Heads, "the number of attention heads"),
            .. audio ? Unless(ours.FrequencyFirst, theirs.FrequencyFirst, "whether frequency comes before time") : [],
            .. audio ? Unless(
                string.Join(" x ", ours.Stride(Modality.Audio)), string.Join(" x ", theirs.Stride(Modality.Audio)),
                "the stride of spectrogram patches") : [],
            .. source.Tasks.SelectMany(t => Head(
                task is not null && source.Tasks.Length == 1 ? task : model.Tasks.FirstOrDefault(o => o.Name == t.Name), t)),
        ];
    }

    private static IEnumerable<string> Head(TaskSpec? ours, TaskSpec theirs) => ours is null || theirs.Classes == 0 ? [] :
    [
        .. Unless(ours.Pooling, theirs.Pooling, $"the pooling of '{ours.Name}'"),
        .. Unless(ours.HeadNorm, theirs.HeadNorm, $"the epsilon of the LayerNorm in the head of '{ours.Name}'"),
    ];

    private static IEnumerable<string> Unless<T>(T ours, T theirs, string what) =>
        EqualityComparer<T>.Default.Equals(ours, theirs)
            ? []
            : [$"{what} is {Text(ours)} in the model and {Text(theirs)} in the file"];

    private static string Text<T>(T value) => value is null ? "none" : FormattableString.Invariant($"{value}");
}
