namespace PolyViT;

/// <summary>A model's answers on a split, off the device, for metrics that need all of them.</summary>
/// <param name="Logits">N rows of K.</param>
/// <param name="Targets">N rows of K, one-hot or multi-hot.</param>
/// <param name="Mask">N: 1 for a row that counts.</param>
public sealed record Scores(
    IReadOnlyList<float[]> Logits, IReadOnlyList<float[]> Targets, IReadOnlyList<float> Mask)
{
    /// <summary>Rows that count and that have a label: scenic ignores rows whose target is all
    /// zero.</summary>
    public IEnumerable<(float[] Logits, float[] Target)> Labelled =>
        Enumerable.Range(0, Logits.Count)
            .Where(i => Mask[i] > 0 && Targets[i].Any(y => y > 0))
            .Select(i => (Logits[i], Targets[i]));
}
