using PolyViT.Kernel.Scripting;
using PolyViT.Native;

namespace PolyViT.Kernel;

/// <summary>`polyvit script FILE [-- args]`.</summary>
internal static class ScriptCommand
{
    /// <summary>Runs a script and says what it left as exit code.</summary>
    /// <param name="file">The script, relative to the current folder.</param>
    /// <param name="args">Its `Args`.</param>
    /// <returns>
    /// The number it returned, else 0; 1 when it does not compile or throws; 2 when it cannot be used.
    /// </returns>
    public static int Run(string file, IEnumerable<string> args)
    {
        var path = Path.GetFullPath(file);
        if (!File.Exists(path))
            return Fail(
                ExitCode.Usage, [$"The script '{file}' does not exist: give the path of a .csx file."]);
        if (RelaxedTorch.IsOn)
            RelaxedTorch.BoundSpinning();
        var session = Session.Start(Path.GetDirectoryName(path)!, args);
        var (code, errors) =
            session.Compile(File.ReadAllText(path), path, Console.Error.WriteLine, CancellationToken.None);
        return code is null
            ? Fail(ExitCode.Failed, errors)
            : Ended(Execution.Run(code, CancellationToken.None).GetAwaiter().GetResult());
    }

    private static int Ended(Outcome outcome) => outcome switch
    {
        { Error: { } thrown } when Complaint.IsAboutInput(thrown) => Fail(ExitCode.Usage, [thrown.Message]),
        { Error: { } thrown } => Fail(ExitCode.Failed, [Complaint.About(thrown)]),
        { Value: int code } => code,
        _ => ExitCode.Good,
    };

    private static int Fail(int code, IEnumerable<string> messages)
    {
        foreach (var message in messages)
            Console.Error.WriteLine(message);
        return code;
    }
}

/// <summary>What the tool's exit codes mean.</summary>
internal static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Good = 0;

    /// <summary>A script does not compile, or threw.</summary>
    public const int Failed = 1;

    /// <summary>The tool was not used as it should be.</summary>
    public const int Usage = 2;

    /// <summary>Something is wrong with the machine.</summary>
    public const int Machine = 3;
}
