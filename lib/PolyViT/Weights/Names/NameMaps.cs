namespace PolyViT;

/// <summary>The public families of single-task checkpoints, as data.</summary>
internal static partial class NameMaps
{
    /// <summary>All of them, the more particular first.</summary>
    public static ImmutableArray<NameMap> All => [Mbt, Flax, HuggingFaceVivit, HuggingFaceAst, HuggingFace, Ast, Timm];

    // Every rule of a block has {l}; a kernel and a bias, or a scale and a bias, are two rules.
    private static IEnumerable<NameRule> Dense(string ours, string kernel, string bias, params string[] theirs) =>
    [
        new($"{ours}/kernel", [.. theirs.Select(name => name + kernel)]),
        new($"{ours}/bias", [.. theirs.Select(name => name + bias)]),
    ];

    private static IEnumerable<NameRule> Norm(string ours, string scale, string bias, params string[] theirs) =>
    [
        new($"{ours}/scale", [.. theirs.Select(name => name + scale)]),
        new($"{ours}/bias", [.. theirs.Select(name => name + bias)]),
    ];
}
