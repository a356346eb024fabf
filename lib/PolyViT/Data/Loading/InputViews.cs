namespace PolyViT;

/// <summary>What becomes of decoded media of one kind before a model sees them.</summary>
/// <typeparam name="T">A view of that kind.</typeparam>
/// <param name="Train">Of examples to learn from.</param>
/// <param name="Test">Of examples to be judged on.</param>
public sealed record ViewPair<T>(T Train, T Test);
