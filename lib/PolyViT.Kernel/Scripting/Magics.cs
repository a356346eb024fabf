using System.Text.RegularExpressions;

namespace PolyViT.Kernel.Scripting;

/// <summary>Lines that other kernels take as commands, and that C# does not know.</summary>
internal static partial class Magics
{
    /// <summary>The errors of a text; a sentence in their stead when such a line causes them.</summary>
    /// <param name="code">The text.</param>
    /// <param name="file">What errors call it.</param>
    /// <param name="errors">What the compiler says.</param>
    public static ImmutableArray<string> Explain(string code, string file, ImmutableArray<Diagnostic> errors)
    {
        // Only where the compiler stumbles: in a string, such a line is in order. It passes over the first.
        var wrong = errors.Select(e => e.Location.GetLineSpan().StartLinePosition.Line).Append(0).ToHashSet();
        var found = code.Split('\n').Index().Where(l => wrong.Contains(l.Index))
            .Select(l => (Line: l.Index + 1, Command: Command().Match(l.Item))).Where(l => l.Command.Success)
            .Select(l => $"{Complaint.Place(file)}({l.Line}): error: '{l.Command.Groups["name"].Value}' "
                + "is a command of another kernel, and not C#: remove the line.").ToImmutableArray();
        return found.IsEmpty
            ? [.. errors.OrderBy(e => e.Location.SourceSpan.Start).Select(Complaint.About)]
            : found;
    }

    // "#!/usr/bin/env" is how scripts begin.
    [GeneratedRegex(@"^\s*(?<name>#!\w[\w\-]*|%%?[A-Za-z]\w*)")]
    private static partial Regex Command();
}
