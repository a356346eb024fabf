using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>Says what a name stands for.</summary>
internal static class Inspection
{
    private const int MostOverloads = 10;

    private static readonly SymbolDisplayFormat Short = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly SymbolDisplayFormat Signature = Short
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType)
        .AddMemberOptions(SymbolDisplayMemberOptions.IncludeConstantValue)
        .AddKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword);

    /// <summary>
    /// Signature and documentation of the name at a place, or of the call around it; null when there is none.
    /// </summary>
    /// <param name="session">What earlier cells left.</param>
    /// <param name="code">The text of the cell.</param>
    /// <param name="position">In UTF-16 units.</param>
    public static string? At(Session session, string code, int position)
    {
        var draft = Draft.Of(session, code);
        var symbols = Names(draft, Math.Clamp(position, 0, code.Length)).Select(n => SymbolsOf(draft, n))
            .FirstOrDefault(s => !s.IsEmpty, []);
        if (symbols.IsEmpty)
            return null;
        var signatures = symbols.Take(MostOverloads).Select(SignatureOf).Distinct();
        var more = symbols.Length > MostOverloads ? $"\n… and {symbols.Length - MostOverloads} more" : "";
        var documentation = symbols.Select(s => Documentation.Of(s, draft.Compilation)).OfType<string>();
        return string.Join("\n\n", [string.Join('\n', signatures) + more, .. documentation.Take(1)]);
    }

    // The name under or before the cursor; then that of the call in whose parentheses the cursor is.
    private static IEnumerable<SyntaxNode> Names(Draft draft, int position)
    {
        foreach (var place in new[] { position, position - 1 }.Where(p => p >= 0 && !draft.IsProse(position)))
            if (NameAt(draft.Root.FindToken(place), place) is { } name)
                yield return name;
        var inside = draft.Root.FindToken(Math.Max(position - 1, 0)).Parent;
        foreach (var list in inside?.AncestorsAndSelf().OfType<BaseArgumentListSyntax>() ?? [])
            if (list.SpanStart < position)
                yield return list.Parent switch
                {
                    InvocationExpressionSyntax call => call.Expression,
                    { } other => other,
                    null => list,
                };
    }

    private static SyntaxNode? NameAt(SyntaxToken token, int place) =>
        !token.Span.Contains(place) ? null
        : token.IsKind(SyntaxKind.IdentifierToken) ? token.Parent
        : SyntaxFacts.IsPredefinedType(token.Kind()) ? token.Parent
        : token.Parent is TypeArgumentListSyntax { Parent: { } generic } ? generic
        : null;

    private static ImmutableArray<ISymbol> SymbolsOf(Draft draft, SyntaxNode node)
    {
        var info = draft.Model.GetSymbolInfo(node);
        return info.Symbol is { } one ? [one, .. Overloads(draft, node, one)]
            : !info.CandidateSymbols.IsEmpty ? info.CandidateSymbols
            : draft.Model.GetMemberGroup(node) is { IsEmpty: false } group ? group
            : draft.Model.GetDeclaredSymbol(node) is { } declared ? [declared]
            : [];
    }

    private static IEnumerable<ISymbol> Overloads(Draft draft, SyntaxNode node, ISymbol chosen) =>
        draft.Model.GetMemberGroup(node)
            .Where(s => !SymbolEqualityComparer.Default.Equals(
                s.OriginalDefinition, chosen.OriginalDefinition));

    private static string SignatureOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol { ContainingType.IsScriptClass: true } variable =>
            $"{variable.Type.ToDisplayString(Short)} {variable.Name}",
        { ContainingType.IsScriptClass: true } => symbol.ToDisplayString(Short),
        INamespaceSymbol => $"namespace {symbol.ToDisplayString()}",
        _ => symbol.ToDisplayString(Signature),
    };
}
