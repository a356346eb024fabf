namespace PolyViT;

/// <summary>Where the rows of a positional table belong.</summary>
/// <param name="Grid">The grid of patches, in the order of the tokens.</param>
/// <param name="Prefix">Rows before those of the patches.</param>
internal sealed record TableGrid(ImmutableArray<long> Grid, int Prefix);

/// <summary>A checkpoint whose architecture is known.</summary>
/// <param name="File">The open file.</param>
/// <param name="Architecture">In words.</param>
/// <param name="Config">The sizes it was trained with.</param>
/// <param name="Tasks">Its heads.</param>
/// <param name="Tables">The grids of its positional tables.</param>
/// <param name="Assumed">What the file does not tell.</param>
/// <param name="Find">What it has for a parameter of ours, by the parameter's path and the name of the task that
/// the file's only head goes to.</param>
/// <param name="Needless">Why a key may be left over; null where it may not.</param>
internal sealed record Recognised(
    CheckpointFile File,
    string Architecture,
    ModelConfig Config,
    ImmutableArray<TaskSpec> Tasks,
    ImmutableDictionary<Modality, TableGrid> Tables,
    ImmutableArray<string> Assumed,
    Func<string, string, Found?> Find,
    Func<string, string?> Needless)
{
    /// <summary>Tells what a file holds.</summary>
    /// <param name="file">Open.</param>
    /// <param name="options">What the user says of it.</param>
    /// <exception cref="InputException">It is of no known family, or does not tell enough.</exception>
    public static Recognised Of(CheckpointFile file, LoadOptions options)
    {
        if (PolyVitFile.Tell(file) is { } polyvit)
            return polyvit.Recognise(options);
        if (NamedFile.Tell(file) is { } named)
            return Deduction.Recognise(named, options);
        throw new InputException(
            $"{file.Path} names its tensors as no known family does ('{string.Join("', '", file.Tensors.Keys.Take(3))}', ..): "
            + "ViT, ViViT, AST and PolyViT are known under the names of vision_transformer, big_vision, scenic, timm, "
            + "Hugging Face and the original AST.");
    }
}
