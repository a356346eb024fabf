namespace PolyViT.Kernel.Tests;

public class PackageTests
{
    // A nuget.config with one empty feed: what is restored comes from the packages that this repository has
    // restored.
    private const string NoFeeds = """
        <configuration>
          <packageSources><clear /><add key="empty" value="feed" /></packageSources>
        </configuration>
        """;

    private static readonly Wanted Csv = new([new("CsvHelper", "34.0.0")], [], "/somewhere");

    [Fact]
    public void A_package_is_restored_once_for_a_script_and_the_files_it_loads()
    {
        SkipUnlessRestored("csvhelper", "34.0.0");
        using var folder = new ScriptFolder().With("nuget.config", NoFeeds).With("feed/readme.txt", "empty")
            .With("main.csx", "#load \"sub/csv.csx\"\nConsole.WriteLine(Csv().Name + Csv().Version.Major);")
            .With("sub/csv.csx", """
                #r "nuget: CsvHelper, 34.0.0"
                System.Reflection.AssemblyName Csv() => typeof(CsvHelper.CsvReader).Assembly.GetName();
                """);
        var first = folder.Run("main.csx");
        Assert.Equal(new(0, "CsvHelper34\n", "Restoring CsvHelper 34.0.0 ...\n"), first);
        var second = folder.Run("main.csx");
        Assert.Equal(new(0, "CsvHelper34\n", ""), second);
    }

    [Fact]
    public void A_missing_package_is_one_sentence_and_leaves_nothing_in_the_cache()
    {
        using var folder = new ScriptFolder().With("nuget.config", NoFeeds).With("feed/readme.txt", "empty")
            .With("main.csx", "#r \"nuget: PolyViT.No.Such.Package, 1.0.0\"\nConsole.WriteLine(1);");
        var run = folder.Run("main.csx");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("Restoring PolyViT.No.Such.Package 1.0.0 ...", run.Errors);
        Assert.Contains("main.csx: error: The package \"PolyViT.No.Such.Package\" does not", run.Errors);
        Assert.Contains("in source(s): empty", run.Errors); // nuget.config beside the script was honoured
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Path, ".cache", "restore")));
    }

    [Fact]
    public void Errors_of_nuget_become_sentences()
    {
        Assert.StartsWith("The package \"CsvHelper\" exists, but not in the version asked for",
            DotnetRestore.Explain("""
                /t/script.csproj : error NU1102: Unable to find package CsvHelper with version (>= 999.0.0)
                /t/script.csproj : error NU1102:   - Found 8 version(s) in a-feed
                """, Csv));
        Assert.StartsWith("A NuGet source could not be read", DotnetRestore.Explain("""
            /t/script.csproj : error NU1301: Unable to load the service index for source https://x/index.json.
            /t/script.csproj : error NU1101: Unable to find package CsvHelper.
            """, Csv));
        Assert.Equal(
            "The packages could not be restored: out of luck", DotnetRestore.Explain("out of luck\n", Csv));
    }

    [Fact]
    public void The_project_escapes_what_a_script_says()
    {
        var project = Packages.ProjectFor(new([new("A", "1.0"), new("b", "[2,\"&")], ["/a&b"], "/x<y"));
        Assert.Contains("Include=\"A\" Version=\"1.0\"", project);
        Assert.Contains("Include=\"b\" Version=\"[2,&quot;&amp;\"", project);
        Assert.Contains("<RestoreRootConfigDirectory>/x&lt;y<", project);
        Assert.Contains(">/a&amp;b</RestoreAdditionalProjectSources>", project);
        System.Xml.Linq.XDocument.Parse(project);
    }

    [Fact]
    public void Only_the_answer_for_this_platform_is_read_and_a_file_that_has_gone_spoils_it()
    {
        using var folder = new ScriptFolder()
            .With("packages/p/1.0/lib/p.dll", "").With("packages/p/1.0/native/libp.so", "")
            .With("project/obj/project.assets.json", """
                {"targets": {"net10.0": {"P/1.0": {"type": "package"}}, "net10.0/linux-x64": {
                    "P/1.0": {"type": "package", "compile": {"ref/_._": {}}, "runtime": {"lib/p.dll": {}},
                              "native": {"native/libp.so": {}}},
                    "Q/1.0": {"type": "project", "runtime": {"lib/q.dll": {}}}}},
                 "libraries": {"P/1.0": {"path": "p/1.0"}},
                 "packageFolders": {"ROOT/nothing": {}, "ROOT/packages": {}}}
                """);
        var assets = Path.Combine(folder.Path, "project", "obj", "project.assets.json");
        File.WriteAllText(assets, File.ReadAllText(assets).Replace("ROOT", folder.Path.Replace('\\', '/')));
        var read = Assets.Read(Path.Combine(folder.Path, "project"));
        Assert.NotNull(read);
        Assert.Empty(read.Compile);
        Assert.Equal("p.dll", Path.GetFileName(Assert.Single(read.Runtime)));
        Assert.Equal("libp.so", Path.GetFileName(Assert.Single(read.Native)));
        File.Delete(read.Native[0]);
        Assert.Null(Assets.Read(Path.Combine(folder.Path, "project")));
        Assert.Null(Assets.Read(folder.Path));
    }

    [Fact]
    public void TorchSharp_as_a_package_loads_without_the_library_and_without_a_copy_of_libtorch()
    {
        Assert.SkipUnless(Packages.Rid == "linux-x64", "Its packages are those of Linux on Intel and AMD.");
        SkipUnlessRestored("torchsharp", "0.107.0");
        SkipUnlessRestored("libtorch-cpu-linux-x64", "2.10.0");
        using var folder = new ScriptFolder().With("nuget.config", NoFeeds).With("feed/readme.txt", "empty")
            .With("main.csx", """
                #r "nuget: TorchSharp, 0.107.0"
                #r "nuget: libtorch-cpu-linux-x64, 2.10.0"
                #r "nuget: SharpZipLib, 1.4.1"
                #r "nuget: SkiaSharp, 4.155.0"
                using static TorchSharp.torch;
                Console.WriteLine(ones(3).sum().item<float>());
                """);
        var run = folder.Run("main.csx");
        Assert.Equal((0, "3\n"), (run.ExitCode, run.Output));
        var kept = new DirectoryInfo(Path.Combine(folder.Path, ".cache"))
            .EnumerateFiles("*", SearchOption.AllDirectories);
        Assert.InRange(kept.Where(f => f.LinkTarget is null).Sum(f => f.Length), 1, 1 << 20);
    }

    private static void SkipUnlessRestored(string id, string version)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(packages, id, version)), $"{id} {version} is not in {packages}.");
    }
}
