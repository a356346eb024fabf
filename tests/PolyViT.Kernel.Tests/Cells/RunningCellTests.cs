using PolyViT.Kernel.Cells;

namespace PolyViT.Kernel.Tests.Cells;

[Collection("The contract of the process")]
public class RunningCellTests
{
    private readonly NotebookSession notebook = new(Path.GetTempPath());

    [Theory]
    [InlineData("1 + 1", 2)]
    [InlineData("return 7;", 7)]
    [InlineData("await Task.FromResult(5)", 5)]
    [InlineData("var x = 3;", null)]
    [InlineData("1.ToString();", null)]
    [InlineData("null", null)]
    [InlineData("", null)]
    [InlineData("// nothing", null)]
    public void The_value_of_a_cell_is_its_last_expression(string code, object? value)
    {
        var outcome = notebook.Run(code);
        Assert.Equal((CellEnding.Finished, value), (outcome.Ending, outcome.Value));
        Assert.Equal(value is null, outcome.Shown is null);
        if (value is not null)
            Assert.Equal($"{value}", outcome.Shown!["text/plain"]);
    }

    [Fact]
    public void A_cell_sees_what_earlier_ones_declared()
    {
        notebook.Value("using System.Globalization;\nvar x = 20;");
        notebook.Value("int Twice(int y) => 2 * y; record Pair(int A, int B);");
        Assert.Equal(42, notebook.Value("Twice(x) + new Pair(1, 2).B"));
        Assert.Equal("3", notebook.Value("CultureInfo.InvariantCulture is null ? \"\" : (x = 3).ToString()"));
        Assert.Equal(3, notebook.Value("x"));
    }

    [Fact]
    public void What_follows_an_await_runs_on_the_thread_of_the_cell()
    {
        const string thread = "System.Threading.Thread.CurrentThread";
        Assert.Equal("cell 1", notebook.Value($"await Task.Delay(1); await Task.Yield(); {thread}.Name"));
        Assert.Equal(50_000, notebook.Value("int Deep(int n) => n == 0 ? 0 : 1 + Deep(n - 1); Deep(50_000)"));
    }

    [Fact]
    public void What_a_cell_leaves_running_goes_on_after_it()
    {
        notebook.Value("""
            var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            async Task<int> Later() { await gate.Task; await Task.Yield(); return 5; }
            var later = Later();
            """);
        Assert.Equal(5, notebook.Value("gate.SetResult(); await later"));
    }

    [Fact]
    public void A_cell_that_does_not_compile_says_where_and_changes_nothing()
    {
        notebook.Value("var x = 1;");
        var outcome = notebook.Run("x = 2;\n\tx = nothing;");
        Assert.Equal(CellEnding.NotCompiled, outcome.Ending);
        const string error =
            "cell 2(2,6): error CS0103: The name 'nothing' does not exist in the current context";
        Assert.Equal(["CompilationError", error], [outcome.Error!.Name, outcome.Error.Message]);
        Assert.Equal([error, "    \tx = nothing;", "    \t    ^"], outcome.Error.Traceback);
        Assert.Equal(1, notebook.Value("x"));
    }

    [Fact]
    public void A_cell_that_throws_says_where_and_keeps_what_it_did()
    {
        notebook.Value("var x = 20;\nint Divide(int a)\n{\n    return a / (x - 20);\n}");
        var outcome = notebook.Run(
            "x = 20; var y = 5;\nawait Task.Yield();\nnew[] { 1 }.Select(i => Divide(i)).ToArray();");
        Assert.Equal(CellEnding.Failed, outcome.Ending);
        var error = outcome.Error!;
        Assert.Equal("System.DivideByZeroException", error.Name);
        Assert.Equal("Attempted to divide by zero.", error.Message);
        Assert.Equal(
            ["cell 1(4): System.DivideByZeroException: Attempted to divide by zero.",
                "    return a / (x - 20);",
                "   at Divide(Int32 a) in cell 1:line 4",
                "   at lambda(Int32 i) in cell 2:line 3"],
            error.Traceback.Take(4));
        Assert.Equal("   at the script in cell 2:line 3", error.Traceback[^1]);
        Assert.DoesNotContain(error.Traceback, l => l.Contains("PolyViT") || l.Contains("CodeAnalysis")
            || l.Contains("Submission") || l.Contains("ControlledExecution"));
        Assert.Equal(5, notebook.Value("y"));
    }

    [Fact]
    public void Types_of_cells_are_named_as_the_cell_names_them()
    {
        var outcome = notebook.Run(
            "class Odd : Exception { public Odd() : base(\"a\\nb\") { } }\nthrow new Odd();");
        Assert.Equal("Odd", outcome.Error!.Name);
        Assert.Equal(["cell 1(2): Odd: a", "b", "    throw new Odd();"], outcome.Error.Traceback.Take(3));
    }

    [Fact]
    public void Errors_in_loaded_files_name_the_file()
    {
        using var folder = new ScriptFolder()
            .With("sub/thrower.csx", """
                static class Thrower
                {
                    public static void Throw() => throw new FormatException("boom");
                }
                """)
            .With("sub/wrong.csx", "int a = 1;\nint b = Undefined;");
        var here = new NotebookSession(folder.Path);
        var thrown = here.Run("#load \"sub/thrower.csx\"\nThrower.Throw();").Error!;
        Assert.Equal(
            [$"{Path.Combine("sub", "thrower.csx")}(3): System.FormatException: boom",
                "    public static void Throw() => throw new FormatException(\"boom\");",
                $"   at Thrower.Throw() in {Path.Combine("sub", "thrower.csx")}:line 3",
                "   at the script in cell 1:line 2"],
            thrown.Traceback);
        var wrong = here.Run("#load \"sub/wrong.csx\"");
        Assert.Equal(CellEnding.NotCompiled, wrong.Ending);
        Assert.Contains($"{Path.Combine("sub", "wrong.csx")}(2,9): error CS0103", wrong.Error!.Message);
    }

    [Theory]
    [InlineData("#!csharp\n1", "cell 1(1): error: '#!csharp' is a command")]
    [InlineData("var x = 1;\n#!time\n1", "cell 1(2): error: '#!time' is a command")]
    [InlineData("%time x", "cell 1(1): error: '%time' is a command")]
    [InlineData("%%html\n<b>", "cell 1(1): error: '%%html' is a command")]
    public void Commands_of_other_kernels_get_a_sentence(string code, string message)
    {
        var outcome = notebook.Run(code);
        Assert.Equal(CellEnding.NotCompiled, outcome.Ending);
        Assert.StartsWith(message, Assert.Single(outcome.Error!.Traceback));
    }

    [Fact]
    public void What_only_looks_like_such_a_command_is_in_order() => Assert.Equal(2, notebook.Value(""""
        #!/usr/bin/env polyvit
        var text = """
            %time
            """;
        int half() => 3;
        var rest = 5
            %half();
        return rest;
        """"));

    [Fact]
    public void The_usings_are_those_of_NET_Interactive()
    {
        Assert.Equal("a", notebook.Value(
            "var l = new List<string> { \"a\" }; ArrayList m = []; await Task.Yield(); "
            + "new StringBuilder(l.First()).ToString()"));
        Assert.Equal(CellEnding.NotCompiled, notebook.Run("WriteLine(1)").Ending);
    }
}
