namespace PolyViT.Kernel.Tests;

public class TorchTests
{
    private static readonly string Scripts = Path.Combine(SharedFolder.Repository, "scripts");
    private static readonly string Library =
        Path.Combine(SharedFolder.Repository, "lib", "PolyViT.Notebooks", "bin", "Release", "net10.0");

    [Fact]
    public void A_script_reaches_torch_tables_charts_pictures_and_the_library_from_any_folder()
    {
        SkipUnlessBuilt();
        using var folder = new ScriptFolder().With("main.csx", $$"""
            #load "{{Path.Combine(Scripts, "polyvit.csx")}}"
            using Deedle;
            using Plotly.NET;
            using PolyViT;
            using SkiaSharp;
            using TorchSharp;

            Console.WriteLine(torch.ones(2, 3).sum().item<float>());
            Console.WriteLine(Deedle.Frame.FromRecords(new[] { new { A = 1, B = 2.5 } }).ColumnCount);
            var trace = new Trace("bar");
            trace.SetProperty("x", new[] { 1.5 });
            var chart = GenericChart.ofTraceObject(false, trace);
            Console.WriteLine(GenericChart.toFigureJson(chart).Contains("1.5"));
            var picture = new SKBitmap(4, 4);
            picture.SetPixel(0, 0, SKColors.Red);
            Console.WriteLine(picture.GetPixel(0, 0));
            Console.WriteLine(Rng.At(0, "golden", 0).Bits(0));
            """);
        var before = Files(Library);
        var run = folder.Run("main.csx");
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal(["6", "2", "True", "#ffff0000", "10970565833055140837"],
            run.Output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(before, Files(Library)); // TorchSharp's copy of libtorch would be here
    }

    [Fact]
    public void Torch_may_come_first_and_its_assembly_through_the_one_that_uses_it()
    {
        SkipUnlessBuilt();
        using var folder = new ScriptFolder().With("main.csx", $"""
            #r "{Path.Combine(Library, "PolyViT.dll")}"
            using static TorchSharp.torch;
            Console.WriteLine(zeros(3).shape[0]);
            """);
        var run = folder.Run("main.csx");
        Assert.Equal(new(0, "3\n", ""), run);
    }

    [Fact]
    public void A_sentence_of_the_library_about_wrong_input_is_shown_alone_and_is_a_wrong_use()
    {
        SkipUnlessBuilt();
        using var folder = new ScriptFolder().With("main.csx", $"""
            #r "{Path.Combine(Library, "PolyViT.dll")}"
            throw new PolyViT.InputException("The value 3 is too small: give 4.");
            """);
        var run = folder.Run("main.csx");
        Assert.Equal((2, "The value 3 is too small: give 4."), (run.ExitCode, run.Errors.Trim()));
    }

    [Fact]
    public void The_doctor_names_what_it_looked_at_and_its_exit_code_says_whether_there_is_a_problem()
    {
        SkipUnlessBuilt();
        using var folder = new ScriptFolder();
        var run = Tool.Run(folder.Path, "doctor");
        Assert.Equal("", run.Errors);
        foreach (var subject in new[] { "system", "memory", "disk", "ffmpeg", "libtorch", "devices" })
            Assert.Contains(subject, run.Output);
        Assert.Contains("TorchSharp 0.107.0", run.Output);
        Assert.Equal(run.Output.Contains("problem ") ? 3 : 0, run.ExitCode);
    }

    [Fact]
    public void Where_the_library_is_not_built_the_doctor_examines_the_rest_and_says_how_to_build_it()
    {
        using var folder = new ScriptFolder().With("scripts/doctor.csx", "throw new Exception();");
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Tool.Dll)!))
            folder.Copy(file, Path.Combine("tool", Path.GetFileName(file)));
        var tool = Path.Combine(folder.Path, "tool", "PolyViT.Kernel.dll");
        var run = Tool.Finish(Tool.Start(folder.Path, "dotnet", [tool, "doctor"]));
        Assert.Equal("", run.Errors);
        Assert.Contains("ffmpeg: ", run.Output);
        Assert.EndsWith($"dotnet build -c Release {Path.Combine("lib", "PolyViT.Notebooks")}\n", run.Output);
        Assert.Equal(run.Output.Contains("Problem ") ? 3 : 0, run.ExitCode);
    }

    [Theory]
    [InlineData("--help", "script <FILE> <args>", 0)]
    [InlineData("--version", "0.1.0", 0)]
    [InlineData("scrip", "Did you mean", 2)]
    public void The_tool_explains_itself(string arg, string says, int exitCode)
    {
        var run = Tool.Run(SharedFolder.Repository, arg);
        Assert.Contains(says, run.Output);
        Assert.Equal(exitCode, run.ExitCode);
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Order()];

    // Scripts use the Release build, which a Debug build of these tests does not make.
    internal static void SkipUnlessBuilt() => Assert.SkipUnless(
        Tool.Configuration == "Release" || File.Exists(Path.Combine(Library, "PolyViT.dll")),
        "The Release build is not there.");
}
