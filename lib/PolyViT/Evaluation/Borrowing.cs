namespace PolyViT;

/// <summary>Gives a model the tokenizer of a modality that it was not trained on, so that its encoder can be
/// probed there (section 8.3).</summary>
public static class Borrowing
{
    /// <summary>A copy of a model, without its heads, whose missing tokenizer starts from one that it has,
    /// the first of image, video and audio: kernels are inflated or summed over time, positional tables
    /// zoomed (section 4.6).</summary>
    /// <param name="model">A model; it is only read.</param>
    /// <param name="modality">The modality that it lacks.</param>
    /// <returns>The copy, which the caller frees, and the modality that was borrowed from.</returns>
    /// <exception cref="InputException">The model has that tokenizer.</exception>
    /// <remarks>The borrowed tokenizer has the height and width of its donor's patches, whatever the model's
    /// sizes say of a modality that it never had: a kernel of another size could not be taken over.</remarks>
    public static (PolyVit Model, Modality Donor) Tokenizer(PolyVit model, Modality modality)
    {
        var has = ParameterLayout.Modalities(model.Tasks).ToArray();
        if (has.Contains(modality))
            throw new InputException($"The model has a tokenizer of its own for {modality}: use that.");
        var donor = has[0];
        TaskSpec[] tasks = [.. model.Tasks.Select(Headless)];
        tasks = [.. tasks, tasks[0] with { Name = $"{modality} from {donor}", Modality = modality }];
        var config = WithPatch(model.Config, modality, model.Config.Patch(donor));
        var copy = PolyVit.Create(config, tasks, 0, model.Parameters.Values.device);
        var tokenizers = has.Append(modality).ToImmutableDictionary(m => m, m => m == modality ? donor : m);
        _ = copy.Inherit(new(model) { Tokenizers = tokenizers });
        return (copy, donor);
    }

    private static TaskSpec Headless(TaskSpec task) =>
        task with { Classes = 0, ClassSplits = [], HiddenSizes = [], Representation = 0, HeadNorm = null };

    private static ModelConfig WithPatch(ModelConfig config, Modality modality, ImmutableArray<int> patch)
    {
        var plane = patch[^2..]; // a tubelet's time comes first
        return modality switch
        {
            Modality.Image => config with { ImagePatch = plane },
            Modality.Video => config with { VideoPatch = [config.VideoPatch[0], .. plane] },
            _ => config with { AudioPatch = plane, AudioStride = [], FrequencyFirst = false },
        };
    }
}
