namespace PolyViT;

/// <summary>Why a file did not come, and what may be done about it.</summary>
internal sealed class TransferFailure : Exception
{
    /// <summary>A failure that trying again will not mend.</summary>
    /// <param name="message">What happened; follows "NAME: ".</param>
    /// <param name="inner">What was caught.</param>
    public TransferFailure(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether trying again may help.</summary>
    public bool Again { get; init; }

    /// <summary>Whether what is there of the file is of no use.</summary>
    public bool FromStart { get; init; }

    /// <summary>Whether there was no server to talk to.</summary>
    public bool Unreachable { get; init; }

    /// <summary>How long the server wants to be left alone.</summary>
    public TimeSpan? Wait { get; init; }
}
