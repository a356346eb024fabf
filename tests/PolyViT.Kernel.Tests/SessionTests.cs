using System.Threading;
using System.Threading.Tasks;

namespace PolyViT.Kernel.Tests;

public class SessionTests
{
    private static readonly string Cell = Path.Combine(Path.GetTempPath(), "cell.csx");
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_submission_sees_the_earlier_ones_and_its_last_expression_is_its_value()
    {
        var first = await Run(New("a"), "var x = 20; int Twice(int y) => 2 * y;");
        Assert.Equal((Ending.Finished, null), (first.Ending, first.Value));
        var second = await Run(first.After, "Twice(x + Args.Count)");
        Assert.Equal(42, second.Value);
    }

    [Fact]
    public async Task A_submission_that_fails_keeps_what_was_there()
    {
        var first = await Run(New(), "var x = 1;");
        var wrong = first.After.Compile("x = nothing;", Cell, Ignore, None);
        Assert.Null(wrong.Code);
        Assert.Contains("CS0103", Assert.Single(wrong.Errors));
        var thrown = await Run(first.After, "x = 2; throw new FormatException();");
        Assert.Equal(Ending.Failed, thrown.Ending);
        Assert.IsType<FormatException>(thrown.Error);
        Assert.Equal(2, (await Run(thrown.After, "x")).Value);
    }

    [Fact]
    public async Task Usings_alone_are_seen_by_later_submissions()
    {
        var first = await Run(New(), "var x = 1;");
        var usings = await Run(first.After, "using System.Numerics;");
        var third = await Run(usings.After, "var z = new Complex(x, 2);");
        var nothing = await Run(third.After, "// a remark");
        Assert.Equal(3.0, (await Run(nothing.After, "z.Real + z.Imaginary")).Value);
    }

    [Fact]
    public async Task A_submission_that_is_asked_to_stop_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        var code = New().Compile("await Task.Delay(1)", Cell, Ignore, None).Code!;
        stop.Cancel();
        Assert.Equal(Ending.Cancelled, (await Execution.Run(code, stop.Token)).Ending);
    }

    private static Session New(params string[] args) => Session.Start(Path.GetTempPath(), args);

    private static Task<Outcome> Run(Session session, string code)
    {
        var (compiled, errors) = session.Compile(code, Cell, Ignore, None);
        Assert.Empty(errors);
        return Execution.Run(compiled!, None);
    }

    private static void Ignore(string message)
    {
    }
}
