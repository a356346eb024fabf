using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>Mean and standard deviation of all numbers of some rows.</summary>
/// <param name="Mean">The mean, a float32.</param>
/// <param name="Std">The deviation, with n - 1, a float32.</param>
public readonly record struct MeanAndStd(double Mean, double Std)
{
    /// <summary>
    /// Of rows of float32. Sums are float64 and added in the order of the rows, whatever the number of cores.
    /// </summary>
    /// <param name="data">The rows; they are read once and not held.</param>
    /// <param name="rows">Which of them.</param>
    public static MeanAndStd Of(PackedRows data, IReadOnlyList<int> rows)
    {
        var sums = new (double Sum, double Squares)[rows.Count];
        Parallel.For(0, rows.Count, i => sums[i] = Sums(MemoryMarshal.Cast<byte, float>(data.Row(rows[i]))));
        var (sum, squares) = sums.Aggregate((0.0, 0.0), (a, b) => (a.Item1 + b.Sum, a.Item2 + b.Squares));
        var n = (double)rows.Count * data.RowSize / sizeof(float);
        var variance = (squares - (sum * sum / n)) / (n - 1);
        return new((float)(sum / n), (float)Math.Sqrt(Math.Max(0, variance)));
    }

    /// <summary>As <see cref="Of"/>, kept in the set's folder where that can be written.</summary>
    /// <param name="folder">The set's folder.</param>
    /// <param name="data">The rows.</param>
    /// <param name="rows">Which of them, e.g. those of a training split.</param>
    internal static MeanAndStd Kept(string folder, PackedRows data, int[] rows)
    {
        var sum = Convert.ToHexStringLower(XxHash128.Hash(MemoryMarshal.AsBytes(rows.AsSpan())));
        var path = Path.Combine(folder, $"moments-{sum[..16]}.txt");
        if (TryRead(path) is { } known)
            return known;
        var found = Of(data, rows);
        var text = Line(found);
        try
        {
            WholeFile.Replace(path, stream => stream.Write(Encoding.ASCII.GetBytes(text)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Counted again the next time: a cache that may only be read is good enough.
        }
        return found;
    }

    private static MeanAndStd? TryRead(string path)
    {
        if (!File.Exists(path))
            return null;
        var parts = File.ReadAllText(path).Split(' ');
        return parts.Length == 3
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var mean)
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var std)
            && Line(new(mean, std)) == string.Join(' ', parts)
            ? new(mean, std)
            : null;
    }

    private static string Line(MeanAndStd moments)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"{moments.Mean:R} {moments.Std:R}");
        return $"{numbers} {Convert.ToHexStringLower(XxHash3.Hash(Encoding.ASCII.GetBytes(numbers)))}";
    }

    private static (double Sum, double Squares) Sums(ReadOnlySpan<float> x)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (double v in x)
            (sum, squares) = (sum + v, squares + (v * v));
        return (sum, squares);
    }
}
