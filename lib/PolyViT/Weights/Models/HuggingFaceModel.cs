namespace PolyViT;

/// <summary>The model of Hugging Face's transformers that one task's path through a PolyViT is.</summary>
/// <param name="Type">Its model_type.</param>
/// <param name="Class">Its class with a classifier.</param>
/// <param name="Map">Its names.</param>
/// <param name="Prefix">What stands before its encoder's names.</param>
internal sealed record HuggingFaceModel(string Type, string Class, NameMap Map, string Prefix)
{
    /// <summary>The model for a modality.</summary>
    public static HuggingFaceModel For(Modality modality) => modality switch
    {
        Modality.Image => new("vit", "ViTForImageClassification", NameMaps.HuggingFace, "vit."),
        Modality.Video => new("vivit", "VivitForVideoClassification", NameMaps.HuggingFaceVivit, "vivit."),
        _ => new("audio-spectrogram-transformer", "ASTForAudioClassification", NameMaps.HuggingFaceAst,
            "audio_spectrogram_transformer."),
    };

    /// <summary>Why a task's path is not this model; null when it is.</summary>
    public string? WhyNot(PolyVit model, TaskSpec task)
    {
        var (config, audio) = (model.Config, task.Modality == Modality.Audio);
        var patch = config.Patch(task.Modality);
        (bool Differs, string Why)[] differences =
        [
            (task.Classes == 0, "it has no classifier"),
            (task.Kind == TaskKind.MultiHeadLabel, "its logits are those of several label groups"),
            (!task.HiddenSizes.IsEmpty || task.Representation > 0, "its head has hidden layers"),
            (task.DistillationHead, "its head has a second projection, for the distillation token"),
            (!config.FinalNorm, "its encoder does not end with a LayerNorm"),
            (task.Pooling != (audio ? Pooling.TokenPair : Pooling.Token), $"its head pools {task.Pooling}"),
            (task.HeadNorm != (audio ? config.Epsilon : null),
                audio ? "its head has no LayerNorm of the encoder's epsilon" : "its head has a LayerNorm"),
            (ParameterLayout.HasDistillation(model.Tasks) != audio,
                audio ? "its tokenizer has no distillation token" : "its tokenizer has a distillation token"),
            (audio && (config.AudioChannels != 1 || !config.FrequencyFirst),
                "its spectrograms have three channels, or their tokens go through time last"),
            (patch[^1] != patch[^2] && audio, "its patches are not square"),
        ];
        return differences.FirstOrDefault(d => d.Differs).Why;
    }

    /// <summary>The tensors of a task's path under this model's names; the model must live until they have
    /// been
    /// read.</summary>
    public IEnumerable<StoredTensor> Tensors(PolyVit model, TaskSpec task) =>
        from spec in model.Parameters.Specs
        let place = NamedFile.Place(spec.Name, task.Modality, task.Name)
        where place is not null
        from tensor in Of(model.Parameters, spec, place)
        select tensor;

    // Query, key and value are three tensors there, and thirds of one of ours.
    private IEnumerable<StoredTensor> Of(Parameters parameters, ParameterSpec spec, string place)
    {
        var (pattern, layer) = NamedFile.Numbered(place);
        // AST's classifier is a LayerNorm and a dense layer, that of the others a dense layer.
        var names = Map.Rules.Single(r => r.Ours == pattern).Keys(Prefix, "", layer).First(
            keys => Map.FrequencyFirst || !keys[0].StartsWith("classifier.dense", StringComparison.Ordinal));
        var (layout, width) = (NamedFile.LayoutOf(Map, pattern), spec.Shape[^1] / names.Length);
        Tensor Values(int part) => layout.Theirs(parameters[spec.Name].narrow(-1, part * width, width));
        return names.Select((name, part) =>
        {
            using var scope = NewDisposeScope();
            return new StoredTensor(name, parameters.Values.dtype, [.. Values(part).shape], into =>
            {
                using var inner = NewDisposeScope();
                using var quiet = no_grad();
                _ = into.copy_(Values(part).reshape(into.shape));
            });
        });
    }
}
