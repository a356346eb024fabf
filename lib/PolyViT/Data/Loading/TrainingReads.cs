namespace PolyViT;

/// <summary>The batches that training will ask for, read ahead in the order of its timeline.</summary>
internal static class TrainingReads
{
    /// <summary>Starts to read the minibatches of tasks whose data are in files; others are read on the
    /// spot.</summary>
    /// <param name="spec">Seed, sizes and the memory for batches.</param>
    /// <param name="tasks">The tasks with their data.</param>
    /// <param name="timeline">Which task when.</param>
    /// <param name="stop">Gives up what is being read.</param>
    /// <returns>The tasks, whose training splits give what was read ahead; dispose of the reading after
    /// them.</returns>
    public static (ReadAhead Reading, IReadOnlyList<TaskData> Tasks) Start(
        RunSpec spec, IReadOnlyList<TaskData> tasks, Timeline timeline, CancellationToken stop)
    {
        var streamed = timeline.Minibatches.Where(m => tasks[m.Task].Train.Streams).ToArray();
        var bytes = tasks.Select(t => BatchBytes(t.Spec, spec.Model.Inputs, t.Spec.Batch)).ToArray();
        var reading = new ReadAhead(
            [.. tasks.Select(t => t.Train)], streamed.Length,
            n => Of(spec.Seed, tasks, streamed[n], bytes[streamed[n].Task]), spec.ReadAheadBytes, stop);
        return (reading, [.. tasks.Select((t, i) => t.Train.Streams
            ? t with { Train = t.Train with { Fetch = reading.Fetch(i) } }
            : t)]);
    }

    /// <summary>What a batch takes.</summary>
    /// <param name="task">Modality and classes.</param>
    /// <param name="inputs">The run's input sizes.</param>
    /// <param name="examples">How many examples it has.</param>
    public static long BatchBytes(TaskSpec task, InputShapes inputs, int examples) =>
        sizeof(float) * examples * (inputs.Of(task.Modality).Aggregate(1L, (a, b) => a * b) + task.Classes + 1);

    private static Reading Of(ulong seed, IReadOnlyList<TaskData> tasks, Minibatch minibatch, long bytes)
    {
        var (indices, rng) = TrainStep.Wanted(seed, tasks[minibatch.Task], minibatch.Visit);
        return new(minibatch.Task, indices, rng, bytes);
    }
}
