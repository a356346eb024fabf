using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Makes the tool known to Jupyter as a kernel: its files are copied beside kernel.json.</summary>
/// <remarks>
/// Each copy has a folder of its own, and kernel.json names it last. So a copy that a kernel still runs from
/// is never changed; it goes with the installation after the next.
/// </remarks>
internal static partial class Installation
{
    private const string Copies = "tool";

    /// <summary>Installs, and says in sentences what to do next; or says why not.</summary>
    /// <param name="name">Of the kernel, as notebooks store it.</param>
    /// <param name="displayName">What front ends show.</param>
    /// <param name="prefix">Of a Python environment; null means for this user.</param>
    /// <param name="force">Also where a kernel of another tool has this name.</param>
    /// <returns>The exit code.</returns>
    public static int Install(string name, string displayName, string? prefix, bool force)
    {
        if (!Name().IsMatch(name))
            return Refuse($"'{name}' cannot be the name of a kernel: use small letters, digits, dots, dashes "
                + "and underscores.");
        var spec = KernelSpec.Named(name, prefix);
        if (!force && spec.Command is { } other && !KernelSpec.IsOurs(other))
            return Refuse($"{spec.Folder} is the kernel of another tool ({string.Join(' ', other)}): give "
                + "this one another name by --name, or replace that one by --force, which keeps its "
                + "kernel.json as kernel.json.replaced.");
        return Try(spec, () =>
        {
            CopyInto(spec, displayName);
            Console.WriteLine($"""
                The kernel {displayName} is installed as {name} in {spec.Folder}.
                Jupyter: jupyter notebook notebooks/ (or jupyter lab), open a notebook, Run All.
                VS Code: with the Jupyter extension open a notebook, Select Kernel, Jupyter Kernel,
                {displayName}.
                """);
        });
    }

    /// <summary>Removes a kernel that this tool installed, or says why not.</summary>
    /// <param name="name">Of the kernel.</param>
    /// <param name="prefix">Of a Python environment; null means for this user.</param>
    /// <returns>The exit code.</returns>
    public static int Uninstall(string name, string? prefix)
    {
        var spec = KernelSpec.Named(name, prefix);
        if (spec.Command is not { } command)
            return Refuse($"There is no kernel {name} in {Path.GetDirectoryName(spec.Folder)}: jupyter "
                + "kernelspec list tells where kernels are; then say --prefix or --name.");
        if (!KernelSpec.IsOurs(command))
            return Refuse($"{spec.Folder} is the kernel of another tool ({string.Join(' ', command)}): to "
                + $"remove it, use jupyter kernelspec remove {name}.");
        return Try(spec, () =>
        {
            File.Delete(spec.File);
            Directory.Delete(spec.Folder, recursive: true);
            Console.WriteLine($"The kernel {name} is removed from {spec.Folder}.");
        });
    }

    private static void CopyInto(KernelSpec spec, string displayName)
    {
        if (spec.Command is { } other && !KernelSpec.IsOurs(other))
            File.Move(spec.File, spec.File + ".replaced", overwrite: true);
        var before = spec.Command ?? [];
        var copies = Path.Combine(spec.Folder, Copies);
        var copy = Path.Combine(copies, Guid.NewGuid().ToString("N")[..8]);
        CopyTool(copy);
        spec.Write(copy, displayName);
        var inUse = before.Select(Path.GetDirectoryName).Append(copy).ToArray();
        foreach (var old in Directory.GetDirectories(copies).Except(inUse))
            Forget(old!);
    }

    // The tool's own files; a build may have left others in folders beside them.
    private static void CopyTool(string to)
    {
        var from = AppContext.BaseDirectory;
        var runtimes = Path.Combine(from, "runtimes");
        var deep = Directory.Exists(runtimes)
            ? Directory.EnumerateFiles(runtimes, "*", SearchOption.AllDirectories)
            : [];
        foreach (var file in Directory.EnumerateFiles(from).Concat(deep))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static void Forget(string copy)
    {
        try
        {
            Directory.Delete(copy, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // On Windows a kernel that runs from it holds it; the next installation tries again.
        }
    }

    private static int Try(KernelSpec spec, Action action)
    {
        try
        {
            action();
            return ExitCode.Good;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{spec.Folder} cannot be changed: {e.Message}");
            return ExitCode.Machine;
        }
    }

    private static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return ExitCode.Usage;
    }

    [GeneratedRegex(@"^[a-z0-9._\-]+$")]
    private static partial Regex Name();
}
