namespace PolyViT;

/// <summary>Sizes that cannot work, said before anything is allocated.</summary>
internal static class ModelCheck
{
    public static void Require(ModelConfig config, IReadOnlyList<TaskSpec> tasks)
    {
        if (config.Heads < 1 || config.Dim % config.Heads != 0)
            throw new InputException(
                $"The width {config.Dim} is not a multiple of the {config.Heads} heads: choose Dim = Heads x head size.");
        if (config.AdapterLayers < 0 || config.AdapterLayers > config.Depth)
            throw new InputException(
                $"AdapterLayers is {config.AdapterLayers}, but adapters replace blocks: choose 0 to {config.Depth}.");
        if (tasks.Count == 0)
            throw new InputException("There are no tasks: name at least one.");
        if (tasks.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException($"The task '{twice.Key}' is listed twice: a head belongs to one name.");
        if (config.AudioStride.Length is not (0 or 2) || config.AudioStride.Any(s => s < 1))
            throw new InputException(
                $"AudioStride is [{string.Join(", ", config.AudioStride)}]: give [time, frequency] of at least 1, or nothing.");
        if (config.AudioChannels is not (1 or 3))
            throw new InputException($"AudioChannels is {config.AudioChannels}: a spectrogram is taken once or three times.");
        foreach (var modality in ParameterLayout.Modalities(tasks).Where(m => ParameterLayout.Patches(config, m) < 1))
            throw new InputException(
                $"The {modality} patch [{string.Join(", ", config.Patch(modality))}] is larger than its input: use a smaller one.");
        foreach (var task in tasks)
            Require(task);
    }

    private static void Require(TaskSpec task)
    {
        if (task.Classes is not 0 and < 2)
            throw new InputException(
                $"The task '{task.Name}' has {task.Classes} classes: a head needs at least 2, or 0 to give features.");
        if (task.DistillationHead && task.Pooling != Pooling.Token)
            throw new InputException(
                $"The task '{task.Name}' has a distillation head, but pools {task.Pooling}: such heads are averaged "
                + "with that of the CLS token, so pool Token.");
        if (task.Batch < 1)
            throw new InputException($"The batch of '{task.Name}' is {task.Batch}: it must be at least 1.");
        if (task.Kind == TaskKind.MultiHeadLabel && task.ClassSplits.Sum() != task.Classes)
            throw new InputException(
                $"The class splits of '{task.Name}' add up to {task.ClassSplits.Sum()}, not to its {task.Classes} classes: "
                + "list the size of every group.");
    }
}
