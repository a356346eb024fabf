using System.Runtime.InteropServices;

namespace PolyViT.Kernel.Tests;

public partial class ScriptTests
{
    [Theory]
    [InlineData("--", "--data", "../x", "--help", "--", "@y", "[z]")]
    [InlineData("--data", "../x", "--help", "--", "@y", "[z]")]
    public void A_script_sees_its_arguments_with_and_without_the_dashes(params string[] args)
    {
        using var folder = new ScriptFolder().With("hello.csx", """
            #!/usr/bin/env dotnet-script
            Console.WriteLine(string.Join("|", Args));
            WriteLine(Args.Count);
            """);
        var run = folder.Run("hello.csx", args);
        Assert.Equal(new(0, "--data|../x|--help|--|@y|[z]\n6\n", ""), run);
    }

    [Fact]
    public void Loaded_files_load_others_relative_to_themselves_and_the_script_returns_its_exit_code()
    {
        using var folder = new ScriptFolder()
            .With("main.csx", """
                #load "sub/twice.csx"
                await Task.Delay(1);
                return Twice(21) - await Task.FromResult(35);
                """)
            .With("sub/twice.csx", "#load \"deep/two.csx\"\nint Twice(int x) => Two * x;")
            .With("sub/deep/two.csx", "const int Two = 2;");
        Assert.Equal(7, folder.Run("main.csx").ExitCode);
    }

    [Fact]
    public void A_compile_error_in_a_loaded_file_names_file_line_and_column_with_a_caret()
    {
        using var folder = new ScriptFolder()
            .With("main.csx", "#load \"sub/bad.csx\"\nConsole.WriteLine(\"never\");")
            .With("sub/bad.csx", "int a = 1;\n\tint b = Undefined;");
        var run = folder.Run("main.csx");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal($"{Path.Combine("sub", "bad.csx")}(2,10): error CS0103: "
            + "The name 'Undefined' does not exist in the current context\n"
            + "    \tint b = Undefined;\n    \t        ^\n", run.Errors);
    }

    [Fact]
    public void A_runtime_error_names_file_and_line_and_shows_no_frame_of_the_engine()
    {
        using var folder = new ScriptFolder()
            .With("main.csx", "#load \"sub/thrower.csx\"\nawait Task.Yield();\n\nThrower.Throw();")
            .With("sub/thrower.csx", """
                static class Thrower
                {
                    public static void Throw() => throw new FormatException("boom");
                }
                """);
        var run = folder.Run("main.csx");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith(
            $"{Path.Combine("sub", "thrower.csx")}(3): System.FormatException: boom", run.Errors);
        Assert.Contains($"at the script in {Path.Combine(folder.Path, "main.csx")}:line 4", run.Errors);
        Assert.DoesNotContain("CodeAnalysis", run.Errors);
        Assert.DoesNotContain("Submission", run.Errors);
        Assert.DoesNotContain("PolyViT", run.Errors);
    }

    [Fact]
    public void A_missing_script_is_a_wrong_use()
    {
        using var folder = new ScriptFolder();
        var run = folder.Run("nope.csx");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal("The script 'nope.csx' does not exist: give the path of a .csx file.\n", run.Errors);
    }

    [Fact]
    public void A_missing_assembly_is_named_with_the_line_that_wants_it_and_the_command_that_builds_it()
    {
        using var folder = new ScriptFolder().With("lib/X/X.csproj", "<Project />")
            .With("s/main.csx", "// first\n#r \"../lib/X/bin/Release/net10.0/X.dll\"\n"
                + "#r \"gone.dll\"\n#r \"../lib/X/bin/Release/net10.0/Y.dll\"");
        var run = folder.Run("s/main.csx");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("main.csx(2): error: ", run.Errors);
        Assert.Contains($"build it: dotnet build -c Release {Path.Combine("lib", "X")}", run.Errors);
        Assert.Contains($"main.csx(3): error: {Path.Combine("s", "gone.dll")} does not exist.", run.Errors);
        Assert.DoesNotContain("Y.dll", run.Errors); // the same folder, the same sentence
    }

    [Fact]
    public void Something_that_is_no_assembly_is_a_compile_error()
    {
        using var folder = new ScriptFolder()
            .With("garbage.dll", "MZ, but not really").With("main.csx", "#r \"garbage.dll\"");
        var run = folder.Run("main.csx");
        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("main.csx(1,1): error CS0009", run.Errors);
    }

    [Fact]
    public void A_script_can_handle_control_c_itself()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are for Unix.");
        using var folder = new ScriptFolder().With("main.csx", """
            var stop = new TaskCompletionSource();
            Console.CancelKeyPress += (_, e) =>
            {
                e.Cancel = true;
                Console.WriteLine("stopping");
                stop.SetResult();
            };
            Console.WriteLine("ready");
            await stop.Task;
            Console.WriteLine("stopped");
            return 5;
            """);
        var process = Tool.StartInterruptible(folder.Path, "script", "main.csx");
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        Assert.Equal(0, Kill(process.Id, 2));
        var run = Tool.Finish(process);
        Assert.Equal((5, "stopping\nstopped\n"), (run.ExitCode, run.Output));
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
