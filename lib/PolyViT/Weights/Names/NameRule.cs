using System.Text.RegularExpressions;

namespace PolyViT;

/// <summary>One line of a name map: a parameter of ours, and what others call it.</summary>
/// <param name="Ours">
/// The parameter's place in a model of one task: "tokenizer/..", "block/{l}/..", "encoder_norm/.." or "head/..".
/// </param>
/// <param name="Theirs">
/// Names, the preferred first. "{l}" is the block's number, "{a,b,c}" stands for tensors to be put side by side
/// along the last axis, and a leading "^" leaves out the name of the model that holds the classifier beside it.
/// </param>
internal sealed partial record NameRule(string Ours, params ImmutableArray<string> Theirs)
{
    /// <summary>The keys that the rule may find a parameter under, the preferred first; several side by
    /// side.</summary>
    /// <param name="body">What stands before the encoder's names.</param>
    /// <param name="root">What stands before the classifier's.</param>
    /// <param name="layer">l.</param>
    public IEnumerable<string[]> Keys(string body, string root, int layer) => Theirs.Select(name =>
        Parts((name[0] == '^' ? root + name[1..] : body + name).Replace("{l}", $"{layer}", StringComparison.Ordinal)));

    private static string[] Parts(string name)
    {
        var choice = SideBySide().Match(name);
        return choice.Success
            ? [.. choice.Groups[1].Value.Split(',')
                .Select(part => name.Replace(choice.Value, part, StringComparison.Ordinal))]
            : [name];
    }

    [GeneratedRegex(@"\{([^{}]*,[^{}]*)\}")]
    private static partial Regex SideBySide();
}

/// <summary>Keys that a file of some kind may hold without the model needing them.</summary>
/// <param name="Pattern">A regular expression for the whole key below the root.</param>
/// <param name="Why">Why it is not needed.</param>
internal sealed record Needless(string Pattern, string Why);

/// <summary>A key that shows an architecture which this model is not.</summary>
/// <param name="Part">What such a key contains.</param>
/// <param name="What">The architecture, in words.</param>
internal sealed record Foreign(string Part, string What);
