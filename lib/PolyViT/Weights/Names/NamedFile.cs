using System.Text.RegularExpressions;

namespace PolyViT;

/// <summary>What a file has for one parameter: tensors that make it side by side.</summary>
/// <param name="Tensors">One, or query, key and value.</param>
/// <param name="Layout">How each of them lies.</param>
internal sealed record Found(ImmutableArray<StoredTensor> Tensors, Layout Layout)
{
    /// <summary>The shape of each in our layout.</summary>
    public IEnumerable<ImmutableArray<long>> Shapes => Tensors.Select(t => Layout.Shape(t.Shape));

    /// <summary>The shape of all, side by side along the last axis; empty where they do not fit.</summary>
    public ImmutableArray<long> Shape
    {
        get
        {
            ImmutableArray<long>[] shapes = [.. Shapes];
            return shapes.All(s => s.Length > 0 && s[..^1].SequenceEqual(shapes[0][..^1]))
                ? [.. shapes[0][..^1], shapes.Sum(s => s[^1])]
                : [];
        }
    }
}

/// <summary>What a checkpoint holds of parameters.</summary>
internal static class CheckpointParameters
{
    /// <summary>Whether a key is there and may be a parameter: not a single number, not empty, not of a rank that
    /// no parameter has.</summary>
    public static bool Has(this CheckpointFile file, string key) =>
        file.Tensors.TryGetValue(key, out var tensor)
        && tensor.Shape.Length is > 0 and <= 5 && tensor.Shape.All(n => n is > 0 and < int.MaxValue);
}

/// <summary>A checkpoint of a known family: its keys under our names.</summary>
/// <param name="File">The open file.</param>
/// <param name="Map">The family's names.</param>
/// <param name="Root">What stands before every name.</param>
/// <param name="Body">What stands before the encoder's names.</param>
internal sealed record NamedFile(CheckpointFile File, NameMap Map, string Root, string Body)
{
    private const int MostBlocks = 1000;

    private static readonly string[] TrainingState = ["opt_state", "opt/state", "optimizer/state", "optimizer_state"];

    /// <summary>Tells a file's family by its keys.</summary>
    /// <returns>Null when it is of none.</returns>
    /// <exception cref="InputException">It is of an architecture that this model is not.</exception>
    public static NamedFile? Tell(CheckpointFile file)
    {
        foreach (var map in NameMaps.All)
            foreach (var signature in map.Signature)
                foreach (var body in Bodies(file, signature).Where(b => map.Kernel(file.Tensors[b + signature].Shape)))
                {
                    var model = map.Models.FirstOrDefault(
                        m => ("." + body).EndsWith("." + m, StringComparison.Ordinal)) ?? "";
                    return Checked(new(file, map, body[..^model.Length], body));
                }
        return null;
    }

    /// <summary>What the file has for a parameter.</summary>
    /// <param name="ours">As in a <see cref="NameRule"/>, with the block's number.</param>
    public Found? Find(string ours)
    {
        var (pattern, layer) = Numbered(ours);
        if (Map.Rules.FirstOrDefault(r => r.Ours == pattern) is not { } rule)
            return null;
        var keys = rule.Keys(Body, Root, layer).FirstOrDefault(all => all.All(File.Has));
        return keys is null ? null : new([.. keys.Select(k => File.Tensors[k])], LayoutOf(Map, pattern));
    }

    /// <summary>What the file has for a parameter of a model.</summary>
    /// <param name="parameter">Its path, e.g. "vit_encoder/encoderblock_0/LayerNorm_0/scale".</param>
    /// <param name="modality">Whose tokenizer the file's is.</param>
    /// <param name="task">Whose head the file's is.</param>
    public Found? Find(string parameter, Modality modality, string task) =>
        Place(parameter, modality, task) is { } place ? Find(place) : null;

    /// <summary>A parameter's place in a model of one task, as in a <see cref="NameRule"/> with the block's number;
    /// null where it has none.</summary>
    public static string? Place(string parameter, Modality modality, string task)
    {
        var (tokenizer, head) = (ParameterLayout.TokenizerPath(modality) + "/", $"classification_head_{task}/");
        string? Below(string path, string ours) =>
            parameter.StartsWith(path, StringComparison.Ordinal) ? ours + parameter[path.Length..] : null;
        return Below(tokenizer + "encoderblock_", "block/") ?? Below("vit_encoder/encoderblock_", "block/")
            ?? Below(tokenizer, "tokenizer/") ?? Below("vit_encoder/", "") ?? Below(head, "head/");
    }

    /// <summary>L: one more than the last block of which the file has anything.</summary>
    public int Depth => Enumerable.Range(0, MostBlocks).Where(HasBlock).Select(l => l + 1).DefaultIfEmpty(0).Max();

    /// <summary>Why a key may be left over; null where it may not.</summary>
    public string? Needless(string key)
    {
        var below = key.StartsWith(Root, StringComparison.Ordinal) ? key[Root.Length..] : key;
        return Map.Needless
            .FirstOrDefault(n => Regex.IsMatch(below, $"^({n.Pattern})$") || Regex.IsMatch(key, $"^({n.Pattern})$"))?.Why;
    }

    private bool HasBlock(int layer) => Map.Rules
        .Where(r => r.Ours.StartsWith("block/", StringComparison.Ordinal))
        .Any(r => r.Keys(Body, Root, layer).Any(all => all.Any(File.Tensors.ContainsKey)));

    /// <summary>A place with "{l}" for the block's number, and the number.</summary>
    public static (string Pattern, int Layer) Numbered(string ours)
    {
        string[] parts = ours.Split('/');
        if (parts[0] != "block")
            return (ours, 0);
        var layer = int.Parse(parts[1], CultureInfo.InvariantCulture);
        return (string.Join('/', [parts[0], "{l}", .. parts[2..]]), layer);
    }

    /// <summary>How a family lays out what is at a place.</summary>
    public static Layout LayoutOf(NameMap map, string ours)
    {
        if (!map.Torch)
            return Layouts.OfFlax(ours);
        if (!ours.EndsWith("/kernel", StringComparison.Ordinal))
            return Layout.Same;
        if (ours.StartsWith("tokenizer/", StringComparison.Ordinal))
            return map.FrequencyFirst ? Layout.SpectrogramConvolution : Layout.Convolution;
        return Layout.Transposed;
    }

    // What stands before the signature in any key; a run's optimiser may hold a copy of everything.
    private static IEnumerable<string> Bodies(CheckpointFile file, string signature) =>
        from key in file.Tensors.Keys
        where key.EndsWith(signature, StringComparison.Ordinal)
        let body = key[..^signature.Length]
        where body.Length == 0 || body[^1] is '/' or '.'
        where !TrainingState.Any(state => body.Contains(state, StringComparison.Ordinal))
        orderby body.Length
        select body;

    private static NamedFile Checked(NamedFile named)
    {
        var foreign = named.Map.Foreign.FirstOrDefault(f =>
            named.File.Tensors.Keys.Any(k => k.Contains(f.Part, StringComparison.Ordinal)));
        return foreign is null ? named : throw new InputException(
            $"{named.File.Path} holds {foreign.What} ('{named.File.Tensors.Keys.First(
                k => k.Contains(foreign.Part, StringComparison.Ordinal))}'): this model has no such part, so give it other weights.");
    }
}
