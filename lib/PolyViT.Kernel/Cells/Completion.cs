using System.ComponentModel;
using PolyViT.Kernel.Scripting;

namespace PolyViT.Kernel.Cells;

/// <summary>What could stand at a place.</summary>
/// <param name="Start">Of the part that an item replaces, in UTF-16 units.</param>
/// <param name="End">Where that part ends.</param>
/// <param name="Items">In alphabetical order, each name once, with what it is in lower case.</param>
internal sealed record Completions(int Start, int End, ImmutableArray<(string Text, string Kind)> Items);

/// <summary>Completes names from what the compiler knows.</summary>
internal static class Completion
{
    /// <summary>What could stand at a place of a cell.</summary>
    /// <param name="session">What earlier cells left.</param>
    /// <param name="code">The text of the cell.</param>
    /// <param name="position">In UTF-16 units.</param>
    public static Completions At(Session session, string code, int position)
    {
        position = Math.Clamp(position, 0, code.Length);
        var (start, end) = NameAround(code, position);
        var draft = Draft.Of(session, code);
        var items = draft.IsProse(position) ? [] : Candidates(session, draft, code, start);
        return new(start, end, [.. Distinct(items, code[start..position])]);
    }

    private static (int Start, int End) NameAround(string code, int position)
    {
        var (start, end) = (position, position);
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
            start--;
        while (start < position && end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end]))
            end++;
        return (start, end);
    }

    private static IEnumerable<(string Text, string Kind)> Candidates(
        Session session, Draft draft, string code, int start)
    {
        if (Receiver.Before(draft, code, start) is { } receiver)
            return receiver.Members.Where(IsWorthSaying).Select(s => (s.Name, KindOf(s)));
        var settable = Receiver.Initialised(draft, start);
        var keywords = SyntaxFacts.GetKeywordKinds().Concat(SyntaxFacts.GetContextualKeywordKinds())
            .Select(SyntaxFacts.GetText).Append("var").Select(k => (k, "keyword"));
        return settable.Concat(InScope(session, code, start))
            .Where(s => IsWorthSaying(s) && IsDeclared(s, start)).Select(s => (s.Name, KindOf(s)))
            .Concat(keywords);
    }

    // The compiler would go through all usings once for every earlier cell: after 200, for most of a second.
    private static IEnumerable<ISymbol> InScope(Session session, string code, int start)
    {
        var earlier = session.Submissions.Select(s => s.GetCompilation()).ToArray();
        var usings = earlier.SelectMany(c => ((CompilationUnitSyntax)c.SyntaxTrees.Last().GetRoot()).Usings)
            .Where(u => u.Alias is null).Select(u => u.NamespaceOrType.ToString());
        var options = session.Options.AddImports(usings.Except(session.Options.Imports));
        var alone = Draft.Of(session with { Last = null, Options = options }, code);
        return alone.Model.LookupSymbols(start)
            .Concat(earlier.SelectMany(c => c.ScriptClass?.GetMembers() ?? []));
    }

    private static IEnumerable<(string Text, string Kind)> Distinct(
        IEnumerable<(string Text, string Kind)> items, string prefix) =>
        items.Where(i => i.Text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            .DistinctBy(i => i.Text)
            .OrderBy(i => i.Text, StringComparer.OrdinalIgnoreCase)
            .ThenBy(i => i.Text, StringComparer.Ordinal);

    private static bool IsWorthSaying(ISymbol symbol) =>
        symbol.CanBeReferencedByName && !symbol.IsImplicitlyDeclared
        && !symbol.GetAttributes().Any(a => a.AttributeClass?.Name == nameof(EditorBrowsableAttribute)
            && a.ConstructorArguments is [{ Value: (int)EditorBrowsableState.Never }]);

    // A local variable is in scope before its declaration, but of no use there.
    private static bool IsDeclared(ISymbol symbol, int position) =>
        symbol is not ILocalSymbol || symbol.Locations.All(l => !l.IsInSource || l.SourceSpan.End < position);

    private static string KindOf(ISymbol symbol) => symbol switch
    {
        INamedTypeSymbol type => type.TypeKind.ToString().ToLowerInvariant(),
        IFieldSymbol { ContainingType.IsScriptClass: true } => "variable",
        ILocalSymbol or IRangeVariableSymbol => "variable",
        IFieldSymbol { ContainingType.TypeKind: TypeKind.Enum } => "enummember",
        _ => symbol.Kind.ToString().ToLowerInvariant(),
    };
}
