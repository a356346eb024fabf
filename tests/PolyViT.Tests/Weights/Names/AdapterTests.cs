namespace PolyViT.Tests;

/// <summary>A PolyViT file with adapters against one transformer per modality, written without this
/// library.</summary>
public class AdapterTests
{
    private const int Adapters = 1;

    [Theory]
    [InlineData("token", false)]
    [InlineData("gap", true)]
    [InlineData("gmp", true)]
    [InlineData("gsp", true)]
    public void Every_modality_has_its_own_first_blocks_and_shares_the_rest(string classifier, bool hidden)
    {
        using var scope = NewDisposeScope();
        (string Tokenizer, ReferenceTransformer Way, Tensor X, Tensor Ours)[] ways =
        [
            Way("tokenizer2d", [12, 3, 4, 4], [4, 4], 6, Random(2, 3, 8, 12)),
            Way("tokenizer3d", [12, 3, 2, 4, 4], [2, 4, 4], 18, Random(2, 3, 6, 8, 12)),
            Way("tokenizer_spec", [12, 3, 8, 4], [8, 4], 15, Random(2, 1, 40, 12).expand(2, 3, 40, 12)),
        ];
        var file = new Dictionary<string, Tensor>();
        var logits = new Dictionary<string, Tensor>();
        foreach (var (tokenizer, way, x, _) in ways)
        {
            _ = way.Run(x); // draws all values
            Share(ways[0].Way, way);
            var last = way.Run(x)[^1];
            var pooled = classifier switch
            {
                "gap" => last.mean([1L]),
                "gmp" => last.amax([1L]),
                "gsp" => last.sum(1),
                _ => last.select(1, 0),
            };
            var before = hidden ? way.Linear(pooled, "hidden", 7).relu() : pooled;
            logits[tokenizer] = way.Linear(before, "head", 5);
            foreach (var (key, value) in ForeignNames.Flax(way, ""))
                file[Named(tokenizer, key)] = value;
        }
        using var folder = new TempFolder();
        var path = folder.Write(file, new
        {
            num_heads = 3,
            inputs = new { image = new[] { 8, 12, 3 }, video = new[] { 6, 8, 12, 3 }, audio = new[] { 40, 12, 3 } },
            heads = new
            {
                of_tokenizer2d = new { modality = "image", classifier },
                of_tokenizer3d = new { modality = "video", classifier },
                of_tokenizer_spec = new { modality = "audio", classifier },
            },
        });
        using var loaded = Weights.Load(path, print: TextWriter.Null, type: float64);
        Assert.Equal((3, Adapters), (loaded.Model.Config.Depth, loaded.Model.Config.AdapterLayers));
        foreach (var (tokenizer, _, _, x) in ways)
            using (no_grad())
                Assert.InRange(Outputs.Difference(
                    logits[tokenizer], loaded.Model.Logits(loaded.Model.Tasks.Single(t => t.Name == "of_" + tokenizer), x)), 0, 1e-11);

        (string, ReferenceTransformer, Tensor, Tensor) Way(string name, long[] kernel, long[] stride, long patches, Tensor x)
        {
            var cls = classifier == "token";
            var way = new ReferenceTransformer(12, 3, 3, 20, 1e-6, Tanh: true)
            {
                Kernel = kernel,
                Stride = stride,
                Patches = patches,
                Cls = cls,
                Salt = name,
            };
            return (name, way, x, x.permute([0, .. Enumerable.Range(2, kernel.Length - 2).Select(i => (long)i), 1]));
        }
    }

    // The shared blocks and the last LayerNorm are one modality's; its own are drawn anew.
    private static void Share(ReferenceTransformer first, ReferenceTransformer way)
    {
        foreach (var name in way.Values.Keys.Where(IsShared).ToArray())
            way.Set(name, first.Values[name]);
    }

    private static bool IsShared(string name) =>
        name.StartsWith("norm.", StringComparison.Ordinal)
        || (name.StartsWith("block.", StringComparison.Ordinal) && name[6] - '0' >= Adapters);

    private static string Named(string tokenizer, string key)
    {
        if (key.StartsWith("Transformer/encoderblock_", StringComparison.Ordinal))
            return (key[25] - '0' < Adapters ? $"params/tokenizer/{tokenizer}" : "params/vit_encoder") + key[11..];
        if (key.StartsWith("Transformer/encoder_norm", StringComparison.Ordinal))
            return "params/vit_encoder" + key[11..];
        if (key.StartsWith("head/", StringComparison.Ordinal))
            return $"params/classification_head_of_{tokenizer}/output_projection" + key[4..];
        return key.StartsWith("hidden/", StringComparison.Ordinal)
            ? $"params/classification_head_of_{tokenizer}/Dense_0" + key[6..]
            : $"params/tokenizer/{tokenizer}/" + key.Replace("Transformer/", "", StringComparison.Ordinal);
    }

    private static Tensor Random(params long[] shape) => Rng.At(5, "input", 0).Normal(shape).to(float64);
}
