using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;

namespace PolyViT.Kernel.Notebooks;

/// <summary>The run's side of a <see cref="NotebookHost"/>: its process and its pipes.</summary>
internal sealed class NotebookProcess : IDisposable
{
    /// <summary>The hidden command of the tool that is this process.</summary>
    public const string Command = "notebook-host";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Bounded: a cell that prints faster than it is read has to wait.
    private readonly BlockingCollection<Message> messages = new(boundedCapacity: 10_000);
    private readonly CancellationTokenSource closed = new();
    private readonly AnonymousPipeServerStream orders =
        new(PipeDirection.Out, HandleInheritability.Inheritable);
    private readonly AnonymousPipeServerStream answers =
        new(PipeDirection.In, HandleInheritability.Inheritable);
    private readonly Process process;

    private NotebookProcess(string folder)
    {
        process = Process.Start(StartInfo(folder))!;
        process.StandardInput.Close();
        orders.DisposeLocalCopyOfClientHandle();
        answers.DisposeLocalCopyOfClientHandle();
        // What native code and crashes print goes past the console that cells see.
        Task[] readers =
        [
            Task.Run(() => ReadStream(process.StandardOutput, "stdout")),
            Task.Run(() => ReadStream(process.StandardError, "stderr")),
            Task.Run(ReadAnswers),
        ];
        _ = Task.Run(() => TellEnd(readers));
    }

    /// <summary>Starts a process for a notebook.</summary>
    /// <param name="folder">Its working folder.</param>
    public static NotebookProcess Start(string folder) => new(folder);

    /// <summary>Sends an order; one to a process that has gone is lost, and the end is told anyway.</summary>
    /// <param name="message">What to do.</param>
    public void Send(Message message)
    {
        try
        {
            orders.Write(message.ToBytes());
        }
        catch (IOException)
        {
        }
    }

    /// <summary>The next message; null when none came in time.</summary>
    /// <param name="patience">How long to wait.</param>
    public Message? Next(TimeSpan patience) => messages.TryTake(out var message, patience) ? message : null;

    /// <summary>Ends the process and what it started.</summary>
    public void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        closed.Cancel();
        orders.Dispose();
        // It ends by itself now, but not when a cell is stuck.
        if (!process.WaitForExit(Patience))
            Kill();
        process.Dispose();
        answers.Dispose();
    }

    private ProcessStartInfo StartInfo(string folder)
    {
        var tool = Environment.ProcessPath!;
        var own = typeof(NotebookProcess).Assembly.Location;
        var isDotnet = Path.GetFileNameWithoutExtension(tool) == "dotnet";
        return new(tool, [.. isDotnet ? new[] { own } : [], Command,
            orders.GetClientHandleAsString(), answers.GetClientHandleAsString()])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }

    private void Add(Message message)
    {
        try
        {
            messages.Add(message, closed.Token);
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void ReadAnswers()
    {
        using var reader = new StreamReader(answers, leaveOpen: true);
        while (ReadLine(reader) is { } line)
            if (Message.Of(line) is { } message)
                Add(message);
    }

    private static string? ReadLine(StreamReader reader)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    private void ReadStream(StreamReader stream, string name)
    {
        var buffer = new char[4096];
        while (stream.Read(buffer) is > 0 and var count)
            Add(new(About.Stream, name, new string(buffer, 0, count)));
    }

    // A process that a cell started may hold the pipes after the notebook's own process has gone.
    private void TellEnd(Task[] readers)
    {
        process.WaitForExit();
        Task.WaitAll(readers, Patience);
        Add(new(About.Gone, Text: process.ExitCode.ToString(CultureInfo.InvariantCulture)));
    }
}
