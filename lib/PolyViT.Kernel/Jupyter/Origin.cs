namespace PolyViT.Kernel.Jupyter;

/// <summary>
/// Which request output belongs to: the one whose cell started the thread or task that writes it.
/// </summary>
internal sealed class Origin
{
    private readonly AsyncLocal<Message?> here = new();
    private volatile Message? last;

    /// <summary>The request of this thread or task; the latest one where that is not known.</summary>
    public Message? Request => here.Value ?? last;

    /// <summary>From now on this thread, and what it starts, works for a request.</summary>
    /// <param name="request">From a client.</param>
    public void Begin(Message request) => here.Value = last = request;
}
