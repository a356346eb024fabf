using System.IO.Pipes;
using System.Runtime.InteropServices;
using PolyViT.Kernel.Cells;
using PolyViT.Kernel.Hosting;
using PolyViT.Kernel.Scripting;
using PolyViT.Native;

namespace PolyViT.Kernel.Notebooks;

/// <summary>
/// The process of one notebook: runs cells as it is told through a pipe and tells through another what
/// comes out, so that nothing a cell does can harm the run or the file.
/// </summary>
internal static class NotebookHost
{
    /// <summary>Serves until the run closes its pipe.</summary>
    /// <param name="orders">Handle of the pipe with messages to this process.</param>
    /// <param name="answers">Handle of the pipe with messages from it.</param>
    public static int Serve(string orders, string answers)
    {
        // Ctrl-C reaches every process of a terminal; the run decides what it means.
        using var heard = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => c.Cancel = true);
        using var input = new StreamReader(new AnonymousPipeClientStream(PipeDirection.In, orders));
        using var output = new AnonymousPipeClientStream(PipeDirection.Out, answers);
        var gate = new Lock();
        void Send(Message message)
        {
            var bytes = message.ToBytes();
            lock (gate)
                output.Write(bytes);
        }
        Console.SetOut(new Telling(t => Send(new(About.Stream, "stdout", t))));
        Console.SetError(new Telling(t => Send(new(About.Stream, "stderr", t))));
        Console.SetIn(new NobodyToAsk());
        if (RelaxedTorch.IsOn)
            RelaxedTorch.BoundSpinning();
        Obey(input, Send);
        // Threads that a cell left behind do not keep the process.
        Environment.Exit(ExitCode.Good);
        return ExitCode.Good;
    }

    private static void Obey(StreamReader orders, Action<Message> send)
    {
        RunningCell? running = null;
        Contract.Publish(new(
            "run",
            (data, id, update) =>
                send(new(update ? About.Update : About.Display, id, Data: Formatting.ToJson(data))),
            wait => send(new(About.Clear, Wait: wait)),
            () => Volatile.Read(ref running)?.Stop ?? CancellationToken.None));
        var session = Session.StartNotebook(Directory.GetCurrentDirectory());
        send(new(About.Ready));
        while (orders.ReadLine() is { } line)
        {
            var order = Message.Of(line);
            if (order?.About == About.Interrupt)
                running?.Interrupt();
            if (order?.About == About.Run)
            {
                var started = RunningCell.Start(Volatile.Read(ref session), new(order.Text!, order.Name!),
                    s => send(new(About.Told, Text: s)));
                Volatile.Write(ref running, started);
                // A thread of its own, so that an interrupt can be read meanwhile.
                new Thread(() => Report(started, s => Volatile.Write(ref session, s), send)).Start();
            }
        }
    }

    private static void Report(RunningCell running, Action<Session> keep, Action<Message> send)
    {
        running.Wait(Timeout.InfiniteTimeSpan);
        var outcome = running.Outcome;
        keep(outcome.After);
        if (outcome.Error is { } error)
            send(new(About.Error, error.Name, error.Message, Lines: [.. error.Traceback]));
        else if (outcome.Shown is { } bundle)
            send(new(About.Result, Data: Formatting.ToJson(bundle)));
        send(new(About.Ended));
    }
}
