namespace PolyViT.Notebooks;

/// <summary>What a notebook claims, and whether the run at hand bears it out.</summary>
public static class Claim
{
    /// <summary>Says that a claim holds; a claim that does not fails the cell, and so the notebook.</summary>
    /// <param name="holds">Whether this run bears it out.</param>
    /// <param name="claim">A sentence.</param>
    /// <returns>The verdict line.</returns>
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    public static string Require(bool holds, string claim) => holds
        ? $"It holds: {claim}"
        : throw new InvalidOperationException($"It does not hold in this run: {claim}");
}
