using System.Text;
using NetMQ;
using NetMQ.Sockets;

namespace PolyViT.Kernel.Jupyter;

/// <summary>The channels on which messages come and go; the fifth, the heartbeat, answers itself.</summary>
internal enum Channel
{
    /// <summary>Requests to run code and to ask about it.</summary>
    Shell,

    /// <summary>Requests that do not wait for a running cell.</summary>
    Control,

    /// <summary>Questions to the user.</summary>
    Stdin,

    /// <summary>News for all clients.</summary>
    Iopub,
}

/// <summary>The five sockets, all used by one thread: the one that calls <see cref="Run"/>.</summary>
internal sealed class Channels : IDisposable
{
    private readonly Connection connection;
    private readonly string session = Guid.NewGuid().ToString("N");
    private readonly NetMQQueue<Action> tasks = new();
    private readonly RouterSocket heartbeat = new();
    private readonly PublisherSocket iopub = new();
    private readonly Dictionary<Channel, RouterSocket> asked = new()
    {
        [Channel.Shell] = new(),
        [Channel.Control] = new(),
        [Channel.Stdin] = new(),
    };

    private Action stop = () => { };

    private Channels(Connection connection)
    {
        this.connection = connection;
        foreach (var socket in Sockets)
        {
            socket.Options.Linger = TimeSpan.FromSeconds(1);
            // No message is dropped because a client is slow.
            (socket.Options.SendHighWatermark, socket.Options.ReceiveHighWatermark) = (0, 0);
        }
        // A client that comes back under its name takes over from its earlier connection.
        foreach (var socket in asked.Values)
            socket.Options.RouterHandover = true;
    }

    private IEnumerable<NetMQSocket> Sockets => [.. asked.Values, heartbeat, iopub];

    /// <summary>Opens the ports of a connection, or says in one sentence why not.</summary>
    /// <param name="connection">From the connection file.</param>
    public static (Channels? Channels, string? Error) Open(Connection connection)
    {
        var channels = new Channels(connection);
        var error = channels.Bind();
        if (error is null)
            return (channels, null);
        channels.Dispose();
        return (null, error);
    }

    /// <summary>Receives and sends until <see cref="Stop"/>.</summary>
    /// <param name="received">Told of each message that is signed by the connection's key.</param>
    public void Run(Action<Channel, Message> received)
    {
        using var poller = new NetMQPoller { heartbeat, tasks };
        foreach (var (channel, socket) in asked)
        {
            socket.ReceiveReady += (_, _) => Receive(channel, received);
            poller.Add(socket);
        }
        heartbeat.ReceiveReady += (_, e) => e.Socket.SendMultipartMessage(e.Socket.ReceiveMultipartMessage());
        tasks.ReceiveReady += (_, e) => Do(e.Queue);
        stop = poller.Stop;
        poller.Run();
    }

    /// <summary>Sends a message; from any thread.</summary>
    /// <param name="message">To one client, or on <see cref="Channel.Iopub"/> to all.</param>
    public void Send(Outgoing message)
    {
        var identities = message.Channel == Channel.Iopub
            ? [Encoding.UTF8.GetBytes(message.Type)]
            : message.Parent!.Identities;
        var frames = Wire.Write(
            identities, Wire.Header(message.Type, session), message.Parent?.Header, message.Content,
            connection.Key);
        NetMQSocket socket = message.Channel == Channel.Iopub ? iopub : asked[message.Channel];
        tasks.Enqueue(() => socket.SendMultipartMessage(new NetMQMessage(frames)));
    }

    /// <summary>Lets <see cref="Run"/> end, after what was sent before; from any thread.</summary>
    public void Stop() => tasks.Enqueue(() => stop());

    /// <summary>
    /// Does something after every message that has arrived by now is received; from any thread.
    /// </summary>
    /// <param name="then">On the thread of the sockets.</param>
    /// <param name="received">As for <see cref="Run"/>.</param>
    public void AfterReceived(Action then, Action<Channel, Message> received) => tasks.Enqueue(() =>
    {
        Receive(Channel.Shell, received);
        then();
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in Sockets)
            socket.Dispose();
        tasks.Dispose();
    }

    private void Receive(Channel channel, Action<Channel, Message> received)
    {
        var raw = new NetMQMessage();
        while (asked[channel].TryReceiveMultipartMessage(ref raw!))
            if (Wire.Read([.. raw.Select(frame => frame.ToByteArray())], connection.Key) is { } message)
                received(channel, message);
    }

    private static void Do(NetMQQueue<Action> tasks)
    {
        while (tasks.TryDequeue(out var task, TimeSpan.Zero))
            task();
    }

    private string? Bind()
    {
        var ports = connection.Ports;
        return Bind(asked[Channel.Shell], ports.Shell) ?? Bind(asked[Channel.Control], ports.Control)
            ?? Bind(asked[Channel.Stdin], ports.Stdin) ?? Bind(iopub, ports.Iopub)
            ?? Bind(heartbeat, ports.Heartbeat);
    }

    private string? Bind(NetMQSocket socket, int port)
    {
        try
        {
            socket.Bind(connection.Address(port));
            return null;
        }
        catch (NetMQException e)
        {
            var reason = e is AddressAlreadyInUseException
                ? "another program uses it"
                : e.Message.TrimEnd('.');
            return $"The kernel cannot listen on {connection.Address(port)}: {reason}. Restart the kernel, "
                + "so that Jupyter chooses other ports.";
        }
    }
}
