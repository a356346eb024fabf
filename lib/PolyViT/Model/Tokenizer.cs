namespace PolyViT;

/// <summary>Turns an input into tokens: patches, CLS, positions (section 2.3 to 2.5; scenic
/// polyvit/layers.py).</summary>
public static class Tokenizer
{
    /// <summary>Embeds the patches of a batch, prepends CLS where the model has one, and adds the
    /// positions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modality">Whose tokenizer.</param>
    /// <param name="x">[B, H, W, C], [B, T, H, W, C] or [B, T, F, C] with C that of the model's kernel, or 1 to
    /// be repeated.</param>
    /// <returns>[B, N, D], CLS first, then a distillation token where the model has one; video tokens are
    /// time-major, spectrogram tokens time-outer unless the model has frequency first.</returns>
    /// <exception cref="InputException">The input has another rank or size than the model was made
    /// for.</exception>
    public static Tensor Tokens(PolyVit model, Modality modality, Tensor x)
    {
        Check(model.Config, modality, x);
        using var scope = NewDisposeScope();
        var (config, p) = (model.Config, new Scope(model.Parameters, ParameterLayout.TokenizerPath(modality)));
        var tokens = Patches(x, Long(config.Patch(modality)), Long(config.Stride(modality)), config.Channels(modality),
                modality == Modality.Audio && config.FrequencyFirst)
            .Dense(p["embedding/kernel"].view(-1, config.Dim), p["embedding/bias"]);
        IEnumerable<Tensor> One(bool there, string name) =>
            there ? [p[name].expand(x.size(0), 1, config.Dim)] : [];
        Tensor[] prefix =
        [
            .. One(ParameterLayout.HasCls(model.Tasks), "cls"),
            .. One(ParameterLayout.HasDistillation(model.Tasks), "distillation"),
        ];
        if (prefix.Length > 0)
            tokens = cat([.. prefix, tokens], 1);
        return tokens.Add(p["posembed_input/pos_embedding"]).MoveToOuterDisposeScope();
    }

    /// <summary>The product of a batch's patches with a kernel alone: no bias, CLS or positions.</summary>
    /// <param name="x">[B, S1, .., Sk, C].</param>
    /// <param name="kernel">[p1, .., pk, 3, D].</param>
    /// <returns>[B, N, D].</returns>
    public static Tensor Embed(Tensor x, Tensor kernel)
    {
        using var scope = NewDisposeScope();
        return Patches(x, kernel.shape[..^2]).matmul(kernel.reshape(-1, kernel.size(-1))).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Cuts a batch into patches, row-major (time first). What is left at the end of an axis is dropped, as
    /// a VALID
    /// convolution does. The product with a [patch x C, D] kernel is that convolution.
    /// </summary>
    /// <param name="x">[B, S1, .., Sk, C]; one channel is repeated, so that RGB kernels fit (section 2.5).</param>
    /// <param name="patch">[p1, .., pk].</param>
    /// <param name="stride">From one patch to the next, [s1, .., sk]; the patch itself when absent.</param>
    /// <param name="channels">C, how often one channel is taken.</param>
    /// <param name="lastAxisFirst">Whether the patches run along the first axis for each place of the
    /// last.</param>
    /// <returns>[B, N, p1 .. pk x C].</returns>
    public static Tensor Patches(
        Tensor x, long[] patch, long[]? stride = null, int channels = 3, bool lastAxisFirst = false)
    {
        using var scope = NewDisposeScope();
        var k = patch.Length;
        var cut = x.size(k + 1) == 1 ? x.expand([.. Enumerable.Repeat(-1L, k + 1), channels]) : x;
        for (var i = 0; i < k; i++)
            cut = cut.unfold(i + 1, patch[i], (stride ?? patch)[i]); // [B, n1, .., nk, C, p1, .., pk]
        var grid = Enumerable.Range(1, k).Select(i => (long)i);
        var inside = Enumerable.Range(k + 2, k).Select(i => (long)i);
        return cut.permute([0, .. lastAxisFirst ? grid.Reverse() : grid, .. inside, k + 1])
            .reshape(x.size(0), -1, channels * patch.Aggregate(1L, (a, b) => a * b))
            .MoveToOuterDisposeScope();
    }

    private static long[] Long(ImmutableArray<int> sizes) => [.. sizes.Select(s => (long)s)];

    private static void Check(ModelConfig config, Modality modality, Tensor x)
    {
        var wanted = config.Inputs.Of(modality);
        long[] sizes = [.. Enumerable.Range(0, (int)x.dim()).Select(i => x.size(i))];
        if (sizes.Length != wanted.Length + 1 || !sizes[1..^1].SequenceEqual(wanted[..^1])
            || (sizes[^1] != 1 && sizes[^1] != config.Channels(modality)))
            throw new InputException(
                $"The {modality.ToString().ToLowerInvariant()} input is [{string.Join(", ", sizes)}], but this model "
                + $"was made for [B, {string.Join(", ", wanted)}]: resize the input, or make the model with other Inputs.");
    }
}
