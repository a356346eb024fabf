using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel;

/// <summary>`polyvit doctor`.</summary>
internal static class DoctorCommand
{
    private static readonly string Script = Path.Combine("scripts", "doctor.csx");
    private static readonly string Library =
        Path.Combine("lib", "PolyViT.Notebooks", "bin", "Release", "net10.0", "PolyViT.dll");

    /// <summary>
    /// Examines the machine with the library's own script, or with less where that is not built.
    /// </summary>
    /// <returns>0, or 3 when there is a problem.</returns>
    public static int Run() =>
        Repository() is { } folder && File.Exists(Path.Combine(folder, Library))
            ? ScriptCommand.Run(Path.Combine(folder, Script), [])
            : WithoutLibrary(Repository());

    // The tool's own checkout, or the one that the user stands in.
    private static string? Repository() =>
        new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }.SelectMany(AndAbove)
            .FirstOrDefault(f => File.Exists(Path.Combine(f, Script)));

    /// <summary>A folder and those above it.</summary>
    /// <param name="folder">A full path.</param>
    internal static IEnumerable<string> AndAbove(string folder)
    {
        for (var f = folder; f is not null; f = Path.GetDirectoryName(f))
            yield return f;
    }

    private static int WithoutLibrary(string? repository)
    {
        var findings = Doctor.ExamineMachine();
        foreach (var f in findings)
            Console.WriteLine($"{f.Level,-8}{f.Subject}: {f.Detail} {f.Advice}".TrimEnd());
        Console.WriteLine(repository is null
            ? "libtorch was not examined: run this in a checkout of PolyViT.Notebooks."
            : "libtorch was not examined: the library is not built; build it: dotnet build -c Release "
                + Complaint.Place(Path.Combine(repository, "lib", "PolyViT.Notebooks")));
        return findings.Any(f => f.Level == FindingLevel.Problem) ? ExitCode.Machine : ExitCode.Good;
    }
}
