using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using PolyViT.Native;

namespace PolyViT.Kernel.Scripting;

/// <summary>Files that a script may load while it runs.</summary>
/// <param name="Managed">Assemblies.</param>
/// <param name="NativeFolders">Folders of native libraries, the first that has one wins.</param>
internal sealed record Loadable(ImmutableArray<string> Managed, ImmutableArray<string> NativeFolders)
{
    /// <summary>No files.</summary>
    public static Loadable Nothing { get; } = new([], []);

    /// <summary>Whether there are no files.</summary>
    public bool IsEmpty => Managed.IsEmpty && NativeFolders.IsEmpty;

    /// <summary>These files and others.</summary>
    /// <param name="others">Each is there once afterwards.</param>
    public Loadable Union(Loadable others) => new(
        [.. Managed.Union(others.Managed)], [.. NativeFolders.Union(others.NativeFolders)]);

    /// <summary>These files without others.</summary>
    /// <param name="others">To leave out.</param>
    public Loadable Except(Loadable others) => new(
        [.. Managed.Except(others.Managed)], [.. NativeFolders.Except(others.NativeFolders)]);
}

/// <summary>
/// How assemblies and native libraries of scripts are found: all in the default load context, each once.
/// </summary>
internal static class Loading
{
    /// <summary>Offers files to the runtime, which asks when its own search has failed.</summary>
    /// <param name="files">What may be loaded: only what is new, because an offer stays.</param>
    public static void Offer(Loadable files)
    {
        if (files.IsEmpty)
            return;
        var byName = files.Managed.DistinctBy(NameOf, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(NameOf, StringComparer.OrdinalIgnoreCase);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            byName.TryGetValue(name.Name!, out var path) ? context.LoadFromAssemblyPath(path) : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            LoadNative(files.NativeFolders, name);
    }

    /// <summary>
    /// Runs the module initialisers of assemblies now, not at the first use of one of their types.
    /// </summary>
    /// <remarks>A script may use torch before it uses the library that prepares torch.</remarks>
    /// <param name="assemblies">Paths.</param>
    public static void Initialise(IEnumerable<string> assemblies)
    {
        foreach (var path in assemblies.Where(HasModuleInitialiser))
        {
            var loaded = AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(NameOf(path)));
            RuntimeHelpers.RunModuleConstructor(loaded.ManifestModule.ModuleHandle);
        }
    }

    /// <summary>
    /// The assemblies that one refers to and that lie beside it, with theirs, and so on; itself first.
    /// </summary>
    /// <param name="assembly">The path of one.</param>
    public static IReadOnlyList<string> WithNeighbours(string assembly)
    {
        var found = new List<string> { assembly };
        for (var i = 0; i < found.Count; i++)
            found.AddRange(NeighboursOf(found[i]).Except(found));
        return found;
    }

    /// <summary>The simple name that an assembly's file should have.</summary>
    /// <param name="path">Of the file.</param>
    public static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string[] NeighboursOf(string assembly) => ReadMetadata<string[]>(assembly, m =>
        [.. m.AssemblyReferences.Select(r => m.GetString(m.GetAssemblyReference(r).Name))
            .Select(name => Path.Combine(Path.GetDirectoryName(assembly)!, name + ".dll"))
            .Where(File.Exists)]) ?? [];

    // A module initialiser is the static constructor of the type <Module>, the first of every assembly.
    private static bool HasModuleInitialiser(string assembly) => ReadMetadata(assembly, m =>
        m.GetTypeDefinition(m.TypeDefinitions.First()).GetMethods()
            .Any(method => m.GetString(m.GetMethodDefinition(method).Name) == ".cctor"));

    // A file that is no assembly has no neighbours; the compiler says what is wrong with it.
    private static T? ReadMetadata<T>(string assembly, Func<MetadataReader, T> read)
    {
        try
        {
            using var pe = new PEReader(File.OpenRead(assembly));
            return pe.HasMetadata ? read(pe.GetMetadataReader()) : default;
        }
        catch (BadImageFormatException)
        {
            return default;
        }
    }

    private static nint LoadNative(ImmutableArray<string> folders, string name) =>
        (from folder in folders
         from file in FileNames(name)
         let path = Path.Combine(folder, file)
         where File.Exists(path)
         select Load(path, name)).FirstOrDefault(handle => handle != 0);

    private static nint Load(string path, string name) =>
        NativeLibrary.TryLoad(path, out var handle) ? handle
        : name == RelaxedTorch.Library && RelaxedTorch.IsOn ? RelaxedTorch.Load(path)
        : 0;

    private static string[] FileNames(string name) =>
        OperatingSystem.IsWindows() ? [name, $"{name}.dll"]
        : OperatingSystem.IsMacOS() ? [name, $"lib{name}.dylib", $"{name}.dylib", $"lib{name}"]
        : [name, $"lib{name}.so", $"{name}.so", $"lib{name}"];
}
