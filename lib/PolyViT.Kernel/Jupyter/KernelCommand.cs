using System.CommandLine;
using NetMQ;
using PolyViT.Native;

namespace PolyViT.Kernel.Jupyter;

/// <summary>`polyvit kernel CONNECTION_FILE`, which Jupyter calls.</summary>
internal static class KernelCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var file = new Argument<string>("CONNECTION_FILE")
        {
            Description = "Where Jupyter says how to reach it.",
        };
        var command = new Command(
            "kernel", "Runs as a Jupyter kernel; Jupyter calls this, see jupyter install.")
        {
            file,
        };
        command.SetAction(p => Run(p.GetRequiredValue(file)));
        return command;
    }

    private static int Run(string file)
    {
        var (connection, error) = Connection.Read(file);
        if (connection is null)
            return Fail(ExitCode.Usage, error!);
        var (channels, taken) = Channels.Open(connection);
        if (channels is null)
            return Fail(ExitCode.Machine, taken!);
        if (RelaxedTorch.IsOn)
            RelaxedTorch.BoundSpinning();
        using (Orphan.Watch(() => Environment.Exit(ExitCode.Good)))
            Kernel.Serve(channels);
        channels.Dispose();
        NetMQConfig.Cleanup(block: true);
        // A thread that a cell started, or a cell that still runs, does not keep the process alive.
        Environment.Exit(ExitCode.Good);
        return ExitCode.Good;
    }

    private static int Fail(int code, string message)
    {
        Console.Error.WriteLine(message);
        return code;
    }
}
