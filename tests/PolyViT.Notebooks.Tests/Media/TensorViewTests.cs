using SkiaSharp;

namespace PolyViT.Notebooks.Tests;

public class TensorViewTests
{
    [Fact]
    public void A_tensor_is_its_kind_and_statistics()
    {
        var text = Text(tensor(Enumerable.Range(0, 200).Select(i => (float)i).ToArray()));
        Assert.StartsWith("tensor         device  min  max  mean      std\nfloat32 [200]", text);
        Assert.Contains("99.5  57.7343", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_none_are_counted_and_left_out()
    {
        var text = Text(tensor([1f, float.NaN, 3f, float.PositiveInfinity, float.NaN]));
        Assert.Contains("min  max  mean  std  NaN  infinite", text, StringComparison.Ordinal);
        Assert.Contains("  1    3     2    1    2         1", text, StringComparison.Ordinal);
        Assert.Contains("–", Text(tensor([float.NaN])), StringComparison.Ordinal);
    }

    [Fact]
    public void Few_values_are_shown() =>
        Assert.EndsWith("[[1, 2]\n [3, 4]]", Text(tensor([1L, 2, 3, 4], [2, 2])).Replace("\r", ""));

    [Fact]
    public void No_tensor_is_too_strange()
    {
        Assert.Contains("50 %", Text(tensor([true, false])), StringComparison.Ordinal);
        Assert.Contains("min size", Text(ones(3, ScalarType.ComplexFloat32)), StringComparison.Ordinal);
        Assert.Contains("float16 [2]", Text(ones(2, ScalarType.Float16)), StringComparison.Ordinal);
        Assert.Contains("bfloat16 []", Text(ones([], ScalarType.BFloat16)), StringComparison.Ordinal);
        Assert.Contains("no values", Text(zeros(0, 3)), StringComparison.Ordinal);
        Assert.Contains("meta", Text(zeros([3], device: META)), StringComparison.Ordinal);
        var gone = zeros(3);
        gone.Dispose();
        Assert.Equal("A disposed tensor: show it before its scope ends.", Text(gone));
    }

    [Fact]
    public void A_large_tensor_is_looked_at_in_part_and_says_so()
    {
        using var scope = NewDisposeScope();
        var large = zeros(1).expand(3, 100_000_000); // a view of one number
        Assert.Matches(@"Looked at \d+ of 300000000 values\.", Text(large));
    }

    [Theory]
    [InlineData(new long[] { 32, 32, 3 }, true)]
    [InlineData(new long[] { 8, 32, 32, 3 }, true)]
    [InlineData(new long[] { 2, 4, 16, 16, 3 }, true)]
    [InlineData(new long[] { 96, 64, 1 }, false)]
    [InlineData(new long[] { 96, 64 }, false)]
    [InlineData(new long[] { 100, 4, 3 }, false)]
    public void Only_what_can_be_nothing_else_is_a_picture_by_itself(long[] shape, bool isPicture)
    {
        Assert.Equal(isPicture, Formatters.Of(zeros(shape)).ContainsKey("image/png"));
        Assert.False(Formatters.Of(zeros(shape).Plus(3)).ContainsKey("image/png")); // not in [-1, 1]
    }

    [Fact]
    public void A_picture_is_png_and_html_with_words()
    {
        var shown = Formatters.Of(zeros(32, 32, 3));
        using var png = SKBitmap.Decode(Convert.FromBase64String((string)shown["image/png"]));
        Assert.Equal((192, 192), (png.Width, png.Height));
        Assert.Equal(new SKColor(128, 128, 128), png.GetPixel(100, 100));
        Assert.Contains("<img alt=\"as a picture, [-1, 1] from black to white\"", (string)shown["text/html"]);
    }

    [Fact]
    public void Showing_leaves_no_tensor_behind()
    {
        using var scope = NewDisposeScope();
        Tensor[] shown = [zeros(8, 32, 32, 3), zeros(64, 64), tensor([1f, float.NaN])];
        foreach (var x in shown)
            _ = Formatters.Of(x);
        _ = shown[0].AsGrid();
        _ = shown[0].AsStrip(low: 0);
        _ = shown[1].AsSpectrogram();
        _ = shown[1].AsPicture();
        _ = shown[2].AsSound(8000);
        Assert.Equal(shown.Length, scope.DisposablesCount);
    }

    private static string Text(Tensor value) => (string)Formatters.Of(value)["text/plain"];
}
