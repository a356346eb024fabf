namespace PolyViT;

/// <summary>
/// A single-task model that the paper compares with: the same parts in another configuration, made by
/// <c>PolyVit.Create(baseline.Config, [baseline.Task], seed)</c>.
/// </summary>
/// <param name="Config">Its sizes.</param>
/// <param name="Task">Its one task.</param>
public sealed record Baseline(ModelConfig Config, TaskSpec Task)
{
    /// <summary>A ViT: a PolyViT with one task on pictures.</summary>
    /// <param name="size">Its sizes, e.g. <see cref="ModelConfig.Base16"/>.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="classes">K.</param>
    public static Baseline Vit(ModelConfig size, string name, int classes) =>
        new(size, new() { Name = name, Modality = Modality.Image, Classes = classes });

    /// <summary>An unfactorised ViViT: a PolyViT with one task on clips, all tubelets attending to all.</summary>
    /// <param name="size">Its sizes; the public ViViT-B/16x2 has VideoPatch [2, 16, 16].</param>
    /// <param name="name">The task's name.</param>
    /// <param name="classes">K.</param>
    public static Baseline Vivit(ModelConfig size, string name, int classes) =>
        new(size, new() { Name = name, Modality = Modality.Video, Classes = classes });

    /// <summary>
    /// An AST: patches of one channel that overlap, tokens in frequency order, a distillation token, and a head
    /// of a LayerNorm and a projection on the mean of both tokens.
    /// </summary>
    /// <param name="size">Its sizes; the public AST has Base16's, and inputs of 1024 frames x 128 bins.</param>
    /// <param name="name">The task's name.</param>
    /// <param name="classes">K.</param>
    /// <remarks>YuanGongND/ast ast_models.py: timm's epsilon in the encoder, PyTorch's in the head.</remarks>
    public static Baseline Ast(ModelConfig size, string name, int classes) => new(
        size with
        {
            Gelu = Gelu.Exact,
            AudioStride = [10, 10],
            AudioChannels = 1,
            FrequencyFirst = true,
        },
        new()
        {
            Name = name,
            Modality = Modality.Audio,
            Classes = classes,
            Pooling = Pooling.TokenPair,
            HeadNorm = 1e-5,
        });
}
