using System.Text;

namespace PolyViT.Kernel.Scripting;

/// <summary>Hands `#load`-ed files to the compiler without the directives that it does not know.</summary>
/// <remarks>A class, because that is how the compiler asks for sources.</remarks>
/// <param name="folder">To which paths in the first script refer.</param>
internal sealed class BlankingSources(string folder) : SourceFileResolver([], folder)
{
    /// <inheritdoc/>
    public override Stream OpenRead(string resolvedPath) =>
        new MemoryStream(Encoding.UTF8.GetBytes(Directives.Blank(File.ReadAllText(resolvedPath))));
}
