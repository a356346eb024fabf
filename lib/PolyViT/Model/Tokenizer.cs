namespace PolyViT;

/// <summary>Turns an input into tokens: patches, CLS, positions (section 2.3 to 2.5; scenic
/// polyvit/layers.py).</summary>
public static class Tokenizer
{
    /// <summary>Embeds the patches of a batch, prepends CLS where the model has one, and adds the
    /// positions.</summary>
    /// <param name="model">The model.</param>
    /// <param name="modality">Whose tokenizer.</param>
    /// <param name="x">[B, H, W, C], [B, T, H, W, C] or [B, T, F, C] with C 3, or 1 to be repeated three
    /// times.</param>
    /// <returns>[B, N, D], CLS first; video tokens are time-major, spectrogram tokens time-outer.</returns>
    /// <exception cref="InputException">The input has another rank or size than the model was made
    /// for.</exception>
    public static Tensor Tokens(PolyVit model, Modality modality, Tensor x)
    {
        Check(model.Config, modality, x);
        using var scope = NewDisposeScope();
        var path = ParameterLayout.TokenizerPath(modality);
        var kernel = model.Parameters[$"{path}/embedding/kernel"];
        var tokens = Patches(x, [.. model.Config.Patch(modality).Select(p => (long)p)])
            .Dense(kernel.view(-1, model.Config.Dim), model.Parameters[$"{path}/embedding/bias"]);
        if (ParameterLayout.HasCls(model.Tasks))
            tokens = cat([model.Parameters[$"{path}/cls"].expand(x.size(0), 1, model.Config.Dim), tokens], 1);
        return tokens.Add(model.Parameters[$"{path}/posembed_input/pos_embedding"]).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Cuts a batch into patches, row-major (time first). What is left at the end of an axis is dropped, as
    /// a VALID
    /// convolution does. The product with a [patch x 3, D] kernel is that convolution.
    /// </summary>
    /// <param name="x">[B, S1, .., Sk, C]; one channel is repeated three times, so that RGB kernels fit
    /// (section 2.5).</param>
    /// <param name="patch">[p1, .., pk].</param>
    /// <returns>[B, N, p1 .. pk x 3].</returns>
    public static Tensor Patches(Tensor x, long[] patch)
    {
        using var scope = NewDisposeScope();
        var k = patch.Length;
        var cut = x.size(k + 1) == 1 ? x.expand([.. Enumerable.Repeat(-1L, k + 1), 3]) : x;
        for (var i = 0; i < k; i++)
            cut = cut.narrow(i + 1, 0, x.size(i + 1) / patch[i] * patch[i]);
        var split = Enumerable.Range(0, k).SelectMany(i => new[] { x.size(i + 1) / patch[i], patch[i] });
        var grid = Enumerable.Range(0, k).Select(i => (2L * i) + 1);
        var inside = Enumerable.Range(0, k).Select(i => (2L * i) + 2);
        return cut.reshape([x.size(0), .. split, 3])
            .permute([0, .. grid, .. inside, (2L * k) + 1])
            .reshape(x.size(0), -1, 3 * patch.Aggregate(1L, (a, b) => a * b))
            .MoveToOuterDisposeScope();
    }

    private static void Check(ModelConfig config, Modality modality, Tensor x)
    {
        var wanted = config.Inputs.Of(modality);
        long[] sizes = [.. Enumerable.Range(0, (int)x.dim()).Select(i => x.size(i))];
        if (sizes.Length != wanted.Length + 1 || !sizes[1..^1].SequenceEqual(wanted[..^1]) || sizes[^1] is not (1 or 3))
            throw new InputException(
                $"The {modality.ToString().ToLowerInvariant()} input is [{string.Join(", ", sizes)}], but this model "
                + $"was made for [B, {string.Join(", ", wanted)}]: resize the input, or make the model with other Inputs.");
    }
}
