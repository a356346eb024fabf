namespace PolyViT;

/// <summary>
/// What the user gave cannot be used: one sentence that names the thing, the value and the fix. Tools print
/// the
/// message alone and exit with 2.
/// </summary>
public sealed class InputException : Exception
{
    /// <summary>An error with no sentence; prefer the other constructors.</summary>
    public InputException()
    {
    }

    /// <summary>An error in one sentence.</summary>
    /// <param name="message">The thing, the value and the fix.</param>
    public InputException(string message)
        : base(message)
    {
    }

    /// <summary>An error in one sentence, with what caused it.</summary>
    /// <param name="message">The thing, the value and the fix.</param>
    /// <param name="inner">What was caught.</param>
    public InputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
