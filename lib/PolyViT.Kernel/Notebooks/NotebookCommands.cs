using System.CommandLine;

namespace PolyViT.Kernel.Notebooks;

/// <summary>The tool's commands for notebooks without Jupyter.</summary>
internal static class NotebookCommands
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Command> All() => [Run(), Snapshot(), Host()];

    private static Command Run()
    {
        var files = new Argument<string[]>("FILE|FOLDER")
        {
            Description = "Notebooks, or folders whose notebooks run in the order of their names.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output")
        {
            Description = "Where the result goes, a file or an existing folder; otherwise into the notebook.",
            HelpName = "FILE",
        };
        var cell = Seconds("--cell-timeout", "What a cell may take, seconds; otherwise without limit.");
        var total = Seconds("--timeout", "What a notebook may take, seconds; otherwise without limit.");
        var set = new Option<string[]>("--set")
        {
            Description = "A value for a variable of the cell tagged 'parameters'; may stand several times.",
            HelpName = "Name=value",
        };
        var allow = new Option<bool>("--allow-errors") { Description = "Goes on after a cell that throws." };
        var command = new Command("run", "Runs notebooks and writes their outputs into them.")
        {
            files,
            output,
            cell,
            total,
            set,
            allow,
        };
        command.SetAction(p => RunCommand.Run(new(
            p.GetRequiredValue(files), p.GetValue(output), p.GetValue(set) ?? [],
            new(Limit(p.GetValue(cell)), Limit(p.GetValue(total)), p.GetValue(allow)))));
        return command;
    }

    private static Command Snapshot()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Notebooks with their outputs.",
            Arity = ArgumentArity.OneOrMore,
        };
        var embed = new Option<bool>("--embed")
        {
            Description = "Puts each picture into the notebook, for viewers that run no scripts.",
        };
        var png = new Option<string>("--png")
        {
            Description = "Writes each picture into a folder.",
            HelpName = "DIR",
        };
        var light = new Option<bool>("--light")
        {
            Description = "Takes plotly.js out of the notebook (1.5 MB): live charts need the network then.",
        };
        var command = new Command("snapshot", "Makes a still picture of every Plotly chart, by Chromium.")
        {
            files,
            embed,
            png,
            light,
        };
        command.SetAction(p => SnapshotCommand.Run(new(
            p.GetRequiredValue(files), p.GetValue(embed), p.GetValue(png), p.GetValue(light))));
        return command;
    }

    private static Command Host()
    {
        var orders = new Argument<string>("orders");
        var answers = new Argument<string>("answers");
        var command = new Command(NotebookProcess.Command) { orders, answers };
        command.Hidden = true;
        command.SetAction(p => NotebookHost.Serve(p.GetRequiredValue(orders), p.GetRequiredValue(answers)));
        return command;
    }

    private static Option<double?> Seconds(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "seconds" };
        option.Validators.Add(r =>
        {
            if (r.Errors.Any() || r.Tokens.Count == 0)
                return;
            if (r.GetValueOrDefault<double?>() is not (> 0 and < 1e9))
                r.AddError($"{name} {r.Tokens[0].Value} is no limit: give a number of seconds above 0.");
        });
        return option;
    }

    private static TimeSpan Limit(double? seconds) =>
        seconds is { } limit ? TimeSpan.FromSeconds(limit) : Timeout.InfiniteTimeSpan;
}
