using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace PolyViT.Kernel.Cells;

/// <summary>What the documentation comments say about a symbol, as plain text.</summary>
/// <remarks>Files are searched when they are needed, and not kept: the framework's have 31 MB.</remarks>
internal static partial class Documentation
{
    /// <summary>Summary, parameters and result; null when nothing is written.</summary>
    /// <param name="symbol">Of any assembly or cell.</param>
    /// <param name="compilation">That knows it.</param>
    public static string? Of(ISymbol symbol, Microsoft.CodeAnalysis.Compilation compilation)
    {
        var definition = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol.OriginalDefinition;
        return CommentOf(definition, compilation) is not { } comment ? null
            : Parse(comment) is not { } xml ? null
            : xml.Element("inheritdoc") is not null && Inherited(definition) is { } origin
                ? Of(origin, compilation)
            : Text(xml) is { Length: > 0 } text ? text
            : null;
    }

    private static string? CommentOf(ISymbol symbol, Microsoft.CodeAnalysis.Compilation compilation) =>
        symbol.GetDocumentationCommentXml() is { Length: > 0 } written ? written
        : symbol.ContainingAssembly is not { } assembly ? null
        : symbol.GetDocumentationCommentId() is not { } id ? null
        : compilation.GetMetadataReference(assembly) is PortableExecutableReference { FilePath: { } path }
            ? DocumentationFiles.For(path, symbol).Select(f => Find(f, id)).FirstOrDefault(c => c is not null)
        : null;

    // As text: a parser reads some ten megabytes in the time in which this has found its member in all.
    private static string? Find(string file, string id)
    {
        var all = File.ReadAllBytes(file).AsSpan();
        var start = all.IndexOf(Encoding.UTF8.GetBytes($"<member name=\"{id}\">"));
        if (start < 0)
            return null;
        var found = all[start..];
        var end = found.IndexOf("</member>"u8);
        return end < 0 ? null : Encoding.UTF8.GetString(found[..(end + "</member>".Length)]);
    }

    private static XElement? Parse(string comment)
    {
        try
        {
            return XElement.Parse(comment, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static ISymbol? Inherited(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { OverriddenMethod: { } method } => method,
        IPropertySymbol { OverriddenProperty: { } property } => property,
        INamedTypeSymbol { BaseType: { SpecialType: SpecialType.None } type } => type,
        INamedTypeSymbol type => type.Interfaces.FirstOrDefault(),
        { ContainingType: { } type } => type.AllInterfaces.SelectMany(i => i.GetMembers(symbol.Name))
            .FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(
                type.FindImplementationForInterfaceMember(m), symbol)),
        _ => null,
    };

    private static string Text(XElement comment) =>
        string.Join('\n', comment.Elements().Select(Line).OfType<string>());

    private static string? Line(XElement part) => part.Name.LocalName switch
    {
        "summary" => Flatten(part),
        "param" or "typeparam" => $"  {part.Attribute("name")?.Value}: {Flatten(part)}",
        "returns" => $"  Returns: {Flatten(part)}",
        "exception" => $"  Throws {Last(part.Attribute("cref")?.Value)}: {Flatten(part)}",
        _ => null,
    };

    private static string Flatten(XElement element) =>
        Spaces().Replace(string.Concat(element.Nodes().Select(Words)), " ").Trim();

    private static string Words(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { IsEmpty: true } e =>
            e.Attribute("name")?.Value ?? e.Attribute("langword")?.Value ?? Last(e.Attribute("cref")?.Value),
        XElement e => Flatten(e),
        _ => "",
    };

    // "M:System.Math.Max(System.Int32,System.Int32)" is "Max" to a reader.
    private static string Last(string? reference) =>
        Arity().Replace((reference ?? "").Split('(')[0].Split('.', ':')[^1], "");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"`+\d+$")]
    private static partial Regex Arity();
}
