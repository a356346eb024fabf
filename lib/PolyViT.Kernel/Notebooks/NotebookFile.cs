using System.Text.Json;
using PolyViT.Notebooks;

namespace PolyViT.Kernel.Notebooks;

/// <summary>Reads and writes .ipynb files.</summary>
internal static class NotebookFile
{
    /// <summary>Reads a C# notebook of format 4.0 to 4.x.</summary>
    /// <param name="file">The path; a link is followed.</param>
    /// <returns>The notebook, or one sentence that names the file and says what is wrong with it.</returns>
    public static (Notebook? Notebook, string? Trouble) Read(string file)
    {
        var path = Path.GetFullPath(file);
        try
        {
            if (!File.Exists(path))
                return (null, $"The notebook '{file}' does not exist: give the path of an .ipynb file.");
            path = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            var bytes = File.ReadAllBytes(path);
            var root = NotebookJson.Parse(bytes);
            _ = root is null ? [] : NotebookJson.Bytes(root);
            return NotebookCheck.WrongWith(root) is { } trouble
                ? (null, $"'{file}' {trouble}")
                : (new(path, root!.AsObject(), [.. bytes]), null);
        }
        catch (JsonException e)
        {
            return (null, $"'{file}' is not a notebook: it is not JSON"
                + $" (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}).");
        }
        // Half of a surrogate pair is JSON, but no text.
        catch (InvalidOperationException e)
        {
            return (null, $"'{file}' is not a notebook: it holds text that is not Unicode ({e.Message}).");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"'{file}' cannot be read: {e.Message}");
        }
    }

    /// <summary>Writes a notebook beside its place and renames it.</summary>
    /// <param name="notebook">Raised to format 4.5.</param>
    /// <param name="path">The file, with its link followed; its permissions stay.</param>
    public static void Write(Notebook notebook, string path)
    {
        notebook.Upgrade();
        Files.Write(path, NotebookJson.Bytes(notebook.Root));
    }

    /// <summary>Whether a file can be written, which is asked before a long run.</summary>
    /// <param name="path">The file to be.</param>
    /// <returns>Null, or one sentence.</returns>
    public static string? WhyNotWritable(string path)
    {
        var probe = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"'{path}' cannot be written: {e.Message} Give another place with --output.";
        }
    }
}
