namespace PolyViT.Tests;

/// <summary>Positional tables on other grids, against scipy.ndimage.zoom(order=1) of scipy 1.10.1.</summary>
public class PositionalTableTests
{
    [Theory]
    [InlineData(new[] { 0.0, 1, 4, 9 }, new[] { 0, .5, 1, 2.5, 4, 6.5, 9 })]
    [InlineData(new[] { 0.0, 1, 2 }, new[] { 0, .5, 1, 1.5, 2 })]
    [InlineData(new[] { 3.0 }, new[] { 3.0, 3, 3 })]
    [InlineData(new[] { 3.0, 5, 8 }, new[] { 3.0 })]
    public void One_axis_is_interpolated_with_the_corners_aligned(double[] values, double[] expected)
    {
        using var scope = NewDisposeScope();
        var zoomed = PositionalTable.Zoom(tensor(values).unsqueeze(-1), [expected.Length]);
        Assert.Equal(expected, zoomed.data<double>().ToArray());
    }

    [Fact]
    public void The_grids_of_the_released_configuration_sample_where_scipy_does()
    {
        using var scope = NewDisposeScope();
        var line = Ops.Range(14).to(float64).unsqueeze(-1);
        double[] At(int size) => PositionalTable.Zoom(line, [size]).data<double>().ToArray();
        Assert.Equal([0, .5652, 1.1304, 1.6957], At(24)[..4].Select(v => Math.Round(v, 4)));
        Assert.Equal(
            [0, 1.8571, 3.7143, 5.5714, 7.4286, 9.2857, 11.1429, 13], At(8).Select(v => Math.Round(v, 4)));
    }

    [Fact]
    public void Two_axes_by_hand()
    {
        using var scope = NewDisposeScope();
        // Rows [0 1 4] and [2 8 16]: the middle row is their mean; thirds lie at 0, 2/3, 4/3 and 2.
        var grid = tensor(new[] { 0f, 1, 4, 2, 8, 16 }).reshape(2, 3, 1);
        float[] expected = [0, 2f / 3, 2, 4, 1, 10f / 3, 19f / 3, 10, 2, 6, 32f / 3, 16];
        Close(expected, PositionalTable.Zoom(grid, [3, 4]));
    }

    [Fact]
    public void Up_and_down_at_once_is_scipys()
    {
        using var scope = NewDisposeScope();
        // zoom(sin(arange(35)).reshape(5, 7, 1), (8/5, 3/7, 1), order=1) in float32
        float[] expected =
        [
            0, 0.14112f, -0.2794155f, 0.3754209f, -0.2503892f, 0.120346f, 0.7046467f, -0.6036463f,
            0.490564f, 0.8952872f, -0.8421471f, 0.7721515f, 0.9466212f, -0.9454492f, 0.9253541f, 0.8586487f,
            -0.9135525f, 0.9501716f, 0.5941914f, -0.6906323f, 0.7732503f, 0.2709058f, -0.4040377f, 0.5290827f,
        ];
        var grid = Ops.Range(35).to(float64).sin().to(float32).reshape(5, 7, 1);
        Close(expected, PositionalTable.Zoom(grid, [8, 3]));
    }

    [Fact]
    public void A_pictures_table_is_repeated_over_time_and_a_videos_is_averaged()
    {
        using var scope = NewDisposeScope();
        var table = tensor(new[] { 7f, 1, 2, 3, 4 }).reshape(1, 5, 1); // CLS, then 2 x 2
        var (video, tiled) = PositionalTable.Fit(table, true, [2, 2], [3, 2, 2]);
        Close([7, 1, 2, 3, 4, 1, 2, 3, 4, 1, 2, 3, 4], video);
        Assert.Equal(["repeated for 3 time steps"], tiled);
        var moving = video.Add(Ops.Range(13).to(float32).reshape(1, 13, 1));
        var (picture, averaged) = PositionalTable.Fit(moving, true, [3, 2, 2], [2, 2]);
        Close([7, 1 + 5, 2 + 6, 3 + 7, 4 + 8], picture);
        Assert.Equal(["mean of 2 x 2 over the time steps"], averaged);
    }

    [Fact]
    public void The_cls_row_is_not_interpolated_and_every_change_is_told()
    {
        using var scope = NewDisposeScope();
        var table = tensor(new[] { 100f, 0, 2, 4, 6 }).reshape(1, 5, 1);
        var (wide, done) = PositionalTable.Fit(table, true, [2, 2], [2, 2, 3]);
        Close([100, 0, 1, 2, 4, 5, 6, 0, 1, 2, 4, 5, 6], wide);
        Assert.Equal(["zoomed from 2 x 2 to 2 x 3, corners aligned", "repeated for 2 time steps"], done);
        var (same, nothing) = PositionalTable.Fit(table, true, [2, 2], [2, 2]);
        Close([100, 0, 2, 4, 6], same);
        Assert.Empty(nothing);
    }

    [Fact]
    public void A_videos_time_steps_are_interpolated_where_their_number_changes()
    {
        using var scope = NewDisposeScope();
        var shorter = tensor(new[] { 0f, 10, 4, 18 }).reshape(1, 4, 1);
        var (table, done) = PositionalTable.Fit(shorter, false, [2, 1, 2], [3, 1, 2]);
        Close([0, 10, 2, 14, 4, 18], table);
        Assert.Equal(["zoomed from 2 x 1 x 2 to 3 x 1 x 2, corners aligned"], done);
    }

    private static void Close(float[] expected, Tensor actual) =>
        Assert.All(expected.Zip(actual.data<float>().ToArray()), p => Assert.Equal(p.First, p.Second, 1e-6f));
}
