namespace PolyViT;

internal static partial class NameMaps
{
    private static readonly ImmutableArray<Needless> FlaxNeedless =
    [
        new(@"(.*/)?(opt_state|opt/state|optimizer/state|optimizer_state|model_state|metadata|rng)(/.*)?",
            "the state of a training run"),
        new(@"(.*/)?(global_step|step|accum_train_time|opt/hyper_params/.*)", "the state of a training run"),
    ];

    private static readonly ImmutableArray<Foreign> FlaxForeign =
    [
        new("TemporalTransformer/", "a ViViT with a factorised encoder; only the unfactorised one is this model"),
        new("LayerNorm_time", "a ViViT with factorised self-attention; only the unfactorised one is this model"),
        new("MAPHead_0/", "a ViT that pools by attention"),
        new("conv_root/", "a ResNet with a ViT on top"),
        new("Transformer/encoderblock/", "a ViT whose blocks are stacked in one tensor; unstack them"),
    ];

    /// <summary>
    /// vision_transformer and AugReg (their own numbering of a block's layers, and Linen's), big_vision, and
    /// scenic's ViT and unfactorised ViViT.
    /// </summary>
    private static NameMap Flax => new(
        "Flax names", ["embedding/kernel"], Torch: false,
        [
            .. Dense("tokenizer/embedding", "/kernel", "/bias", "embedding"),
            new("tokenizer/cls", "cls"),
            new("tokenizer/posembed_input/pos_embedding",
                "Transformer/posembed_input/pos_embedding", "Transformer/pos_embedding", "pos_embedding"),
            .. FlaxBlock("Transformer/encoderblock_{l}"),
            .. Norm("encoder_norm", "/scale", "/bias", "Transformer/encoder_norm"),
            .. FlaxHead,
        ])
    {
        Needless = FlaxNeedless,
        Foreign = FlaxForeign,
    };

    /// <summary>The spectrogram's way through scenic's MBT, which is all of it in an audio-only model.</summary>
    private static NameMap Mbt => new(
        "MBT's names", ["embedding_spectrogram/kernel", "embedding_spec/kernel"], Torch: false,
        [
            .. Dense("tokenizer/embedding", "/kernel", "/bias", "embedding_spectrogram", "embedding_spec"),
            new("tokenizer/cls", "clsspectrogram", "cls_spectrogram", "cls_spec", "cls"),
            new("tokenizer/posembed_input/pos_embedding",
                "Transformer/posembed_input_spectrogram/pos_embedding", "Transformer/posembed_input_spec/pos_embedding"),
            .. FlaxBlock(
                "Transformer/encoderblock_{l}_spectrogram", "Transformer/encoderblock_{l}_spec",
                "Transformer/encoderblock_{l}"),
            .. Norm("encoder_norm", "/scale", "/bias", "Transformer/encoder_norm"),
            .. FlaxHead,
        ])
    {
        Modality = PolyViT.Modality.Audio,
        Needless = FlaxNeedless,
        Foreign = FlaxForeign,
    };

    private static IEnumerable<NameRule> FlaxHead =>
    [
        .. Dense("head/pre_logits", "/kernel", "/bias", "pre_logits"),
        .. Dense("head/output_projection", "/kernel", "/bias", "head", "output_projection"),
    ];

    // Before Linen, a block's layers were numbered together: LayerNorm_0, MultiHeadDotProductAttention_1, ..
    private static IEnumerable<NameRule> FlaxBlock(params string[] blocks)
    {
        string[] Named(params string[] layers) => [.. blocks.SelectMany(b => layers.Select(layer => $"{b}/{layer}"))];
        var attention = Named("MultiHeadDotProductAttention_0", "MultiHeadDotProductAttention_1");
        return
        [
            .. Norm("block/{l}/LayerNorm_0", "/scale", "/bias", Named("LayerNorm_0")),
            .. Dense("block/{l}/MultiHeadDotProductAttention_0/qkv",
                "/{query,key,value}/kernel", "/{query,key,value}/bias", attention),
            .. Dense("block/{l}/MultiHeadDotProductAttention_0/out", "/out/kernel", "/out/bias", attention),
            .. Norm("block/{l}/LayerNorm_1", "/scale", "/bias", Named("LayerNorm_1", "LayerNorm_2")),
            .. Dense("block/{l}/MlpBlock_0/Dense_0", "/kernel", "/bias", Named("MlpBlock_0/Dense_0", "MlpBlock_3/Dense_0")),
            .. Dense("block/{l}/MlpBlock_0/Dense_1", "/kernel", "/bias", Named("MlpBlock_0/Dense_1", "MlpBlock_3/Dense_1")),
        ];
    }
}
