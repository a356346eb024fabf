namespace PolyViT;

/// <summary>Makes a positional table for one grid of a table for another.</summary>
/// <param name="From">The table's rows.</param>
/// <param name="To">The rows wanted.</param>
/// <param name="Turned">Whether the two run through a spectrogram in different orders.</param>
internal sealed record TableFit(TableGrid From, TableGrid To, bool Turned)
{
    // The table's grid in the order of the rows wanted.
    private ImmutableArray<long> Grid => Turned ? [.. From.Grid.Reverse()] : From.Grid;

    /// <summary>Whether values are interpolated.</summary>
    public bool Resizes => !Grid.SequenceEqual(To.Grid);

    /// <summary>What is done; empty where the table fits as it is.</summary>
    public string Words => string.Join(", ", new[]
    {
        Turned ? "time and frequency exchanged" : "",
        Resizes ? $"zoomed from {Text(Grid)} to {Text(To.Grid)}, corners aligned" : "",
        From.Prefix < To.Prefix ? "zeros where its tokens have no place" : "",
        From.Prefix > To.Prefix ? "without the place of a token that the model lacks" : "",
    }.Where(words => words.Length > 0));

    /// <summary>The table wanted.</summary>
    /// <param name="table">[1, N, D].</param>
    /// <returns>[1, N', D].</returns>
    public Tensor Apply(Tensor table)
    {
        using var scope = NewDisposeScope();
        var dim = table.size(2);
        var kept = Math.Min(From.Prefix, To.Prefix);
        var grid = table.narrow(1, From.Prefix, table.size(1) - From.Prefix).reshape([.. From.Grid, dim]);
        var turned = (Turned ? grid.transpose(0, 1) : grid).reshape(1, -1, dim);
        return cat(
        [
            table.narrow(1, 0, kept),
            zeros([1, To.Prefix - kept, dim], table.dtype),
            PositionalTable.Fit(turned, false, Grid, To.Grid).Table,
        ], 1).MoveToOuterDisposeScope();
    }

    private static string Text(IEnumerable<long> sizes) => string.Join(" x ", sizes);
}
