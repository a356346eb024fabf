using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Console.In of cells: each line is asked of the user whose front end ran the cell.</summary>
/// <remarks>A class, because that is what the console takes.</remarks>
/// <param name="origin">Whom to ask.</param>
/// <param name="outbox">Where the question goes.</param>
/// <param name="stop">The token of the running cell.</param>
internal sealed class ConsoleReader(Origin origin, Outbox outbox, Func<CancellationToken> stop) : TextReader
{
    private readonly BlockingCollection<string> answers = [];
    private string line = "";

    /// <summary>Takes an answer of the user.</summary>
    /// <param name="reply">The message.</param>
    public void Answer(Message reply) => answers.Add(reply.Text("value") ?? "");

    /// <inheritdoc/>
    public override string? ReadLine()
    {
        var rest = line.TrimEnd('\n');
        return Take(line.Length) > 0 ? rest : Ask();
    }

    /// <inheritdoc/>
    public override int Peek()
    {
        if (line.Length == 0)
            line = Ask() + '\n';
        return line[0];
    }

    /// <inheritdoc/>
    public override int Read()
    {
        var next = Peek();
        Take(1);
        return next;
    }

    private int Take(int count)
    {
        line = line[count..];
        return count;
    }

    private string Ask()
    {
        if (origin.Request is not { } request || !request.Flag("allow_stdin", otherwise: false))
        {
            throw new InvalidOperationException(
                "Nobody can answer here: this front end does not pass questions of cells on to a user, so "
                + "put the value into the cell instead of reading it from the console.");
        }
        while (answers.TryTake(out _))
        {
            // An answer to a question whose cell was interrupted.
        }
        var question = new JsonObject { ["prompt"] = "", ["password"] = false };
        outbox.Post(new(Channel.Stdin, "input_request", question, request));
        return answers.Take(stop());
    }
}
