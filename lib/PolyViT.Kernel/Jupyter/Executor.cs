using System.Text.Json.Nodes;
using PolyViT.Kernel.Cells;
using PolyViT.Kernel.Hosting;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Runs one cell after another, and keeps what they leave.</summary>
/// <param name="start">The session before the first cell.</param>
/// <param name="outbox">Where output goes.</param>
internal sealed class Executor(Session start, Outbox outbox)
{
    private readonly List<Ran> history = [];
    private readonly Lock starting = new();
    private RunningCell? running;
    private int count;

    /// <summary>What the cells so far left.</summary>
    public Session Session { get; private set; } = start;

    /// <summary>The cells that were run and were to be remembered.</summary>
    public IReadOnlyList<Ran> History => history;

    /// <summary>Cancelled when the running cell is interrupted.</summary>
    public CancellationToken Stop => Running?.Stop ?? CancellationToken.None;

    /// <summary>Stops the running cell, if there is one; returns at once.</summary>
    public void Interrupt() => Running?.Interrupt();

    /// <summary>Ends the running cell here, on its thread, if it should have stopped by now.</summary>
    public void EndIfOverdue() => Running?.EndIfOverdue();

    /// <summary>Does what an execute_request asks for, and answers it.</summary>
    /// <param name="request">With the code.</param>
    /// <param name="failed">Called before the answer when requests that wait should be given up.</param>
    public void Execute(Message request, Action failed)
    {
        var code = request.Text("code") ?? "";
        var silent = IsSilent(request);
        var remembered = !silent && request.Flag("store_history", otherwise: true);
        if (remembered)
            count++;
        Tell("execute_input", new() { ["code"] = code, ["execution_count"] = count });
        var outcome = Run(
            new Cell(code, $"cell {count}"), text => outbox.Print("stdout", text + '\n', request));
        Session = outcome.After;
        var error = outcome.Error is { } e ? ErrorOf(e) : null;
        var result = silent ? null : outcome.Shown;
        if (remembered)
            history.Add(new(count, code, result?.GetValueOrDefault("text/plain") as string));
        if (error is not null)
            Tell("error", Copy(error));
        if (result is not null)
            Tell("execute_result", ResultOf(result));
        if (error is not null && request.Flag("stop_on_error", otherwise: true))
            failed();
        outbox.Post(new(Channel.Shell, "execute_reply", ReplyTo(error), request));

        void Tell(string type, JsonObject content)
        {
            if (!silent)
                outbox.Post(new(Channel.Iopub, type, content, request));
        }
    }

    /// <summary>Answers a request that will not be executed, because an earlier one failed.</summary>
    /// <param name="request">With the code.</param>
    public void GiveUp(Message request) =>
        outbox.Post(new(Channel.Shell, request.ReplyType, new() { ["status"] = "aborted" }, request));

    /// <summary>Whether nothing of what a request does is to be shown.</summary>
    /// <param name="request">An execute_request.</param>
    public static bool IsSilent(Message request) => request.Flag("silent", otherwise: false);

    private RunningCell? Running
    {
        get
        {
            lock (starting)
                return running;
        }
    }

    private CellOutcome Run(Cell cell, Action<string> tell)
    {
        // A cell that asks at once for its token waits until it is there.
        lock (starting)
            running = RunningCell.Start(Session, cell, tell);
        var started = running;
        started.Wait(Timeout.InfiniteTimeSpan);
        lock (starting)
            running = null;
        return started.Outcome;
    }

    private JsonObject ResultOf(IReadOnlyDictionary<string, object> bundle) => new()
    {
        ["execution_count"] = count,
        ["data"] = Formatting.ToJson(bundle),
        ["metadata"] = new JsonObject(),
    };

    private JsonObject ReplyTo(JsonObject? error)
    {
        var reply = error ?? [];
        reply["status"] = error is null ? "ok" : "error";
        reply["execution_count"] = count;
        reply["user_expressions"] = new JsonObject();
        reply["payload"] = new JsonArray();
        return reply;
    }

    private static JsonObject ErrorOf(CellError error) => new()
    {
        ["ename"] = error.Name,
        ["evalue"] = error.Message,
        ["traceback"] = new JsonArray(
            [.. error.Traceback.Select((line, i) => (JsonNode)(i == 0 ? Red(line) : line))]),
    };

    // The place and the message; front ends show it in this colour, and nothing else tells it from text.
    private static string Red(string line) => $"\u001b[31m{line}\u001b[0m";

    private static JsonObject Copy(JsonObject content) => content.DeepClone().AsObject();
}
