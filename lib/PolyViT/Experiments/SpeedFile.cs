using System.Text.Json;

namespace PolyViT;

/// <summary>A row of speed.json, which the benchmark of the whole models writes.</summary>
/// <param name="Case">Model, modality and batch.</param>
/// <param name="Way">Library and precision.</param>
/// <param name="StepMs">A training step, milliseconds.</param>
/// <param name="StepGflops">10^9 multiplications and additions a second, in training.</param>
public sealed record SpeedRow(string Case, string Way, double StepMs, double StepGflops);

/// <summary>Reads the file of "tests/PolyViT.Benchmarks -- speed".</summary>
public static class SpeedFile
{
    /// <summary>All its training steps.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is not there, or is none.</exception>
    public static ImmutableArray<SpeedRow> Read(string path)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(path));
            return
            [
                .. from c in file.RootElement.GetProperty("cases").EnumerateArray()
                   from way in c.GetProperty("train").EnumerateArray()
                   let ms = way.GetProperty("Median").GetDouble()
                   select new SpeedRow(
                       c.GetProperty("Name").GetString()!, way.GetProperty("Name").GetString()!, ms,
                       c.GetProperty("StepFlops").GetDouble() / ms / 1e6),
            ];
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException
            or InvalidOperationException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"'{path}' is no file of the speed benchmark ({e.Message}): write it with "
                + "dotnet run -c Release --project tests/PolyViT.Benchmarks -- speed.");
        }
    }
}
