using System.CommandLine;
using PolyViT.Kernel.Jupyter;
using PolyViT.Kernel.Notebooks;

namespace PolyViT.Kernel;

/// <summary>The commands of the tool.</summary>
internal static class Commands
{
    /// <summary>Parses the arguments and does what they say.</summary>
    /// <param name="args">Of the process.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args)
    {
        // "@x" and "[x]" are ordinary arguments of scripts.
        var parsed = Root().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        // Ctrl-C belongs to the script: the tool has no handler of its own.
        var code = parsed.Invoke(new InvocationConfiguration { ProcessTerminationTimeout = null });
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Runs C# scripts and notebooks of PolyViT.Notebooks and checks the machine.")
        {
            HelpName = "polyvit",
        };
        root.Directives.Clear();
        root.Add(Script());
        root.Add(JupyterCommand.Create());
        root.Add(KernelCommand.Create());
        root.Add(Doctor());
        foreach (var command in NotebookCommands.All())
            root.Add(command);
        return root;
    }

    private static Command Script()
    {
        var file = new Argument<string>("FILE") { Description = "The script, a .csx file." };
        var args = new Argument<string[]>("args")
        {
            Description = "What the script sees as Args; a leading -- is not part of it.",
            Arity = ArgumentArity.ZeroOrMore,
            CaptureRemainingTokens = true,
        };
        var command = new Command(
            "script", "Runs a C# script (#r \"nuget: Id, version\", #r \"x.dll\", #load, Args).")
        {
            file,
            args,
        };
        command.SetAction(p => ScriptCommand.Run(p.GetRequiredValue(file), p.GetValue(args) ?? []));
        return command;
    }

    private static Command Doctor()
    {
        var command = new Command(
            "doctor", "Says what is right and wrong on this machine, and what to do about it.");
        command.SetAction(_ => DoctorCommand.Run());
        return command;
    }
}
