namespace PolyViT;

internal static partial class NameMaps
{
    private const string Weight = ".weight";
    private const string Bias = ".bias";

    /// <summary>Hugging Face's ViT, DeiT, AST and ViViT; blocks as transformers named them up to version 4, and
    /// as version 5 does.</summary>
    public static NameMap HuggingFace => new(
        "Hugging Face names", ["embeddings.patch_embeddings.projection.weight"], Torch: true,
        [
            .. Dense("tokenizer/embedding", Weight, Bias, "embeddings.patch_embeddings.projection"),
            new("tokenizer/cls", "embeddings.cls_token"),
            new("tokenizer/distillation", "embeddings.distillation_token"),
            new("tokenizer/posembed_input/pos_embedding", "embeddings.position_embeddings"),
            .. Norm("block/{l}/LayerNorm_0", Weight, Bias,
                "encoder.layer.{l}.layernorm_before", "layers.{l}.layernorm_before"),
            .. Dense("block/{l}/MultiHeadDotProductAttention_0/qkv", Weight, Bias,
                "encoder.layer.{l}.attention.attention.{query,key,value}", "layers.{l}.attention.{q_proj,k_proj,v_proj}"),
            .. Dense("block/{l}/MultiHeadDotProductAttention_0/out", Weight, Bias,
                "encoder.layer.{l}.attention.output.dense", "layers.{l}.attention.o_proj"),
            .. Norm("block/{l}/LayerNorm_1", Weight, Bias,
                "encoder.layer.{l}.layernorm_after", "layers.{l}.layernorm_after"),
            .. Dense("block/{l}/MlpBlock_0/Dense_0", Weight, Bias,
                "encoder.layer.{l}.intermediate.dense", "layers.{l}.mlp.fc1"),
            .. Dense("block/{l}/MlpBlock_0/Dense_1", Weight, Bias,
                "encoder.layer.{l}.output.dense", "layers.{l}.mlp.fc2"),
            .. Norm("encoder_norm", Weight, Bias, "layernorm"),
            .. Dense("head/pre_logits", Weight, Bias, "pooler.dense"),
            .. Norm("head/norm", Weight, Bias, "^classifier.layernorm"),
            .. Dense("head/output_projection", Weight, Bias,
                "^classifier.dense", "^classifier", "^cls_classifier"),
            .. Dense("head/distillation_projection", Weight, Bias, "^distillation_classifier"),
        ])
    {
        Models = ["vit.", "deit.", "vivit.", "audio_spectrogram_transformer."],
        Gelu = Gelu.Exact,
        Epsilon = 1e-12,
        Needless =
        [
            new(@"(.*\.)?mask_token", "the token of masked pretraining"),
            new(@"decoder\..*", "the decoder of masked pretraining"),
            new(@"(.*\.)?position_ids", "a list of numbers"),
        ],
        Foreign =
        [
            new("relative_position_bias", "a BEiT"),
            new("layer_scale", "a transformer whose branches are scaled"),
            new("lambda_1", "a transformer whose branches are scaled"),
        ],
    };

    /// <summary>Hugging Face's ViViT, whose GELU is "gelu_fast".</summary>
    public static NameMap HuggingFaceVivit => HuggingFace with
    {
        Kernel = shape => shape.Length == 5,
        Modality = PolyViT.Modality.Video,
        Gelu = Gelu.Tanh,
        Epsilon = 1e-6,
    };

    /// <summary>Hugging Face's AST.</summary>
    public static NameMap HuggingFaceAst => HuggingFace with
    {
        Kernel = shape => shape is [_, 1, _, _],
        Modality = PolyViT.Modality.Audio,
        FrequencyFirst = true,
    };

    /// <summary>timm's ViT and distilled DeiT.</summary>
    private static NameMap Timm => new(
        "timm's names", ["patch_embed.proj.weight"], Torch: true,
        [
            .. TimmEncoder(""),
            .. Norm("head/norm", Weight, Bias, "fc_norm"),
            .. Dense("head/pre_logits", Weight, Bias, "pre_logits.fc"),
            .. Dense("head/output_projection", Weight, Bias, "head"),
            .. Dense("head/distillation_projection", Weight, Bias, "head_dist"),
        ])
    {
        Gelu = Gelu.Exact,
        Foreign = TimmForeign,
    };

    /// <summary>The original AST: a timm DeiT by the name of v, with a head of its own.</summary>
    private static NameMap Ast => new(
        "the original AST's names", ["v.patch_embed.proj.weight"], Torch: true,
        [
            .. TimmEncoder("v."),
            .. Norm("head/norm", Weight, Bias, "mlp_head.0"),
            .. Dense("head/output_projection", Weight, Bias, "mlp_head.1"),
        ])
    {
        Kernel = shape => shape is [_, 1, _, _],
        Modality = PolyViT.Modality.Audio,
        FrequencyFirst = true,
        Gelu = Gelu.Exact,
        HeadEpsilon = 1e-5,
        Needless =
        [
            new(@"v\.(head|head_dist)\.(weight|bias)",
                "the classifier of pictures that AST started from and does not use"),
        ],
        Foreign = TimmForeign,
    };

    private static IEnumerable<NameRule> TimmEncoder(string prefix) =>
    [
        .. Dense("tokenizer/embedding", Weight, Bias, prefix + "patch_embed.proj"),
        new("tokenizer/cls", prefix + "cls_token"),
        new("tokenizer/distillation", prefix + "dist_token"),
        new("tokenizer/posembed_input/pos_embedding", prefix + "pos_embed"),
        .. Norm("block/{l}/LayerNorm_0", Weight, Bias, prefix + "blocks.{l}.norm1"),
        .. Dense("block/{l}/MultiHeadDotProductAttention_0/qkv", Weight, Bias, prefix + "blocks.{l}.attn.qkv"),
        .. Dense("block/{l}/MultiHeadDotProductAttention_0/out", Weight, Bias, prefix + "blocks.{l}.attn.proj"),
        .. Norm("block/{l}/LayerNorm_1", Weight, Bias, prefix + "blocks.{l}.norm2"),
        .. Dense("block/{l}/MlpBlock_0/Dense_0", Weight, Bias, prefix + "blocks.{l}.mlp.fc1"),
        .. Dense("block/{l}/MlpBlock_0/Dense_1", Weight, Bias, prefix + "blocks.{l}.mlp.fc2"),
        .. Norm("encoder_norm", Weight, Bias, prefix + "norm"),
    ];

    private static readonly ImmutableArray<Foreign> TimmForeign =
    [
        new(".ls1.", "a transformer whose branches are scaled"),
        new("reg_token", "a ViT with register tokens"),
        new(".q_norm.", "a ViT that normalises query and key"),
        new("norm_pre.", "a ViT with a LayerNorm before the blocks"),
        new("attn_pool.", "a ViT that pools by attention"),
        new("patch_embed.backbone.", "a convolutional network with a ViT on top"),
    ];
}
