using System.Text;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Jupyter;

/// <summary>A message to send.</summary>
/// <param name="Channel">Where to.</param>
/// <param name="Type">For example "status".</param>
/// <param name="Content">What it says; not changed any more.</param>
/// <param name="Parent">The request that it belongs to; null when to none.</param>
internal sealed record Outgoing(Channel Channel, string Type, JsonObject Content, Message? Parent);

/// <summary>
/// What waits to be sent, in one order: what a cell prints is sent some 50 ms at a time, and before any
/// message that comes later.
/// </summary>
/// <remarks>
/// A thread of its own sends. A cell only adds to a list, so that its end by force cannot break a socket.
/// </remarks>
/// <param name="send">Called by that thread alone.</param>
internal sealed class Outbox(Action<Outgoing> send)
{
    // Characters: with more, printing waits for the sender, so that an endless loop drowns nobody.
    private const int Full = 1 << 19;

    private static readonly TimeSpan Batch = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Not Monitor: an abort that meets a thread inside it ends the process.
    private readonly Lock gate = new();
    private readonly AutoResetEvent some = new(false);
    private readonly AutoResetEvent urgent = new(false);
    private readonly ManualResetEvent room = new(true);
    private readonly List<Entry> waiting = [];
    private int printed;
    private volatile bool closed;

    private sealed record Entry(Outgoing Message, StringBuilder? Text);

    /// <summary>Adds what was printed.</summary>
    /// <param name="stream">"stdout" or "stderr".</param>
    /// <param name="text">Of any length.</param>
    /// <param name="parent">The request that it belongs to.</param>
    public void Print(string stream, ReadOnlySpan<char> text, Message? parent)
    {
        if (text.IsEmpty)
            return;
        if (printed > Full)
            room.WaitOne(Second);
        lock (gate)
        {
            if (waiting.LastOrDefault() is not { Text: not null } last
                || !IsFrom(last.Message, stream, parent))
                waiting.Add(last = new(StreamOf(stream, parent), new()));
            last.Text!.Append(text);
            printed += text.Length;
            if (printed > Full)
                room.Reset();
        }
        some.Set();
    }

    /// <summary>Adds a message, to be sent at once.</summary>
    /// <param name="message">With its content complete.</param>
    public void Post(Outgoing message)
    {
        lock (gate)
            waiting.Add(new(message, null));
        Hurry();
    }

    /// <summary>Sends what is there at once.</summary>
    public void Hurry()
    {
        urgent.Set();
        some.Set();
    }

    /// <summary>Lets the sender end when all is sent.</summary>
    public void Close()
    {
        closed = true;
        Hurry();
    }

    /// <summary>Sends until the box is closed and empty.</summary>
    public void Run()
    {
        while (!closed || !IsEmpty)
        {
            // Bounded, in case that a cell was ended by force before it could ring.
            some.WaitOne(Second);
            urgent.WaitOne(Batch);
            foreach (var entry in Take())
                send(Complete(entry));
        }
    }

    private bool IsEmpty
    {
        get
        {
            lock (gate)
                return waiting.Count == 0;
        }
    }

    private Entry[] Take()
    {
        lock (gate)
        {
            Entry[] now = [.. waiting.Where(e => e is not null)];
            waiting.Clear();
            printed = 0;
            room.Set();
            return now;
        }
    }

    private static Outgoing Complete(Entry entry)
    {
        if (entry.Text is { } text)
            entry.Message.Content["text"] = text.ToString();
        return entry.Message;
    }

    private static Outgoing StreamOf(string name, Message? parent) =>
        new(Channel.Iopub, "stream", new() { ["name"] = name }, parent);

    private static bool IsFrom(Outgoing message, string stream, Message? parent) =>
        message.Parent == parent && (string?)message.Content["name"] == stream;
}
