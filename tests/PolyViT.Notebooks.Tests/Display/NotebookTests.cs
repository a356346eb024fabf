namespace PolyViT.Notebooks.Tests;

[Collection(nameof(FakeHost))]
public class NotebookTests
{
    [Fact]
    public void Shows_updates_and_clears_by_the_hosts_contract()
    {
        using var host = new FakeHost();
        var shown = Notebook.Show("one");
        shown.Update("two");
        Notebook.Clear(wait: true);
        Assert.True(Notebook.IsNotebook);
        Assert.Equal(["one", "two"], host.Shown.Select(s => s.Bundle["text/plain"]));
        Assert.Equal([false, true], host.Shown.Select(s => s.Update));
        Assert.NotNull(host.Shown[0].Id);
        Assert.Equal(host.Shown[0].Id, host.Shown[1].Id);
        Assert.Equal([true], host.Cleared);
    }

    [Fact]
    public void The_token_is_the_running_cells()
    {
        using (var host = new FakeHost())
        {
            Assert.False(Notebook.Stop.IsCancellationRequested);
            host.Interrupt.Cancel();
            Assert.True(Notebook.Stop.IsCancellationRequested);
        }
        Assert.False(Notebook.Stop.CanBeCanceled);
        Assert.False(Notebook.IsNotebook);
    }

    [Fact]
    public void Formatters_are_registered_with_the_host() =>
        Assert.Contains(typeof(Plotly.NET.GenericChart), new FakeHost().Formats.Keys);

    [Fact]
    public void Beginning_shows_plotly_each_time_and_says_what_runs()
    {
        using var host = new FakeHost();
        var begun = Notebook.Begin(Mode.Quick, 7);
        Notebook.Begin(Mode.Quick, 7, plotly: PlotlySource.Network);
        Assert.Equal((Mode.Quick, 7UL), (begun.Mode, begun.Seed));
        Assert.Contains("cpu", begun.Device, StringComparison.Ordinal);
        string[] scripts = [.. host.Shown.Select(s => (string)s.Bundle["text/html"])];
        Assert.Equal(2, scripts.Length);
        Assert.InRange(scripts[0].Length, 1_000_000, 1_500_000);
        Assert.InRange(scripts[1].Length, 50, 500);
    }

    [Fact]
    public void A_device_that_is_not_there_is_named()
    {
        var error = Assert.Throws<InputException>(() => Notebook.Begin(Mode.Quick, 1, "abacus"));
        Assert.Contains("'abacus'", error.Message, StringComparison.Ordinal);
    }
}
