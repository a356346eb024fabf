namespace PolyViT.Tests;

public class SpectrogramTests
{
    private static Tensor Tone(SpectrogramSettings settings, double hz, double amplitude) =>
        Ops.Range(settings.Samples).Times(2 * Math.PI * hz / settings.SampleRate).sin().Times(amplitude)
            .to(ScalarType.Float32);

    private static SpectrogramSettings Short(int bins) =>
        SpectrogramSettings.Paper with { Frames = 40, MelBins = bins };

    // The peak of mel bin m: the m+1st of MelBins + 2 points, evenly spaced in mel.
    private static double Centre(SpectrogramSettings s, int m)
    {
        var (low, high) = (Spectrogram.Mel(s.LowHz), Spectrogram.Mel(s.HighHz));
        return Spectrogram.Hz(low + ((high - low) * (m + 1) / (s.MelBins + 1)));
    }

    [Fact]
    public void The_mel_scale_is_htks()
    {
        Assert.Equal(1000, Spectrogram.Mel(1000), 0.1);
        Assert.Equal(2595 * Math.Log10(2), Spectrogram.Mel(700), 1e-9);
        Assert.Equal(3000, Spectrogram.Hz(Spectrogram.Mel(3000)), 1e-9);
    }

    [Theory]
    [InlineData(64, 5)]
    [InlineData(64, 30)]
    [InlineData(64, 60)]
    [InlineData(128, 20)]
    [InlineData(128, 100)]
    public void A_tone_peaks_in_the_bin_of_its_pitch_at_every_time(int bins, int bin)
    {
        var settings = Short(bins);
        using var mel = Spectrogram.LogMel(Tone(settings, Centre(settings, bin), 0.5), settings);
        Assert.Equal([40, bins], mel.shape);
        Assert.All(mel[1..39].argmax(1).data<long>().ToArray(), peak => Assert.Equal(bin, peak));
    }

    [Fact]
    public void The_bins_of_a_frame_add_up_to_the_mean_power_of_the_sound()
    {
        var slow = Short(40) with { SampleRate = 8000, HighHz = 4000 };
        var longer = Short(64) with { WindowSeconds = 0.1 };
        foreach (var settings in new[] { Short(64), Short(128), longer, slow })
        {
            using var mel = Spectrogram.LogMel(Tone(settings, 1000, 0.5), settings);
            using var power = mel.exp().sum(1);
            Assert.Equal(0.125, power[20].item<float>(), 0.002); // A^2 / 2
        }
        var rng = Rng.At(1, "noise", 0);
        var wide = SpectrogramSettings.Paper;
        var noise = Enumerable.Range(0, wide.Samples).Select(i => (float)(0.1 * rng.Normal(i))).ToArray();
        using var all = Spectrogram.LogMel(tensor(noise), wide).exp().sum(1).mean();
        Assert.InRange(all.item<float>(), 0.0095, 0.0102); // 0.1^2, less what the outer triangles leave out
    }

    [Fact]
    public void Between_the_outer_peaks_the_triangles_add_up_to_one_and_none_is_empty()
    {
        foreach (var settings in new[] { SpectrogramSettings.Paper, Short(64), Short(256) })
        {
            using var filters = Spectrogram.Filters(settings);
            Assert.All(filters.sum([0]).data<float>().ToArray(), sum => Assert.True(sum > 0));
            var sums = filters.sum(1).data<float>().ToArray();
            for (var k = 0; k < sums.Length; k++)
            {
                var hz = (double)k * settings.SampleRate / (2 * (sums.Length - 1));
                if (hz > Centre(settings, 0) && hz < Centre(settings, settings.MelBins - 1))
                    Assert.Equal(1, sums[k], 1e-4f);
                else if (hz < settings.LowHz || hz > settings.HighHz)
                    Assert.Equal(0, sums[k]);
            }
        }
    }

    [Fact]
    public void A_click_is_in_the_frame_of_its_time()
    {
        var settings = Short(64);
        var samples = new float[settings.Samples];
        samples[(25 * settings.Hop) + (settings.Hop / 2)] = 1; // the middle of hop 25
        using var mel = Spectrogram.LogMel(tensor(samples), settings).sum(1);
        Assert.Equal(25, mel.argmax().item<long>());
    }

    [Fact]
    public void Silence_is_the_logarithm_of_the_floor()
    {
        var settings = Short(64);
        using var mel = Spectrogram.LogMel(zeros(2, settings.Samples), settings);
        Assert.Equal([2, 40, 64], mel.shape);
        Assert.All(mel.data<float>().ToArray(), v => Assert.Equal(Math.Log(1e-8), v, 1e-3));
    }

    [Fact]
    public void Time_steps_cover_the_seconds_of_the_set_and_windows_leave_no_gap()
    {
        var esc = SpectrogramSettings.Covering(InputShapes.Laptop, 16000, 5);
        Assert.Equal(96, esc.Frames);
        Assert.InRange(esc.Samples, 79_000, 81_000);
        Assert.True(esc.Window >= 2 * esc.Hop - 1);
        Assert.Equal(SpectrogramSettings.Paper, SpectrogramSettings.Covering(InputShapes.Paper, 16000, 5));
        Assert.Equal(200, SpectrogramSettings.Covering(InputShapes.Laptop, 8000, 1).Window);
    }

    [Fact]
    public void Edges_beyond_half_the_sample_rate_are_refused() =>
        Refusal.Names(() => Spectrogram.Filters(Short(64) with { SampleRate = 8000 }), "8000", "4000");
}
