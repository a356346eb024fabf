using System.Runtime.InteropServices;

namespace PolyViT.Notebooks;

/// <summary>Runs a script: options in, exit code out, and a polite end on Ctrl-C.</summary>
public static class Command
{
    /// <summary>The exit code for wrong input.</summary>
    public const int Usage = 2;

    /// <summary>The exit code after Ctrl-C where the script did not end by itself.</summary>
    public const int Interrupted = 130;

    /// <summary>
    /// Parses options, runs the script and turns what the user did wrong into one sentence on standard error
    /// and exit code 2. The first Ctrl-C or SIGTERM cancels the token; the second ends the process at once.
    /// </summary>
    /// <typeparam name="T">A record whose properties are the options: see <see cref="Options"/>.</typeparam>
    /// <param name="args">The script's arguments.</param>
    /// <param name="about">What the script does, in one sentence, for --help.</param>
    /// <param name="main">The script, from options to exit code: 0 is well, 1 is a claim that failed.</param>
    /// <param name="output">Where --help goes; null is standard output.</param>
    /// <param name="errors">Where messages go; null is standard error.</param>
    public static int Run<T>(
        IReadOnlyList<string> args, string about, Func<T, CancellationToken, int> main,
        TextWriter? output = null, TextWriter? errors = null)
        where T : class, new()
    {
        errors ??= Console.Error;
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, c => Stop(c, stop, errors));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, c => Stop(c, stop, errors));
        try
        {
            if (args.Any(a => a is "--help" or "-h"))
            {
                (output ?? Console.Out).Write(Options.Help<T>(about));
                return 0;
            }
            return main(Options.Parse<T>(args), stop.Token);
        }
        catch (InputException e)
        {
            errors.WriteLine(e.Message);
            return Usage;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            errors.WriteLine("Stopped.");
            return Interrupted;
        }
    }

    internal static void Stop(PosixSignalContext context, CancellationTokenSource stop, TextWriter errors)
    {
        if (stop.IsCancellationRequested)
            return; // the default action: the process ends
        context.Cancel = true;
        errors.WriteLine("Stopping after this step; again to stop at once.");
        stop.Cancel();
    }
}
