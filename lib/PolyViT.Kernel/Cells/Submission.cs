using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>Whether a text can be run as it is.</summary>
internal static class Submission
{
    /// <summary>False when more lines must follow, as after an open brace.</summary>
    /// <param name="code">The text so far.</param>
    public static bool IsComplete(string code) =>
        SyntaxFactory.IsCompleteSubmission(CSharpSyntaxTree.ParseText(
            Directives.Blank(code), new(LanguageVersion.Latest, kind: SourceCodeKind.Script)));
}
