namespace PolyViT.Kernel.Cells;

/// <summary>What stands before a dot, as far as names after the dot are concerned.</summary>
/// <param name="Members">What can follow.</param>
internal sealed record Receiver(IEnumerable<ISymbol> Members)
{
    private static readonly Receiver Nothing = new([]);

    /// <summary>What stands before the dot before a place; null when there is no dot.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="code">Its text.</param>
    /// <param name="start">Of the name after the dot.</param>
    public static Receiver? Before(Draft draft, string code, int start)
    {
        var dot = start - 1;
        while (dot >= 0 && char.IsWhiteSpace(code[dot]))
            dot--;
        if (dot < 0 || draft.Root.FindToken(dot) is not { RawKind: (int)SyntaxKind.DotToken } token)
            return null;
        return token.Parent switch
        {
            MemberAccessExpressionSyntax m => Of(draft, m.Expression, start),
            MemberBindingExpressionSyntax => OfConditional(draft, token, start),
            // "x." on the line before a declaration "A b;" reads as one of a type "x.A".
            QualifiedNameSyntax q => Of(draft, q.Left, start) is { } of && of != Nothing ? of
                : Speculate(draft, q.Left, start),
            _ => Nothing,
        };
    }

    /// <summary>The members that an object initialiser around a place can set.</summary>
    /// <param name="draft">The cell.</param>
    /// <param name="start">Of the name.</param>
    public static IEnumerable<ISymbol> Initialised(Draft draft, int start)
    {
        var initialiser = draft.Root.FindToken(start).Parent?.AncestorsAndSelf()
            .SkipWhile(n => n is IdentifierNameSyntax or AssignmentExpressionSyntax).FirstOrDefault()
            as InitializerExpressionSyntax;
        var type = initialiser?.Parent switch
        {
            BaseObjectCreationExpressionSyntax creation => draft.Model.GetTypeInfo(creation).Type,
            WithExpressionSyntax with => draft.Model.GetTypeInfo(with.Expression).Type,
            _ => null,
        };
        return type is null
            ? []
            : draft.Model.LookupSymbols(start, type)
                .Where(s => s is IPropertySymbol { IsStatic: false, SetMethod: not null }
                    or IFieldSymbol { IsStatic: false, IsReadOnly: false });
    }

    private static Receiver Of(Draft draft, SyntaxNode left, int start)
    {
        var info = draft.Model.GetSymbolInfo(left);
        return Of(draft, info.Symbol ?? info.CandidateSymbols.FirstOrDefault(),
            draft.Model.GetTypeInfo(left).Type, start);
    }

    private static Receiver Speculate(Draft draft, SyntaxNode left, int start)
    {
        var expression = SyntaxFactory.ParseExpression(left.ToString());
        var (place, option) = (left.SpanStart, SpeculativeBindingOption.BindAsExpression);
        return Of(draft, draft.Model.GetSpeculativeSymbolInfo(place, expression, option).Symbol,
            draft.Model.GetSpeculativeTypeInfo(place, expression, option).Type, start);
    }

    private static Receiver OfConditional(Draft draft, SyntaxToken dot, int start)
    {
        var left = dot.Parent!.Ancestors().OfType<ConditionalAccessExpressionSyntax>().First().Expression;
        var type = draft.Model.GetTypeInfo(left).Type;
        var isNullable = type?.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        return Of(draft, null, isNullable ? ((INamedTypeSymbol)type!).TypeArguments[0] : type, start);
    }

    private static Receiver Of(
        Draft draft, ISymbol? symbol, ITypeSymbol? type, int start) => (symbol, type) switch
        {
            (INamespaceSymbol container, _) => new(draft.Model.LookupSymbols(start, container)),
            (ITypeSymbol container and not IErrorTypeSymbol, _) =>
                new(draft.Model.LookupSymbols(start, container).Where(s => s.IsStatic || s is ITypeSymbol)),
            (_, null or IErrorTypeSymbol) => Nothing,
            _ => new(draft.Model.LookupSymbols(start, type, includeReducedExtensionMethods: true)
                .Where(s => s is IMethodSymbol { MethodKind: MethodKind.ReducedExtension }
                    or { IsStatic: false } and not ITypeSymbol)),
        };
}
