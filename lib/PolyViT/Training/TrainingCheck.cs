namespace PolyViT;

/// <summary>What cannot be trained, said before anything is.</summary>
public static class TrainingCheck
{
    /// <summary>Steps, batches and sets that fit together.</summary>
    /// <param name="tasks">The tasks with their data.</param>
    /// <exception cref="InputException">Zero steps, an empty split, or a batch larger than its
    /// set.</exception>
    public static void Require(IReadOnlyList<TaskData> tasks)
    {
        foreach (var (task, train, test) in tasks)
        {
            if (task.Classes == 0)
                throw new InputException($"The task '{task.Name}' has no classes, so that there is nothing to train: give it some.");
            if (task.Steps < 1)
                throw new InputException($"The task '{task.Name}' has {task.Steps} steps: give it at least 1.");
            if (train.Count < 1 || test.Count < 1)
                throw new InputException(
                    $"The task '{task.Name}' has {train.Count} training and {test.Count} test examples: both need some.");
            if (task.Batch > train.Count)
                throw new InputException(
                    $"The batch of '{task.Name}' is {task.Batch}, but its training set has {train.Count} examples: "
                    + $"use at most {train.Count}.");
            RequireTargets(task, train);
            RequireTargets(task, test);
        }
    }

    private static void RequireTargets(TaskSpec task, Split split)
    {
        using var scope = NewDisposeScope();
        using var batch = split.Fetch([0], default);
        if (batch.Target.size(1) != task.Classes)
            throw new InputException(
                $"The head of '{task.Name}' has {task.Classes} classes, but its data have {batch.Target.size(1)}: "
                + "make the two agree.");
    }
}
