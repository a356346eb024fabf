using System.Text;

namespace PolyViT;

/// <summary>
/// Whole models as files: safetensors under scenic's names, with a card in the header, and the same card as
/// JSON
/// beside it.
/// </summary>
public static class ModelFile
{
    /// <summary>Writes a model and its card; each file appears only when it is whole.</summary>
    /// <param name="path">The weights, e.g. "polyvit.safetensors"; the card is polyvit.card.json.</param>
    /// <param name="model">The model.</param>
    /// <param name="plan">What it was trained by.</param>
    /// <param name="metrics">What was measured on its tasks.</param>
    /// <returns>The card beside the file.</returns>
    /// <exception cref="InputException">The files cannot be written.</exception>
    public static ModelCard Save(
        string path, PolyVit model, Plan? plan = null, IEnumerable<MetricPoint>? metrics = null)
    {
        var card = ModelCard.Of(model, plan, metrics);
        var texts = ImmutableDictionary<string, string>.Empty.Add(ModelCard.Key, card.ToJson());
        var beside = card with { FileSha256 = Safetensors.Write(path, ScenicTensors.Of(model), texts) };
        var json = Encoding.UTF8.GetBytes(beside.ToJson() + "\n");
        WholeFile.Write(CardPath(path), stream => stream.Write(json));
        return beside;
    }

    /// <summary>Reads a model that <see cref="Save"/> wrote, bit for bit.</summary>
    /// <param name="path">The weights.</param>
    /// <param name="device">Where to; the CPU when absent.</param>
    /// <returns>The model and its card; dispose the model.</returns>
    /// <exception cref="InputException">
    /// The file is damaged, its values are not those that were written, or it has no card.
    /// </exception>
    public static (PolyVit Model, ModelCard Card) Load(string path, Device? device = null)
    {
        using var file = CheckpointFiles.Open(path);
        var card = ModelCard.In(file) ?? throw new InputException(
            $"{path} has no model card, as other programs' files: load it by its names, with Weights.Load.");
        var layout = Layout(file, card);
        if (Safetensors.HashOfValues(file.Tensors.Values) != card.ValuesSha256)
            throw new InputException(
                $"The values in {path} are not those that its card was written for: copy the file again.");
        var type = file.Tensors.Values.First().Type;
        var model = new PolyVit(card.Config, card.Tasks, Parameters.Allocate(layout, device, type));
        try
        {
            ScenicTensors.Fill(model, file);
            return (model, card);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Where the card of a file of weights is.</summary>
    /// <param name="path">The weights.</param>
    public static string CardPath(string path) => Path.ChangeExtension(path, ".card.json");

    // The parameters of the card's model, of which the file holds each and nothing else.
    private static IReadOnlyList<ParameterSpec> Layout(CheckpointFile file, ModelCard card)
    {
        ModelCheck.Require(card.Config, card.Tasks);
        var layout = ParameterLayout.Of(card.Config, card.Tasks);
        var (described, held) = (ScenicTensors.Places(card.Config, layout), file.Tensors);
        var missing = described.FirstOrDefault(
            d => !held.TryGetValue(d.Name, out var t) || !t.Shape.SequenceEqual(d.Shape));
        return missing is null && held.Count == described.Length
            ? layout
            : throw new InputException(
                $"{file.Path} does not hold the parameters that its card describes "
                + $"('{missing?.Name ?? "others"}'): write the model again.");
    }
}
