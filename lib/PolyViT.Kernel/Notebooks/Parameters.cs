using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Notebooks;

/// <summary>A value that the user gives for a variable of a notebook.</summary>
/// <param name="Name">Of the variable.</param>
/// <param name="Value">As it was typed.</param>
internal sealed record Setting(string Name, string Value);

/// <summary>
/// Values for the variables that the cell tagged `parameters` declares, in a cell tagged
/// `injected-parameters` after it.
/// </summary>
/// <remarks>As papermill does, except that an unknown name is refused.</remarks>
internal static class Parameters
{
    private const string Tag = "parameters";
    private const string InjectedTag = "injected-parameters";

    private static readonly CSharpParseOptions Script =
        new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>Reads "Name=value".</summary>
    /// <param name="text">An argument.</param>
    /// <returns>Null when it is not of that form.</returns>
    public static Setting? Parse(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        && SyntaxFacts.IsValidIdentifier(text[..at].Trim())
            ? new(text[..at].Trim(), text[(at + 1)..])
            : null;

    /// <summary>Puts settings into a notebook, in place of those of an earlier run.</summary>
    /// <param name="notebook">Changed in place, unless something is wrong.</param>
    /// <param name="settings">At least one.</param>
    /// <returns>Null, or one sentence that says which setting is wrong and what is possible.</returns>
    public static string? Inject(Notebook notebook, IReadOnlyList<Setting> settings)
    {
        var file = Path.GetFileName(notebook.Path);
        if (notebook.Code.FirstOrDefault(c => c.HasTag(Tag)) is not { } cell)
            return $"'{file}' has no cell with the tag '{Tag}', so there is no '{settings[0].Name}' to set.";
        var variables = Variables(cell.Source()).ToArray();
        var assignments = settings.Select(s => Assign(s, variables, file)).ToArray();
        if (assignments.FirstOrDefault(a => a.Trouble is not null).Trouble is { } trouble)
            return trouble;
        Place(notebook, cell, "// Parameters\n" + string.Join('\n', assignments.Select(a => a.Code)));
        return null;
    }

    private static void Place(Notebook notebook, JsonObject after, string code)
    {
        foreach (var old in notebook.Code.Where(c => c.HasTag(InjectedTag)).ToArray())
            notebook.Cells.Remove(old);
        notebook.Cells.Insert(notebook.Cells.IndexOf(after) + 1, new JsonObject
        {
            ["cell_type"] = "code",
            ["execution_count"] = null,
            ["metadata"] = new JsonObject { ["tags"] = new JsonArray(InjectedTag) },
            ["outputs"] = new JsonArray(),
            ["source"] = NotebookParts.Lines(code),
        });
    }

    private static IEnumerable<Variable> Variables(string code) =>
        from field in CSharpSyntaxTree.ParseText(code, Script).GetCompilationUnitRoot()
            .Members.OfType<FieldDeclarationSyntax>()
        where !field.Modifiers.Any(m => m.Kind() is SyntaxKind.ConstKeyword or SyntaxKind.ReadOnlyKeyword)
        from variable in field.Declaration.Variables
        select new Variable(
            variable.Identifier.ValueText, TypeOf(field.Declaration.Type, variable.Initializer?.Value));

    // "var" is what its first value says: a literal, or a member of an enumeration.
    private static string? TypeOf(TypeSyntax type, ExpressionSyntax? value) => (type, value) switch
    {
        ({ IsVar: false }, _) => type.ToString(),
        (_, PrefixUnaryExpressionSyntax signed) => TypeOf(type, signed.Operand),
        (_, LiteralExpressionSyntax { Token.Value: { } literal }) => Literals.NameOf(literal),
        (_, MemberAccessExpressionSyntax member) => member.Expression.ToString(),
        _ => null,
    };

    private static (string? Code, string? Trouble) Assign(Setting setting, Variable[] variables, string file)
    {
        var found = variables.FirstOrDefault(v => v.Name == setting.Name)
            ?? variables.FirstOrDefault(v => v.Name.Equals(setting.Name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
            return (null, $"'{file}' has no parameter '{setting.Name}'; it has {Names(variables)}.");
        if (found.Type is null)
            return (null, $"The parameter '{found.Name}' of '{file}' has no type that --set knows: declare it"
                + " as string, int, double, bool or an enum.");
        return Literals.Of(found.Type, setting.Value) is { } literal
            ? ($"{found.Name} = {literal};", null)
            : (null, $"'{setting.Value}' is no value for the parameter '{found.Name}' of '{file}',"
                + $" which is a {found.Type}.");
    }

    private static string Names(Variable[] variables) =>
        variables.Length == 0 ? "none" : string.Join(", ", variables.Select(v => v.Name));

    private sealed record Variable(string Name, string? Type);
}
