using System.Buffers.Binary;

namespace PolyViT.Tests;

public class SoundTests
{
    private static byte[] WavFile(short[] samples, int rate)
    {
        var bytes = new byte[44 + (2 * samples.Length)];
        "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x1\0\x1\0"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), bytes.Length - 8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(28), 2 * rate);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(34), 16);
        "data"u8.CopyTo(bytes.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(40), 2 * samples.Length);
        foreach (var (sample, i) in samples.Select((s, i) => (s, i)))
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(44 + (2 * i)), sample);
        return bytes;
    }

    [Fact]
    public void Samples_are_scaled_cut_and_repeated()
    {
        using var folder = new TempFolder();
        var file = folder.Write("a.wav", WavFile([0, 16384, -32768], 8000));
        Assert.Equal([0, 0.5f, -1], Sounds.Decode(file, 8000, 3));
        Assert.Equal([0, 0.5f], Sounds.Decode(file, 8000, 2));
        Assert.Equal([0, 0.5f, -1, 0, 0.5f, -1, 0], Sounds.Decode(file, 8000, 7));
    }

    [Fact]
    public void The_short_way_and_ffmpeg_agree_on_a_wav()
    {
        var file = SharedFolder.Require("data/torture/audio/list_chunk_after_fmt.wav");
        var direct = Wav.TryRead(file, 8000, 4301);
        var odd = SharedFolder.Require("data/torture/audio/streamed_size_ffffffff.wav");
        Assert.Null(Wav.TryRead(odd, 8000, 4302));
        Assert.Equal(direct, Sounds.Decode(odd, 8000, 4301)); // the same recording, which ffmpeg has to read
        Assert.Null(Wav.TryRead(SharedFolder.Require("data/torture/audio/pcm_u8_8k.wav"), 8000, 100));
        Assert.Null(Wav.TryRead(file, 16000, 100));
    }

    [Fact]
    public void Ffmpeg_resamples_a_tone_without_changing_its_pitch_or_level()
    {
        using var folder = new TempFolder();
        double Tone(int i, int rate) => 0.5 * Math.Sin(2 * Math.PI * 500 * i / rate);
        var tone = Enumerable.Range(0, 22050).Select(i => (short)(32768 * Tone(i, 22050))).ToArray();
        var sound = Sounds.Decode(folder.Write("tone.wav", WavFile(tone, 22050)), 16000, 16000);
        for (var i = 1000; i < 15000; i += 7)
            Assert.InRange(sound[i] - Tone(i, 16000), -0.005, 0.005);
    }

    [Fact]
    public void Stereo_becomes_the_mean_of_its_channels()
    {
        using var folder = new TempFolder();
        var file = SharedFolder.Require("data/torture/audio/stereo_44k1_right_quieter.wav");
        TempFolder.Make("-i", file, "-af", "pan=mono|c0=c0", "-c:a", "pcm_f32le", folder["left.wav"]);
        var both = Sounds.Decode(file, 44100, 44100);
        var left = Sounds.Decode(folder["left.wav"], 44100, 44100);
        Assert.Contains(left, v => Math.Abs(v) > 0.05);
        Assert.All(both.Zip(left), p => Assert.InRange(p.First - (0.625f * p.Second), -1e-3f, 1e-3f));
    }

    // A ramp, so that a sample tells its place.
    private static string Ramp(TempFolder folder, int seconds) => folder.Write(
        "ramp.wav", WavFile([.. Enumerable.Range(0, 1000 * seconds).Select(i => (short)(i / 2))], 1000));

    private static int Place(float sample) => (int)Math.Round(sample * 65536);

    [Theory]
    [InlineData("ramp.wav")]
    [InlineData("ramp.flac")]
    public void A_part_of_a_sound_is_cut_out(string name)
    {
        using var folder = new TempFolder();
        TempFolder.Make("-i", Ramp(folder, 40), folder["ramp.flac"]);
        var file = new MediaFile(folder[name]);
        var totals = new List<long>();
        float[] Part(MediaFile part, Func<long, long> start, int samples) => Sounds.Read(
            part, 1000,
            n =>
            {
                totals.Add(n);
                return start(n);
            },
            samples);
        var near = Part(file, n => 35_000, 300); // beyond what is decoded whole
        Assert.Equal(300, near.Length);
        Assert.InRange(Place(near[0]), 34_998, 35_001);
        Assert.Equal(10, Part(file, n => n - 10, 300).Length);
        var second = file with { Start = 20, Seconds = 2 };
        Assert.InRange(Place(Part(second, n => 500, 300)[0]), 20_498, 20_501);
        Assert.Equal(100, Part(second, n => n - 100, 300).Length);
        Assert.Equal([40_000, 40_000, 2000, 2000], totals);
        Assert.Equal((40, 2), (Sounds.Seconds(file), Sounds.Seconds(second)));
        Refusal.Names(() => Part(file, n => n, 300), name, "40000");
        Refusal.Names(() => Part(file with { Start = 50, Seconds = 1 }, _ => 0, 300), name, "no samples");
        Assert.Throws<OperationCanceledException>(() => Sounds.Read(file, 8000, _ => 0, 9, new(canceled: true)));
    }

    [Theory]
    [InlineData("pcm_s24le", 1)]
    [InlineData("pcm_f32le", 2)]
    [InlineData("pcm_s16le", 2)]
    public void Other_plain_wav_files_are_read_as_ffmpeg_reads_them(string codec, int channels)
    {
        using var folder = new TempFolder();
        var from = SharedFolder.Require("data/torture/audio/stereo_44k1_right_quieter.wav");
        TempFolder.Make("-i", from, "-ac", $"{channels}", "-c:a", codec, "-fflags", "+bitexact", folder["a.wav"]);
        TempFolder.Make("-i", folder["a.wav"], folder["a.flac"]);
        var direct = Wav.TryRead(folder["a.wav"], 44100, 5000)!;
        Assert.All(direct.Zip(Sounds.Decode(folder["a.flac"], 44100, 5000)), p => Assert.InRange(p.First - p.Second, -1e-4f, 1e-4f));
        Assert.Contains(direct, v => Math.Abs(v) > 0.01);
    }

    [Fact]
    public void A_file_without_sound_is_refused_by_name()
    {
        using var folder = new TempFolder();
        Refusal.Names(() => Sounds.Decode(folder.Write("none.wav", WavFile([], 8000)), 8000, 10), "none.wav");
        Refusal.Names(() => Sounds.Decode(folder.Write("text.wav", "hello"), 8000, 10), "text.wav");
        TempFolder.Make("-f", "lavfi", "-i", "color=red:s=16x16:d=0.2", folder["silent.mp4"]);
        Refusal.Names(() => Sounds.Decode(folder["silent.mp4"], 8000, 10), "silent.mp4");
    }

    [Fact]
    public void Without_ffmpeg_the_error_says_how_to_get_it()
    {
        using var folder = new TempFolder();
        Assert.Null(Ffmpeg.Find(folder.Root));
        Refusal.Names(() => Ffmpeg.Require(folder.Root), "PATH", "apt", "brew", "winget");
        var found = Path.GetDirectoryName(Ffmpeg.Require());
        Assert.NotNull(Ffmpeg.Find($"{folder.Root}{Path.PathSeparator}{found}"));
    }
}
