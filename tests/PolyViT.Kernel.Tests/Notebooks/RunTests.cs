using System.Runtime.InteropServices;

namespace PolyViT.Kernel.Tests.Notebooks;

/// <summary>`polyvit run` as a user calls it.</summary>
public sealed partial class RunTests : IDisposable
{
    private readonly ScriptFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Values_streams_and_displays_are_written_into_the_notebook()
    {
        folder.With("sub/data.txt", "the folder of the notebook");
        folder.With("sub/a.ipynb", TestNotebook.Of(
            TestNotebook.Code("using System.Globalization;\n// Only usings."),
            TestNotebook.Code("int Twice(int x) => 2 * x;"),
            TestNotebook.Code("Console.WriteLine(\"é😀\"); Console.Error.Write(\"e\"); Twice(21)"),
            TestNotebook.Code("Console.Write(System.IO.File.ReadAllText(\"data.txt\"));"),
            TestNotebook.Code("var shown = display(\"old\");"),
            TestNotebook.Code("shown.Update(\"new\"); HTML(\"<b>b</b>\")"),
            TestNotebook.Code("never compiled", "skip-execution"),
            TestNotebook.Code("  \n"),
            TestNotebook.Code("await System.Threading.Tasks.Task.Yield();\n"
                + "1.5.ToString(CultureInfo.InvariantCulture)")));
        var run = Tool.Run(folder.Path, "run", Path.Combine("sub", "a.ipynb"));
        Assert.True(run.ExitCode == 0, run.Output + run.Errors);
        var notebook = folder.Notebook("sub/a.ipynb");
        Assert.Equal(
            ["", "", "stdout stderr execute_result(text/plain)", "stdout", "display_data(text/plain)",
                "execute_result(text/html,text/plain)", "stdout", "", "execute_result(text/plain)"],
            notebook.Kinds());
        Assert.Equal(["é😀\n", "e", "42"], notebook.Texts(2));
        Assert.Equal(["the folder of the notebook"], notebook.Texts(3));
        Assert.Equal(["new"], notebook.Texts(4));
        Assert.Equal(["of an earlier run\n"], notebook.Texts(6));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, null, 7], notebook.Code.Select(c => (int?)c["execution_count"]));
        Assert.Equal(5, (int)notebook.Root["nbformat_minor"]!);
        Assert.Contains("  [ 2] ok", run.Output);
        Assert.Contains($"passed {Path.Combine("sub", "a.ipynb")}: 7 cells in ", run.Output);
        Python.Validate(notebook.Path);
    }

    [Fact]
    public void After_a_failure_later_cells_are_empty_and_the_error_is_recorded()
    {
        folder.With("a.ipynb", TestNotebook.Of("1", "throw new FormatException(\"bad\");", "3"));
        var run = Tool.Run(folder.Path, "run", "a.ipynb");
        Assert.Equal(1, run.ExitCode);
        var notebook = folder.Notebook("a.ipynb");
        Assert.Equal(["execute_result(text/plain)", "System.FormatException", ""], notebook.Kinds());
        Assert.Equal([1, 2, null], notebook.Code.Select(c => (int?)c["execution_count"]));
        Assert.Equal(["bad"], notebook.Texts(1));
        Assert.NotEmpty(notebook.Code.ElementAt(1)["outputs"]![0]!["traceback"]!.AsArray());
        Assert.Contains("FAILED a.ipynb: 2 cells", run.Output);
        Assert.Contains("cell 2: System.FormatException: bad", run.Output);
        Python.Validate(notebook.Path);
    }

    [Fact]
    public void Errors_may_be_allowed_for_a_cell_or_for_all()
    {
        folder.With("a.ipynb", TestNotebook.Of(
            TestNotebook.Code("throw new FormatException();", "raises-exception"),
            TestNotebook.Code("no code"),
            TestNotebook.Code("3")));
        Assert.Equal(1, Tool.Run(folder.Path, "run", "a.ipynb", "--output", "b.ipynb").ExitCode);
        Assert.Equal(["System.FormatException", "CompilationError", ""], folder.Notebook("b.ipynb").Kinds());
        Assert.Equal(["of an earlier run\n"], folder.Notebook("a.ipynb").Texts(0));
        var all = Tool.Run(folder.Path, "run", "a.ipynb", "--output", "b.ipynb", "--allow-errors");
        Assert.Equal(0, all.ExitCode);
        Assert.Contains("2 allowed to fail", all.Output);
        Assert.EndsWith("execute_result(text/plain)", folder.Notebook("b.ipynb").Kinds()[2]);
    }

    [Theory]
    [InlineData("Console.Write(\"before\"); Environment.Exit(3);", "code 3 ")]
    [InlineData("Console.Write(\"before\"); int F(int n) => F(n + 1) + 1;\nF(0)", "code ")]
    [InlineData("Console.Write(\"before\"); Environment.FailFast(\"gone\");", "code ")]
    public void A_crash_is_an_error_of_its_cell(string code, string says)
    {
        folder.With("a.ipynb", TestNotebook.Of("1", code, "3"));
        folder.With("b.ipynb", TestNotebook.Of("2"));
        var run = Tool.Run(folder.Path, "run", ".");
        Assert.Equal(1, run.ExitCode);
        var notebook = folder.Notebook("a.ipynb");
        Assert.EndsWith("DeadKernelError", notebook.Kinds()[1]);
        Assert.Contains("before", notebook.Texts(1)); // beside what the runtime says of the crash
        Assert.Contains(says, notebook.Texts(1)[^1]);
        Assert.Empty(notebook.Kinds()[2]);
        Assert.Equal(["2"], folder.Notebook("b.ipynb").Texts(0)); // the next notebook runs
        Assert.EndsWith("1 of 2 notebooks passed\n", run.Output);
        Python.Validate(notebook.Path);
    }

    [Theory]
    [InlineData("while (true);", "--cell-timeout", "3")]
    [InlineData("System.Threading.Thread.Sleep(-1);", "--cell-timeout", "3")]
    [InlineData("while (true) Console.WriteLine(\"flood\");", "--timeout", "4")]
    public void A_cell_that_does_not_end_is_ended(string code, string option, string seconds)
    {
        folder.With("a.ipynb", TestNotebook.Of(code, "2"));
        var run = Tool.Run(folder.Path, "run", "a.ipynb", option, seconds);
        Assert.Equal(1, run.ExitCode);
        var notebook = folder.Notebook("a.ipynb");
        Assert.EndsWith("CellTimeoutError", notebook.Kinds()[0]);
        Assert.Empty(notebook.Kinds()[1]);
        Assert.Contains($"did not end within {seconds} s ({option}).", notebook.Texts(0)[^1]);
        Python.Validate(notebook.Path);
    }

    [Fact]
    public void What_native_code_and_other_processes_print_is_output_too()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A command of Unix.");
        folder.With("a.ipynb", TestNotebook.Of(
            "System.Diagnostics.Process.Start(\"echo\", \"from outside\").WaitForExit();",
            "Console.In.ReadToEnd()"));
        Assert.Equal(1, Tool.Run(folder.Path, "run", "a.ipynb").ExitCode);
        var notebook = folder.Notebook("a.ipynb");
        Assert.Equal(["from outside\n"], notebook.Texts(0).Concat(notebook.Texts(1).SkipLast(1)));
        Assert.Contains("There is nobody to ask", notebook.Texts(1)[^1]);
    }

    [Fact]
    public void Parameters_are_set_in_the_cell_after_theirs()
    {
        folder.With("a.ipynb", TestNotebook.Of(
            TestNotebook.Code("enum Mode { Quick, Paper }"),
            TestNotebook.Code("Mode Mode = Mode.Quick; var steps = 10;", "parameters"),
            TestNotebook.Code("$\"{Mode} {steps}\"")));
        var run = Tool.Run(folder.Path, "run", "a.ipynb", "--set", "Mode=Paper", "--set", "steps=3");
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal(["Paper 3"], folder.Notebook("a.ipynb").Texts(3));
    }

    [Theory]
    [InlineData("'gone.ipynb' does not exist", "gone.ipynb")]
    [InlineData("'bad.ipynb' is not a notebook", "a.ipynb", "bad.ipynb")]
    [InlineData("The folder 'empty' has no notebook", "empty")]
    [InlineData("has no cell with the tag 'parameters'", "a.ipynb", "--set", "x=1")]
    [InlineData("--set x is not of the form Name=value", "a.ipynb", "--set", "x")]
    [InlineData("takes one notebook, and there are 2", "a.ipynb", "c.ipynb", "--output", "d.ipynb")]
    [InlineData("cannot be written", "a.ipynb", "--output", "no/such/folder/d.ipynb")]
    [InlineData("--timeout -1 is no limit", "a.ipynb", "--timeout", "-1")]
    public void A_wrong_use_is_one_sentence_and_nothing_is_run(string sentence, params string[] args)
    {
        folder.With("a.ipynb", TestNotebook.Of("1")).With("c.ipynb", TestNotebook.Of("1"));
        folder.With("bad.ipynb", "no").With("empty/readme.txt", "");
        var run = Tool.Run(folder.Path, ["run", .. args]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Errors);
        Assert.Equal(["of an earlier run\n"], folder.Notebook("a.ipynb").Texts(0));
    }

    [Fact]
    public void What_the_user_changes_during_a_run_stays()
    {
        folder.With("a.ipynb", TestNotebook.Of("System.IO.File.AppendAllText(\"a.ipynb\", \"\\n\");"));
        var run = Tool.Run(folder.Path, "run", "a.ipynb");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("'a.ipynb' was changed while it ran", run.Errors);
        Assert.Equal(["of an earlier run\n"], folder.Notebook("a.ipynb").Texts(0));
        Assert.Equal([1], folder.Notebook("a.run.ipynb").Code.Select(c => (int?)c["execution_count"]));
    }

    [Fact]
    public void Control_c_interrupts_the_cell_and_writes_what_is_there()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are for Unix.");
        folder.With("a.ipynb", TestNotebook.Of("Console.Write(\"here\");", "while (true);", "3"));
        var process = Tool.StartInterruptible(folder.Path, "run", "a.ipynb");
        Assert.StartsWith("a.ipynb: 3", process.StandardOutput.ReadLine());
        Assert.StartsWith("  [ 1] ok", process.StandardOutput.ReadLine());
        Assert.Equal(0, Kill(process.Id, 2));
        var run = Tool.Finish(process);
        Assert.Equal(130, run.ExitCode);
        var notebook = folder.Notebook("a.ipynb");
        Assert.Equal(["stdout", "KeyboardInterrupt", ""], notebook.Kinds());
        Assert.Contains("interrupted a.ipynb", run.Output);
        Python.Validate(notebook.Path);
    }

    [Fact]
    public void A_run_that_is_killed_leaves_the_notebook_as_it_was_and_no_process()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are for Unix.");
        folder.With("a.ipynb", TestNotebook.Of(
            "System.IO.File.WriteAllText(\"pid\", Environment.ProcessId.ToString());", "while (true);"));
        var before = File.ReadAllText(Path.Combine(folder.Path, "a.ipynb"));
        var process = Tool.StartInterruptible(folder.Path, "run", "a.ipynb");
        process.StandardOutput.ReadLine();
        Assert.StartsWith("  [ 1] ok", process.StandardOutput.ReadLine());
        Assert.Equal(0, Kill(process.Id, 9));
        Tool.Finish(process);
        Assert.Equal(before, File.ReadAllText(Path.Combine(folder.Path, "a.ipynb")));
        // The orphan sees its pipe close.
        var child = int.Parse(File.ReadAllText(Path.Combine(folder.Path, "pid")));
        Assert.True(System.Threading.SpinWait.SpinUntil(() => Kill(child, 0) != 0, TimeSpan.FromSeconds(20)));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
