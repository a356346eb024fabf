namespace PolyViT;

public static partial class Initialisation
{
    private static (Tensor Value, ImmutableArray<string> Done) Table(
        PolyVit model, Inheritance from, Modality modality, Tensor table)
    {
        var donor = from.Tokenizers[modality];
        var (prefix, prefixDone) = Prefix(model, from.Source, modality, table);
        var before = ParameterLayout.PrefixTokens(from.Source.Tasks);
        var (grid, exchangedFrom) = TimeFirst(from.Source.Config, donor);
        var (wanted, exchangedTo) = TimeFirst(model.Config, modality);
        var rows = table.narrow(1, before, table.size(1) - before);
        var (fitted, done) = PositionalTable.Fit(
            exchangedFrom ? Exchanged(rows, grid[1], grid[0]) : rows, false, grid, wanted);
        var all = cat([.. prefix, exchangedTo ? Exchanged(fitted, wanted[0], wanted[1]) : fitted], 1);
        if (exchangedFrom != exchangedTo)
            done = done.Insert(0, "time and frequency exchanged");
        return (all, done.AddRange(prefixDone));
    }

    // [t, f] of a spectrogram whatever its order of tokens, and whether that order has frequency first.
    private static (ImmutableArray<long> Grid, bool Exchanged) TimeFirst(
        ModelConfig config, Modality modality)
    {
        var (grid, exchanged) = (
            ParameterLayout.Grid(config, modality), modality == Modality.Audio && config.FrequencyFirst);
        return (exchanged ? [.. grid.Reverse()] : grid, exchanged);
    }

    // [1, first x second, D] with its two axes exchanged.
    private static Tensor Exchanged(Tensor rows, long first, long second) =>
        rows.reshape(first, second, -1).transpose(0, 1).reshape(1, first * second, -1);

    // The rows of the tokens before the patches: the source's, or the model's own where the source has none.
    // differs: scenic makes a table without the CLS row there, which does not fit the model.
    private static (IEnumerable<Tensor> Rows, IEnumerable<string> Done) Prefix(
        PolyVit model, PolyVit source, Modality modality, Tensor table)
    {
        var own = model.Parameters[$"{ParameterLayout.TokenizerPath(modality)}/{Positions}"];
        var (has, needs) = (Prefix(source.Tasks), Prefix(model.Tasks));
        Tensor Row(string token) => has.IndexOf(token) is >= 0 and var place
            ? table.narrow(1, place, 1)
            : own.narrow(1, needs.IndexOf(token), 1);
        return (
            needs.Select(Row),
            [
                .. needs.Except(has).Select(token => $"the {token} row kept its initial value"),
                .. has.Except(needs).Select(token => $"its {token} row left out"),
            ]);
    }

    private static ImmutableArray<string> Prefix(IReadOnlyList<TaskSpec> tasks) =>
    [
        .. ParameterLayout.HasCls(tasks) ? new[] { "CLS" } : [],
        .. ParameterLayout.HasDistillation(tasks) ? new[] { "distillation" } : [],
    ];

    private static (Tensor Value, ImmutableArray<string> Done) KernelOf(
        ParameterSpec spec, Inheritance from, string source, Tensor kernel)
    {
        var done = ImmutableArray.CreateBuilder<string>();
        if (kernel.size(-2) != spec.Shape[^2])
            kernel = Channels(kernel, spec.Shape[^2], done);
        if (spec.Shape.AsSpan().SequenceEqual(kernel.shape))
            return (kernel, done.ToImmutable());
        if (kernel.dim() == 5)
        {
            done.Add($"summed over its {kernel.size(0)} frames");
            kernel = kernel.sum([0L]);
        }
        if (!spec.Shape[^4..].AsSpan().SequenceEqual(kernel.shape))
            throw new InputException(
                $"'{source}' has patches of {kernel.size(0)} x {kernel.size(1)}, but '{spec.Name}' has "
                + $"{spec.Shape[^4]} x {spec.Shape[^3]}: make the model with the source's patch.");
        if (spec.Shape.Length == 5)
        {
            done.Add($"inflated to {spec.Shape[0]} frames");
            kernel = from.Inflate(kernel, (int)spec.Shape[0]);
        }
        return (kernel, done.ToImmutable());
    }

    // One channel that is repeated has the sum of the channels' weights, and each of several its share
    // (section 4.4).
    private static Tensor Channels(Tensor kernel, long wanted, ImmutableArray<string>.Builder done)
    {
        done.Add(kernel.size(-2) == 1
            ? $"divided among {wanted} channels"
            : $"summed over its {kernel.size(-2)} channels");
        return kernel.sum([-2L], keepdim: true)
            .expand([.. kernel.shape[..^2], wanted, kernel.size(-1)]).Times(1.0 / wanted);
    }
}
