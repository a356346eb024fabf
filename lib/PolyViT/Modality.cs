namespace PolyViT;

/// <summary>What a task looks at. Each modality has its own tokenizer; everything else can be
/// shared.</summary>
public enum Modality
{
    /// <summary>Pictures, [B, H, W, C].</summary>
    Image,

    /// <summary>Clips, [B, T, H, W, C].</summary>
    Video,

    /// <summary>Log-mel spectrograms, [B, T, F, 1] with T frames (time is the height) and F mel
    /// bins.</summary>
    Audio,
}
