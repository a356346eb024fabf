namespace PolyViT;

/// <summary>
/// What adapters buy (claims 2-4, 8, 9): one model of all tasks whose first L_adapt blocks belong to a
/// modality each, for L_adapt = 0 .. L, beside single-task and per-modality models.
/// </summary>
public static class CompareAdapters
{
    /// <summary>A setting's name.</summary>
    /// <param name="layers">L_adapt.</param>
    public static string Setting(int layers) => $"L_adapt = {layers}";

    /// <summary>The arms: single-task and per-modality models, then one of all tasks per L_adapt.</summary>
    /// <param name="plan">Tasks of two modalities or more.</param>
    /// <param name="layers">The values of L_adapt; null takes 0 .. L.</param>
    /// <exception cref="InputException">Tasks of one modality, whose adapters are shared anyway, or an
    /// L_adapt that the model does not have.</exception>
    public static ImmutableArray<Arm> Of(Plan plan, IReadOnlyList<int>? layers = null)
    {
        if (ParameterLayout.Modalities(plan.Tasks).Count() < 2)
            throw new InputException(
                "All tasks are of one modality, so that adapters change nothing: give tasks of two or more.");
        layers ??= [.. Enumerable.Range(0, plan.Model.Depth + 1)];
        if (layers.Where(l => l < 0 || l > plan.Model.Depth).Cast<int?>().FirstOrDefault() is { } outside)
            throw new InputException($"L_adapt is {outside}: choose from 0 to {plan.Model.Depth}.");
        return
        [
            .. CompareModalities.Separate(plan),
            .. layers.Select(l => new Arm(
                Setting(l), [.. plan.Tasks.Select(t => t.Name)], plan.Model with { AdapterLayers = l })),
        ];
    }
}
