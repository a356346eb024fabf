using System.Net;
using System.Net.Sockets;
using PolyViT.Kernel.Cells;

namespace PolyViT.Kernel.Tests.Cells;

/// <summary>`#r` in cells. Every library has a name of its own: what is loaded stays loaded.</summary>
public sealed class ReferenceTests : IDisposable
{
    private readonly ScriptFolder folder = new();
    private readonly string name = $"Library{Guid.NewGuid():N}";
    private readonly NotebookSession notebook;

    public ReferenceTests()
    {
        folder.With("nuget.config", """
            <configuration><config><add key="globalPackagesFolder" value="packages" /></config>
            <packageSources><clear /><add key="near" value="feed" /></packageSources></configuration>
            """).With("feed/readme.txt", "packages");
        Environment.SetEnvironmentVariable("POLYVIT_CACHE", Path.Combine(folder.Path, ".cache"));
        notebook = new(folder.Path);
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("POLYVIT_CACHE", null);
        folder.Dispose();
    }

    [Fact]
    public void A_module_initialiser_runs_before_the_cell_and_once()
    {
        TestAssembly.Write(folder.Path, name, $$"""
            public static class It
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                public static void Run() =>
                    System.AppContext.SetData("{{name}}", System.AppContext.GetData("{{name}}") + "x");
                public static int Five => 5;
            }
            """);
        Assert.Equal("x5", notebook.Value(
            $"#r \"{name}.dll\"\nAppContext.GetData(\"{name}\") + $\"{{It.Five}}\""));
        Assert.Equal("x", notebook.Value($"#r \"{name}.dll\"\nAppContext.GetData(\"{name}\")"));
    }

    [Fact]
    public void A_reference_of_an_earlier_cell_lasts_with_what_lies_beside_it()
    {
        TestAssembly.Write(folder.Path, $"{name}Base", "public class Under { public int Five => 5; }");
        TestAssembly.Write(folder.Path, name, "public class Over : Under;");
        notebook.Value($"#r \"{name}.dll\"\nvar over = new Over(); Under under = over;");
        Assert.Equal(10, notebook.Value(
            "Over again = over; over = new Over(); under = again; over.Five + under.Five"));
        Assert.Equal(true, notebook.Value(
            $"#r \"{name}.dll\"\nover is Over && again is Over && under is Under"));
    }

    [Fact]
    public void A_reference_that_is_repeated_adds_nothing()
    {
        TestAssembly.Write(folder.Path, $"{name}Base", "public class Under { public int Five => 5; }");
        TestAssembly.Write(folder.Path, name, "public class Over : Under;");
        notebook.Value($"#r \"{name}.dll\"");
        var (references, offered) = (notebook.Session.Options.MetadataReferences, notebook.Session.Offered);
        Assert.Equal(5, notebook.Value($"#r \"{name}.dll\"\nnew Over().Five"));
        Assert.Equal(references.Length, notebook.Session.Options.MetadataReferences.Length);
        Assert.Equal(offered.Managed, notebook.Session.Offered.Managed);
        Assert.Equal(offered.NativeFolders, notebook.Session.Offered.NativeFolders);
    }

    [Fact]
    public void A_reference_that_fails_is_told_and_does_no_harm_later()
    {
        notebook.Value("var x = 1;");
        var file = notebook.Run("#r \"gone.dll\"\nx = 2;");
        Assert.Equal(CellEnding.NotCompiled, file.Ending);
        Assert.StartsWith("cell 2(1): error: ", file.Error!.Message);
        Assert.EndsWith("gone.dll does not exist.", file.Error.Message);
        var package = notebook.Run("#r \"nuget: No.Such.Package, 1.0\"\nx = 2;");
        Assert.Equal(CellEnding.NotCompiled, package.Ending);
        Assert.StartsWith(
            "cell 3: error: The package \"No.Such.Package\" does not exist", package.Error!.Message);
        Assert.Equal(1, notebook.Value("x"));
        TestAssembly.Write(folder.Path, name, "public class Late;");
        Assert.Equal("Late", notebook.Value($"#r \"{name}.dll\"\nnew Late().ToString()"));
    }

    [Fact]
    public void A_package_of_a_feed_beside_the_notebook_is_found_initialised_and_kept()
    {
        var assembly = TestAssembly.Write(folder.Path, name, $$"""
            public static class Packed
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                public static void Run() => System.AppContext.SetData("{{name}}", "ready");
                public static int Five => 5;
            }
            """);
        TestAssembly.Pack(assembly, Path.Combine(folder.Path, "feed"), "1.0.0");
        File.Delete(assembly);
        Assert.Equal("ready5", notebook.Value(
            $"#r \"nuget: {name}, 1.0.0\"\nAppContext.GetData(\"{name}\") + $\"{{Packed.Five}}\""));
        Assert.Equal(5, notebook.Value("Packed.Five"));
        var references = notebook.Session.Options.MetadataReferences;
        Assert.Equal(5, notebook.Value($"#r \"nuget: {name.ToUpperInvariant()}\"\nPacked.Five"));
        Assert.Equal(references, notebook.Session.Options.MetadataReferences);
        Assert.Equal(
            $"cell 4: error: {name} 2.0.0 cannot be added, because {name} 1.0.0 has been: "
            + "restart the session to change the version.",
            notebook.Run($"#r \"nuget: {name}, 2.0.0\"").Error!.Message);
    }

    [Fact]
    public void A_feed_that_a_cell_names_is_asked()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "far"));
        var assembly = TestAssembly.Write(
            folder.Path, name, "public static class Far { public static int Five => 5; }");
        TestAssembly.Pack(assembly, Path.Combine(folder.Path, "far"), "1.0.0");
        File.Delete(assembly);
        Assert.Equal(5, notebook.Value($"#i \"nuget: far\"\n#r \"nuget: {name}, 1.0.0\"\nFar.Five"));
    }

    [Fact]
    public void A_restore_that_hangs_is_interrupted()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        folder.With("nuget.config", $"""
            <configuration><packageSources><clear />
            <add key="silent" value="http://127.0.0.1:{port}/index.json" allowInsecureConnections="true" />
            </packageSources></configuration>
            """);
        var told = new List<string>();
        var running = RunningCell.Start(
            notebook.Session, new($"#r \"nuget: {name}, 1.0.0\"", "cell 1"), told.Add);
        using var asked = silent.AcceptTcpClient();
        running.Interrupt();
        Assert.True(running.Wait(TimeSpan.FromMinutes(1)));
        Assert.Equal(CellEnding.Interrupted, running.Outcome.Ending);
        Assert.Equal([$"Restoring {name} 1.0.0 ..."], told);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Path, ".cache", "restore")));
    }
}
