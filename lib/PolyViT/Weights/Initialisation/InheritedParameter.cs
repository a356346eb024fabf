namespace PolyViT;

/// <summary>What became of a parameter when a model started from another one.</summary>
public enum InheritedAs
{
    /// <summary>Taken over as it was.</summary>
    Copied,

    /// <summary>Taken over with another shape.</summary>
    Resized,

    /// <summary>A parameter of the new model that kept its own initial value.</summary>
    Kept,

    /// <summary>A parameter of the source that nothing was made of.</summary>
    Unused,

    /// <summary>No parameter: something that the two models compute in different ways.</summary>
    Differs,
}

/// <summary>One line of the report on a model's start.</summary>
/// <param name="Key">The parameter of the new model; of the source where it is unused; a property of both
/// where they differ.</param>
/// <param name="Source">The parameter of the source, or nothing where the value was kept.</param>
/// <param name="From">The source's shape; empty where the value was kept.</param>
/// <param name="To">The new model's shape; empty where the source's is unused.</param>
/// <param name="As">What became of it.</param>
/// <param name="Done">In words.</param>
public sealed record InheritedParameter(
    string Key,
    string? Source,
    ImmutableArray<long> From,
    ImmutableArray<long> To,
    InheritedAs As,
    string Done)
{
    /// <summary>The line as text.</summary>
    public override string ToString() => As switch
    {
        InheritedAs.Unused => $"{Key} [{Text(From)}] of the source: {Done}",
        InheritedAs.Kept => $"{Key} [{Text(To)}]: {Done}",
        InheritedAs.Differs => $"{Key}: {Done}",
        _ => $"{Key} [{Text(To)}] from {Source} [{Text(From)}]: {Done}",
    };

    private static string Text(ImmutableArray<long> shape) => string.Join(", ", shape);
}
