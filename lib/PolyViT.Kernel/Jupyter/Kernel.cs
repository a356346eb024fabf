using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using PolyViT.Kernel.Hosting;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Jupyter;

/// <summary>
/// The kernel: one thread has the sockets, one serves the shell channel in order, one sends, and each cell
/// has its own.
/// </summary>
internal sealed class Kernel
{
    private static readonly TimeSpan OnTheWay = TimeSpan.FromMilliseconds(50);

    private readonly BlockingCollection<Message> shell = [];
    private readonly Origin origin = new();
    private readonly Channels channels;
    private readonly Outbox outbox;
    private readonly Executor executor;
    private readonly ConsoleReader input;

    private Kernel(Channels channels)
    {
        this.channels = channels;
        outbox = new(channels.Send);
        input = new(origin, outbox, () => executor!.Stop);
        Console.SetOut(Writer("stdout"));
        Console.SetError(Writer("stderr"));
        Console.SetIn(input);
        Contract.Publish(new("jupyter", Display, Clear, () => executor!.Stop));
        executor = new(Session.StartNotebook(Directory.GetCurrentDirectory()), outbox);
    }

    /// <summary>Serves a connection until a client asks for an end.</summary>
    /// <param name="channels">Open.</param>
    public static void Serve(Channels channels)
    {
        var kernel = new Kernel(channels);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, kernel.Interrupted);
        Start("sender", () =>
        {
            kernel.outbox.Run();
            channels.Stop();
        });
        Start("shell", kernel.ServeShell);
        Start("warm up", () => WarmUp.Compiler(kernel.executor.Session));
        kernel.outbox.Post(new(Channel.Iopub, "status", Status("starting"), null));
        channels.Run(kernel.Receive);
    }

    private void Interrupted(PosixSignalContext signal)
    {
        signal.Cancel = true;
        executor.Interrupt();
    }

    private static void Start(string name, Action action) =>
        new Thread(() => action()) { IsBackground = true, Name = name }.Start();

    private void Receive(Channel channel, Message message)
    {
        if (channel == Channel.Shell)
            shell.Add(message);
        else if (channel == Channel.Control)
            Handle(channel, message);
        else if (message.Type == "input_reply")
            input.Answer(message);
    }

    private void ServeShell()
    {
        foreach (var message in shell.GetConsumingEnumerable())
        {
            origin.Begin(message);
            Handle(Channel.Shell, message);
        }
    }

    private void Handle(Channel channel, Message message)
    {
        Publish("status", Status("busy"), message);
        try
        {
            if (message.Type == "execute_request" && channel == Channel.Shell)
                Execute(message);
            else if (AnswerTo(message) is { } answer)
                outbox.Post(new(channel, message.ReplyType, answer, message));
        }
        catch (Exception e)
        {
            // Whatever goes wrong in an answer, the kernel and its state stay.
            outbox.Post(new(channel, message.ReplyType, Failure(e), message));
        }
        Publish("status", Status("idle"), message);
        if (message.Type == "shutdown_request")
            outbox.Close();
    }

    private JsonObject? AnswerTo(Message request) => request.Type switch
    {
        "kernel_info_request" => Answers.KernelInfo(),
        "complete_request" => Answers.Complete(request, executor.Session),
        "inspect_request" => Answers.Inspect(request, executor.Session),
        "is_complete_request" => Answers.IsComplete(request),
        "history_request" => Ok("history", History.Of(executor.History, request)),
        "comm_info_request" => Ok("comms", new JsonObject()),
        "interrupt_request" => Interrupt(),
        "shutdown_request" => Ok("restart", request.Flag("restart", otherwise: false)),
        "comm_open" => CloseComm(request),
        _ => null,
    };

    private JsonObject Interrupt()
    {
        executor.Interrupt();
        return new() { ["status"] = "ok" };
    }

    // There is no other side for a comm here, and the protocol says so by closing it.
    private JsonObject? CloseComm(Message request)
    {
        var content = new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() };
        Publish("comm_close", content, request);
        return null;
    }

    private void Execute(Message request)
    {
        List<Message> waiting = [];
        executor.Execute(request, () => waiting = Arrived());
        foreach (var message in waiting)
        {
            if (message.Type == "execute_request")
                GiveUp(message);
            else
                shell.Add(message);
        }
    }

    // Front ends send all cells of a notebook at once, and a cell can fail before the others are here. What
    // a client sends after the answer is not among these.
    private List<Message> Arrived()
    {
        using var received = new ManualResetEventSlim();
        Task.Delay(OnTheWay).ContinueWith(
            _ => channels.AfterReceived(received.Set, Receive), TaskScheduler.Default);
        received.Wait();
        return TakeWaiting();
    }

    private List<Message> TakeWaiting()
    {
        var waiting = new List<Message>();
        while (shell.TryTake(out var message))
            waiting.Add(message);
        return waiting;
    }

    private void GiveUp(Message request)
    {
        Publish("status", Status("busy"), request);
        executor.GiveUp(request);
        Publish("status", Status("idle"), request);
    }

    private void Display(IReadOnlyDictionary<string, object> bundle, string? id, bool update) =>
        PublishOutput(update ? "update_display_data" : "display_data", new()
        {
            ["data"] = Formatting.ToJson(bundle),
            ["metadata"] = new JsonObject(),
            ["transient"] = id is null ? [] : new JsonObject { ["display_id"] = id },
        });

    private void Clear(bool wait) => PublishOutput("clear_output", new() { ["wait"] = wait });

    private ConsoleWriter Writer(string stream) => new(
        text =>
        {
            executor.EndIfOverdue();
            if (!IsSilent(origin.Request))
                outbox.Print(stream, text, origin.Request);
        },
        outbox.Hurry);

    private void PublishOutput(string type, JsonObject content)
    {
        executor.EndIfOverdue();
        if (!IsSilent(origin.Request))
            Publish(type, content, origin.Request);
    }

    private void Publish(string type, JsonObject content, Message? parent) =>
        outbox.Post(new(Channel.Iopub, type, content, parent));

    private static bool IsSilent(Message? request) => request is not null && Executor.IsSilent(request);

    private static JsonObject Status(string state) => new() { ["execution_state"] = state };

    private static JsonObject Ok(string name, JsonNode value) => new() { ["status"] = "ok", [name] = value };

    private static JsonObject Failure(Exception e) => new()
    {
        ["status"] = "error",
        ["ename"] = e.GetType().FullName,
        ["evalue"] = e.Message,
        ["traceback"] = new JsonArray(),
    };
}
