namespace PolyViT.Kernel.Jupyter;

/// <summary>Jupyter counts characters as Python does, in code points; C# counts UTF-16 units.</summary>
internal static class CodePoints
{
    /// <summary>Units before a position that is given in code points.</summary>
    /// <param name="text">Where.</param>
    /// <param name="points">The position; beyond the end means the end.</param>
    public static int ToUnits(string text, int points)
    {
        var units = 0;
        for (; points > 0 && units < text.Length; points--)
            units += IsPair(text, units) ? 2 : 1;
        return units;
    }

    /// <summary>Code points before a position that is given in units.</summary>
    /// <param name="text">Where.</param>
    /// <param name="units">The position.</param>
    public static int FromUnits(string text, int units)
    {
        var points = 0;
        for (var i = 0; i < units && i < text.Length; points++)
            i += IsPair(text, i) ? 2 : 1;
        return points;
    }

    private static bool IsPair(string text, int i) =>
        i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]);
}
