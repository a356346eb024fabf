namespace PolyViT;

/// <summary>Sizes that cannot work, said before anything is allocated.</summary>
internal static class ModelCheck
{
    public static void Require(ModelConfig config, IReadOnlyList<TaskSpec> tasks)
    {
        if (config.Dim % config.Heads != 0)
            throw new InputException(
                $"The width {config.Dim} is not a multiple of the {config.Heads} heads: choose Dim = Heads x head size.");
        if (config.AdapterLayers < 0 || config.AdapterLayers > config.Depth)
            throw new InputException(
                $"AdapterLayers is {config.AdapterLayers}, but adapters replace blocks: choose 0 to {config.Depth}.");
        if (tasks.Count == 0)
            throw new InputException("There are no tasks: name at least one.");
        if (tasks.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException($"The task '{twice.Key}' is listed twice: a head belongs to one name.");
        foreach (var modality in ParameterLayout.Modalities(tasks).Where(m => ParameterLayout.Patches(config, m) < 1))
            throw new InputException(
                $"The {modality} patch [{string.Join(", ", config.Patch(modality))}] is larger than its input: use a smaller one.");
        foreach (var task in tasks)
            Require(task);
    }

    private static void Require(TaskSpec task)
    {
        if (task.Classes < 2)
            throw new InputException($"The task '{task.Name}' has {task.Classes} classes: a head needs at least 2.");
        if (task.Batch < 1)
            throw new InputException($"The batch of '{task.Name}' is {task.Batch}: it must be at least 1.");
        if (task.Kind == TaskKind.MultiHeadLabel && task.ClassSplits.Sum() != task.Classes)
            throw new InputException(
                $"The class splits of '{task.Name}' add up to {task.ClassSplits.Sum()}, not to its {task.Classes} classes: "
                + "list the size of every group.");
    }
}
