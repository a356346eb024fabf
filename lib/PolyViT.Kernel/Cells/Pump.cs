using System.Collections.Concurrent;

namespace PolyViT.Kernel.Cells;

/// <summary>
/// Brings the awaits of a cell back to its thread, so that an interrupt reaches what follows them.
/// </summary>
/// <remarks>A class, because that is how the runtime asks for a place to continue.</remarks>
internal sealed class Pump : SynchronizationContext
{
    private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> waiting = [];

    // Neither blocks in Post: an abort or an interrupt that hits an await while it posts ends the process.
    private readonly AutoResetEvent posted = new(false);
    private volatile bool stopped;
    private volatile bool ended;

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!ended)
        {
            waiting.Enqueue((d, state));
            posted.Set();
        }
        else if (!stopped)
        {
            // The cell has ended; what it left to run goes on elsewhere.
            ThreadPool.QueueUserWorkItem(_ => d(state));
        }
    }

    /// <summary>Makes <see cref="Run"/> throw as soon as the cell awaits something.</summary>
    public void Stop()
    {
        stopped = true;
        posted.Set();
    }

    /// <summary>Runs a task on this thread to its end.</summary>
    /// <param name="begin">Starts it.</param>
    public T Run<T>(Func<Task<T>> begin)
    {
        SetSynchronizationContext(this);
        try
        {
            var task = begin();
            task.ContinueWith(_ => posted.Set(), TaskScheduler.Default);
            while (!task.IsCompleted)
                Continue();
            return task.GetAwaiter().GetResult();
        }
        finally
        {
            ended = true;
            SetSynchronizationContext(null);
            while (waiting.TryDequeue(out var late))
                Post(late.Callback, late.State);
        }
    }

    private void Continue()
    {
        if (stopped)
            throw new OperationCanceledException();
        if (waiting.TryDequeue(out var next))
            next.Callback(next.State);
        else
            posted.WaitOne();
    }
}
