using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>What the compiler makes of a cell that is still being written.</summary>
/// <param name="Compilation">With earlier cells and all references.</param>
/// <param name="Model">What its names mean.</param>
/// <param name="Root">Its syntax.</param>
internal sealed record Draft(
    Microsoft.CodeAnalysis.Compilation Compilation, SemanticModel Model, SyntaxNode Root)
{
    /// <summary>Reads a cell.</summary>
    /// <param name="session">What earlier cells left.</param>
    /// <param name="code">The text, which need not compile.</param>
    public static Draft Of(Session session, string code)
    {
        var compilation = session.Draft(code, session.Options.WithFilePath("draft")).GetCompilation();
        // A file that the cell loads comes before the cell.
        var tree = compilation.SyntaxTrees.Last();
        return new(compilation, compilation.GetSemanticModel(tree), tree.GetRoot());
    }

    /// <summary>
    /// Whether a place is in text, in a comment, in a directive or in code that is switched off.
    /// </summary>
    /// <param name="position">In UTF-16 units.</param>
    public bool IsProse(int position)
    {
        if (position == 0)
            return false;
        var trivia = Root.FindTrivia(position - 1);
        if (trivia.IsDirective || trivia.IsKind(SyntaxKind.DisabledTextTrivia))
            return true;
        if (trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
            or SyntaxKind.SingleLineDocumentationCommentTrivia)
            return position < trivia.Span.End || !trivia.ToString().EndsWith("*/", StringComparison.Ordinal);
        var token = Root.FindToken(position - 1);
        return IsText(token) && token.SpanStart < position
            && (position < token.Span.End || token.ContainsDiagnostics);
    }

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken
        or SyntaxKind.Utf8StringLiteralToken or SyntaxKind.CharacterLiteralToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken
        or SyntaxKind.InterpolatedStringTextToken;
}
