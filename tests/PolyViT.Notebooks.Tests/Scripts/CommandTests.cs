using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Threading;

namespace PolyViT.Notebooks.Tests;

public class CommandTests
{
    [Fact]
    public void Options_have_their_defaults() =>
        Assert.Equivalent(new Comparison(), Options.Parse<Comparison>([]));

    [Fact]
    public void Options_are_read_by_their_kinds()
    {
        var options = Options.Parse<Comparison>(
        [
            "--data", "/some where", "--seeds", "3", "--tasks", "a, b,c", "--quick", "--max-steps", "40",
            "--rate=0.5",
        ]);
        Assert.Equal("/some where", options.Data);
        Assert.Equal(3, options.Seeds);
        Assert.Equal(["a", "b", "c"], options.Tasks);
        Assert.Equal(40, options.MaxSteps);
        Assert.Equal(0.5, options.Rate);
        Assert.True(options.Quick);
    }

    [Theory]
    [InlineData("--sseeds 3", "--sseeds", "--seeds")]
    [InlineData("3", "Unknown option 3", "--data")]
    [InlineData("--seeds", "--seeds needs a value", "--seeds N")]
    [InlineData("--seeds --quick", "--seeds needs a value", "--seeds N")]
    [InlineData("--seeds many", "--seeds many is not a whole number", "--seeds 3")]
    [InlineData("--seeds 99999999999", "99999999999", "whole number in range")]
    [InlineData("--rate 0,5", "--rate 0,5 is not a number", "--rate 0.5")]
    [InlineData("--quick=perhaps", "--quick perhaps is not true or false", "--quick true")]
    public void A_wrong_option_is_one_sentence_on_standard_error_and_exit_code_2(
        string args, string what, string fix)
    {
        using var errors = new StringWriter();
        var code = Command.Run<Comparison>(args.Split(' '), "Compares.", (_, _) => 0, errors: errors);
        Assert.Equal(2, code);
        Assert.Contains(what, errors.ToString(), StringComparison.Ordinal);
        Assert.Contains(fix, errors.ToString(), StringComparison.Ordinal);
        Assert.Single(errors.ToString().TrimEnd().Split('\n'));
    }

    [Fact]
    public void Help_names_every_option_with_its_default()
    {
        using var output = new StringWriter();
        var code = Command.Run<Comparison>(
            ["--seeds", "x", "--help"], "Compares schedules.", (_, _) => 1, output);
        Assert.Equal(0, code);
        Assert.Equal(
            """
            Compares schedules.

              --data TEXT    Where the data are.
              --seeds N      Runs per schedule. [1]
              --tasks a,b,c  Which tasks. [cifar10,esc50]
              --max-steps N
              --rate NUMBER  [0.1]
              --quick        Less of all.

            """.ReplaceLineEndings("\n"), Trimmed(output.ToString()));
    }

    [Fact]
    public void The_scripts_own_code_and_its_input_errors_come_through()
    {
        using var errors = new StringWriter();
        Assert.Equal(1, Command.Run<Comparison>([], "", (_, _) => 1, errors: errors));
        Assert.Equal(2, Command.Run<Comparison>(
            [], "", (_, _) => throw new InputException("No such folder."), errors: errors));
        Assert.Equal("No such folder.", errors.ToString().Trim());
        Assert.Throws<InvalidOperationException>(() => Command.Run<Comparison>(
            [], "", (_, _) => throw new InvalidOperationException("a fault"), errors: errors));
    }

    // The handler itself: a real signal would end the test host too.
    [Fact]
    public void The_first_signal_cancels_the_token_and_the_second_ends_the_process()
    {
        using var stop = new CancellationTokenSource();
        using var errors = new StringWriter();
        var first = new PosixSignalContext(PosixSignal.SIGINT);
        var second = new PosixSignalContext(PosixSignal.SIGTERM);
        Command.Stop(first, stop, errors);
        Assert.True(first.Cancel);
        Assert.True(stop.IsCancellationRequested);
        Command.Stop(second, stop, errors);
        Assert.False(second.Cancel);
        Assert.Equal("Stopping after this step; again to stop at once.", errors.ToString().Trim());
    }

    [Fact]
    public void A_cancellation_that_no_signal_asked_for_is_a_fault() =>
        Assert.Throws<OperationCanceledException>(
            () => Command.Run<Comparison>([], "", (_, _) => throw new OperationCanceledException()));

    private static string Trimmed(string text) =>
        string.Join('\n', text.Split('\n').Select(l => l.TrimEnd()));

    private sealed record Comparison
    {
        [Description("Where the data are.")]
        public string? Data { get; init; }

        [Description("Runs per schedule.")]
        public int Seeds { get; init; } = 1;

        [Description("Which tasks.")]
        public string[] Tasks { get; init; } = ["cifar10", "esc50"];

        public int? MaxSteps { get; init; }

        public double Rate { get; init; } = 0.1;

        [Description("Less of all.")]
        public bool Quick { get; init; }
    }
}
