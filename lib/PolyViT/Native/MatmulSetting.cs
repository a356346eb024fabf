namespace PolyViT.Native;

/// <summary>
/// Who uses which path of float32 products. libtorch has one setting for the process, so its users are
/// counted: the first sets it, the last restores it, and who wants another one waits, so that nobody's
/// numbers change because of somebody else.
/// </summary>
internal sealed class MatmulSetting : IDisposable
{
    private readonly object gate = new();
    private readonly ThreadLocal<int> mine = new();
    private string current = "";
    private string before = "";
    private int users;

    /// <summary>Takes the path, until disposed; on the same thread.</summary>
    /// <param name="path">"highest" or "medium".</param>
    /// <exception cref="InputException">The calling thread uses another path already.</exception>
    public IDisposable Use(string path)
    {
        if (!TorchExports.HasMatmulPrecision)
            return new Restoring(() => { });
        lock (gate)
        {
            while (users > 0 && path != current)
                Wait(path);
            if (users == 0)
            {
                (before, current) = (TorchExports.MatmulPrecision, path);
                TorchExports.MatmulPrecision = path;
            }
            users++;
            mine.Value++;
        }
        return new Restoring(GiveBack);
    }

    /// <inheritdoc/>
    public void Dispose() => mine.Dispose();

    private void Wait(string path)
    {
        if (mine.Value > 0)
            throw new InputException(
                $"This thread multiplies matrices with precision '{current}' and asks for '{path}' in between: "
                + "end the one before the other begins.");
        _ = Monitor.Wait(gate);
    }

    private void GiveBack()
    {
        lock (gate)
        {
            mine.Value--;
            if (--users > 0)
                return;
            TorchExports.MatmulPrecision = before;
            Monitor.PulseAll(gate);
        }
    }
}

/// <summary>Something to be done once, at the end.</summary>
/// <param name="restore">What.</param>
internal sealed class Restoring(Action restore) : IDisposable
{
    private Action? left = restore;

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref left, null)?.Invoke();
}
