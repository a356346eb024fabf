namespace PolyViT.Tests;

/// <summary>
/// Filterbanks against the libraries that checkpoints were trained with, on 0.1 s of
/// <c>0.5 sin(2 pi 440 i / 16000) + 0.25 sin(2 pi (1000 + i) i / 16000) + 0.1</c>.
/// </summary>
public class SoundFrontEndTests
{
    private const double Least = -15.942385153; // ln of float32's epsilon

    private static Tensor Sound(int samples = 1600)
    {
        var at = Ops.Range(samples).to(float64);
        var tone = at.Times(2 * Math.PI * 440 / 16000).sin().Times(0.5);
        var glide = (at.Plus(1000) * at).Times(2 * Math.PI / 16000).sin().Times(0.25);
        return tone.Add(glide).Plus(0.1);
    }

    // torchaudio 0.13.1 in float64: compliance.kaldi.fbank(w - w.mean(), htk_compat=True,
    // sample_frequency=16000, use_energy=False, window_type='hanning', num_mel_bins=128, dither=0.0,
    // frame_shift=10); [t, [0, 1, 17, 40, 64, 100, 127]] for t in 0, 3, 7, and the sum of all.
    private static readonly (int Frame, double[] Values)[] Kaldi =
    [
        (0, [-12.001370707, -15.176558004, -6.402581733, -6.734936117, -2.868225625, Least, Least]),
        (3, [-12.311797367, -14.617885159, -6.397303193, -13.292733298, -5.647008407, Least, Least]),
        (7, [-12.051926053, -14.247883427, -6.389543283, -13.340958126, Least, -7.835092927, Least]),
    ];

    [Fact]
    public void Kaldis_filterbank_is_torchaudios()
    {
        using var scope = NewDisposeScope();
        var sound = Sound();
        var centred = sound.Subtract(sound.mean());
        var mel = KaldiFilterbank.LogMel(centred, new());
        Assert.Equal([8, 128], mel.shape);
        foreach (var (frame, values) in Kaldi)
            Close(values, mel[frame], [0, 1, 17, 40, 64, 100, 127], 1e-8);
        Assert.Equal(-10281.196053781034, mel.sum().item<double>(), 1e-6);
        // torchaudio's own float32 is 2e-3 away from its float64 in the faintest bins.
        var single = KaldiFilterbank.LogMel(centred.to(float32), new()).to(float64);
        Assert.True(single.Subtract(mel).abs().max().item<double>() < 4e-3);
        Assert.True(single.Subtract(mel).abs().mean().item<double>() < 1e-4);
    }

    [Fact]
    public void Asts_input_is_filled_with_zeros_before_it_is_normalised()
    {
        using var scope = NewDisposeScope();
        var input = KaldiFilterbank.AstInput(Sound().to(float32));
        Assert.Equal([1024, 128, 1], input.shape);
        Assert.Equal((Kaldi[1].Values[2] + 4.2677393) / (2 * 4.5689974), input[3][17].item<float>(), 1e-5);
        Assert.Equal(4.2677393 / (2 * 4.5689974), input[8][0].item<float>(), 1e-6);
        Assert.Equal(4.2677393 / (2 * 4.5689974), input[1023][127].item<float>(), 1e-6);
        var cut = KaldiFilterbank.AstInput(Sound().to(float32), 5);
        Assert.True(cut.equal(input.narrow(0, 0, 5)).all().item<bool>());
        var batch = KaldiFilterbank.AstInput(stack([Sound().to(float32), zeros(1600)]), 8);
        Assert.Equal([2, 8, 128, 1], batch.shape);
        Assert.Equal(Least, (batch[1].mean().item<float>() * 2 * 4.5689974) - 4.2677393, 1e-4);
    }

    // mel_features.log_mel_spectrogram of VGGish in numpy 1.24, 64 and 128 bins: [t, [0, 1, 9, 20, 32, 50,
    // 63]].
    public static TheoryData<int, int, double, double[]> OfVggish => new()
    {
        {
            64, 0, -1187.2201371402693,
            [-3.122916452, -2.458587344, 3.645797935, 0.415936212, -1.699353362, -4.593519923, -4.60263726]
        },
        {
            64, 7, -1187.2201371402693,
            [-2.950697462, -2.217871799, 3.645799462, -4.186679828, -4.515496313, -2.178078913, -4.59731541]
        },
        {
            128, 3, -2821.807887026598,
            [-4.605170186, -3.491572723, -3.56219516, 2.091854617, -3.389831144, -4.419339975, -1.5341799]
        },
    };

    [Theory]
    [MemberData(nameof(OfVggish))]
    public void Vggishs_spectrogram_is_its_own(int bins, int frame, double sum, double[] expected)
    {
        using var scope = NewDisposeScope();
        var mel = VggishSpectrogram.LogMel(Sound(), new(bins));
        Assert.Equal([8, bins], mel.shape);
        Close(expected, mel[frame], [0, 1, 9, 20, 32, 50, 63], 1e-8);
        Assert.Equal(sum, mel.sum().item<double>(), 1e-7);
        var single = VggishSpectrogram.LogMel(Sound().to(float32), new(bins)).to(float64);
        // PyTorch's float32 is 3e-4 away from numpy's float64 where the offset is all there is.
        Assert.Equal(0, single.Subtract(mel).abs().max().item<double>(), 1e-3);
    }

    [Fact]
    public void Silence_is_the_logarithm_of_the_least_value()
    {
        using var scope = NewDisposeScope();
        var kaldi = KaldiFilterbank.LogMel(zeros(400), new());
        Assert.All(kaldi.data<float>().ToArray(), v => Assert.Equal(-15.9424, v, 1e-4));
        var vggish = VggishSpectrogram.LogMel(zeros(2, 560), new());
        Assert.Equal([2, 2, 64], vggish.shape);
        Assert.All(vggish.data<float>().ToArray(), v => Assert.Equal(Math.Log(0.01), v, 1e-6));
    }

    [Fact]
    public void Too_little_sound_and_impossible_edges_are_refused()
    {
        using var scope = NewDisposeScope();
        Refusal.Names(() => KaldiFilterbank.LogMel(zeros(399), new()), "399", "400");
        Refusal.Names(() => VggishSpectrogram.LogMel(zeros(399), new()), "399", "400");
        Refusal.Names(() => VggishSpectrogram.LogMel(zeros(400), new() { HighHz = 9000 }), "9000", "8000");
    }

    private static void Close(double[] expected, Tensor row, int[] bins, double atol) =>
        Assert.All(expected.Zip(bins), p => Assert.Equal(p.First, row[p.Second].item<double>(), atol));
}
