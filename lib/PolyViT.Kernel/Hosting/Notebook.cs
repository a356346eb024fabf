namespace PolyViT.Kernel.Hosting;

/// <summary>What cells can call without a prefix: the names of .NET Interactive.</summary>
public static class Notebook
{
    /// <summary>Shows a value now.</summary>
    /// <param name="value">Anything.</param>
    /// <returns>A handle that can replace it.</returns>
    public static DisplayedValue Display(this object? value) => throw new NotSupportedException(nameof(value));
}

/// <summary>Something on display.</summary>
/// <param name="DisplayId">Its id in the notebook.</param>
public sealed record DisplayedValue(string DisplayId);
