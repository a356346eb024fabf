using System.Runtime.InteropServices;
using System.Threading;

namespace PolyViT.Notebooks;

/// <summary>One option of a script.</summary>
/// <param name="Name">Without dashes, e.g. "seeds".</param>
/// <param name="Value">What stands for the value in the help, e.g. "N"; empty for a flag.</param>
/// <param name="Help">What it does.</param>
public sealed record Option(string Name, string Value, string Help);

/// <summary>The options that were given.</summary>
/// <param name="Values">Name to value; a flag's value is empty.</param>
public sealed record Given(ImmutableDictionary<string, string> Values)
{
    /// <summary>Whether the option was given.</summary>
    /// <param name="name">Its name.</param>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <summary>The value as text; null when it was not given.</summary>
    /// <param name="name">The option's name.</param>
    public string? Text(string name) => Values.GetValueOrDefault(name);

    /// <summary>The value as a whole number; null when it was not given.</summary>
    /// <param name="name">The option's name.</param>
    /// <exception cref="InputException">It is not a whole number.</exception>
    public int? Number(string name) => Text(name) is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n
        : throw new InputException($"--{name} is '{text}', which is not a whole number: give one, for example --{name} 3.");

    /// <summary>The value as names separated by commas; none when it was not given.</summary>
    /// <param name="name">The option's name.</param>
    public ImmutableArray<string> Names(string name) =>
        [.. (Text(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}

/// <summary>Runs a script as a command: options, errors in one sentence, and a first Ctrl-C that ends it in good order.</summary>
public static class Command
{
    /// <summary>The exit code of a mistake in what the user gave.</summary>
    public const int Usage = 2;

    /// <summary>Parses the arguments and runs the script.</summary>
    /// <param name="usage">What the script does, in one sentence, for --help.</param>
    /// <param name="options">The options it knows.</param>
    /// <param name="args">The script's arguments.</param>
    /// <param name="main">
    /// The script: its options and a token that the first Ctrl-C or SIGTERM cancels (a second one ends the process at
    /// once); returns the exit code.
    /// </param>
    /// <returns>The script's exit code, or 2 after a mistake in what the user gave.</returns>
    public static int Run(
        string usage, IReadOnlyList<Option> options, IEnumerable<string> args, Func<Given, CancellationToken, int> main)
    {
        try
        {
            var given = Parse(options, [.. args]);
            if (given.Has("help"))
            {
                Console.WriteLine(Help(usage, options));
                return 0;
            }
            using var stop = new CancellationTokenSource();
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, s => Cancel(s, stop));
            using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, s => Cancel(s, stop));
            return main(given, stop.Token);
        }
        catch (InputException e)
        {
            Console.Error.WriteLine(e.Message);
            return Usage;
        }
    }

    /// <summary>Reads --name value and --flag.</summary>
    /// <param name="options">The options that there are; --help is always one.</param>
    /// <param name="args">The arguments.</param>
    /// <exception cref="InputException">An unknown option, a missing value, or an argument that is no option.</exception>
    public static Given Parse(IReadOnlyList<Option> options, IReadOnlyList<string> args)
    {
        Option[] known = [.. options, new("help", "", "Prints this.")];
        var values = ImmutableDictionary<string, string>.Empty;
        for (var i = 0; i < args.Count; i++)
        {
            var option = known.FirstOrDefault(o => args[i] == "--" + o.Name) ?? throw new InputException(
                $"There is no option '{args[i]}': use {string.Join(", ", known.Select(o => "--" + o.Name))}.");
            if (option.Value.Length > 0 && (i + 1 == args.Count || args[i + 1].StartsWith("--", StringComparison.Ordinal)))
                throw new InputException($"--{option.Name} has no value: write --{option.Name} {option.Value}.");
            values = values.SetItem(option.Name, option.Value.Length > 0 ? args[++i] : "");
        }
        return new(values);
    }

    private static string Help(string usage, IReadOnlyList<Option> options) => string.Join(
        '\n', options.Select(o => $"  {$"--{o.Name} {o.Value}",-22} {o.Help}").Prepend("").Prepend(usage));

    private static void Cancel(PosixSignalContext signal, CancellationTokenSource stop)
    {
        signal.Cancel = !stop.IsCancellationRequested;
        stop.Cancel();
    }
}
