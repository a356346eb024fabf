namespace PolyViT.Tests;

public class GeneratedSoundsTests
{
    [Theory]
    [InlineData("contour")]
    [InlineData("rhythm")]
    public void A_sound_has_the_spectrogram_that_the_task_draws(string name)
    {
        using var scope = NewDisposeScope();
        var task = GeneratedTasks.Make(name, 4, InputShapes.Laptop, difficulty: 0);
        var settings = SpectrogramSettings.Covering(InputShapes.Laptop, 16000, 3);
        int[] indices = [0, 1, 2, 3, 4, 5, 6];
        var drawn = task.Test.Fetch(indices, default).Input.squeeze(-1);
        foreach (var i in indices)
        {
            var wave = GeneratedSounds.Wave(name, 4, "test", i);
            Assert.All(wave, v => Assert.InRange(v, -1, 1));
            var heard = Spectrogram.LogMel(tensor(wave), settings with { Floor = 1e-3 });
            Assert.True(Correlation(drawn[i], heard) > 0.7, $"{name} {i}: {Correlation(drawn[i], heard)}");
            var other = drawn[(i + 1) % indices.Length];
            Assert.True(Correlation(other, heard) < Correlation(drawn[i], heard));
        }
    }

    [Fact]
    public void Other_tasks_have_none()
    {
        Assert.Contains("'shapes' has no sound", Assert.Throws<InputException>(
            () => GeneratedSounds.Wave("shapes", 1, "test", 0)).Message);
        Assert.Contains("no split 'dev'", Assert.Throws<InputException>(
            () => GeneratedSounds.Wave("rhythm", 1, "dev", 0)).Message);
    }

    private static float Correlation(Tensor a, Tensor b)
    {
        var (x, y) = (a.Subtract(a.mean()), b.Subtract(b.mean()));
        return (x * y).sum().item<float>() / MathF.Sqrt((x * x).sum().item<float>() * (y * y).sum().item<float>());
    }
}
