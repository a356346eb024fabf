using System.Buffers.Binary;
using SkiaSharp;

namespace PolyViT.Notebooks;

/// <summary>A sound for a notebook's output: a player, and a picture of its wave.</summary>
/// <param name="Samples">In [-1, 1]; what lies outside is cut off.</param>
/// <param name="SampleRate">Samples per second.</param>
/// <param name="Caption">What it is.</param>
public sealed record Sound(ImmutableArray<float> Samples, int SampleRate, string Caption)
{
    private const int HeaderBytes = 44, WaveWidth = 480, WaveHeight = 64;

    /// <summary>The sound with other words.</summary>
    /// <param name="caption">The words.</param>
    public Sound Captioned(string caption) => this with { Caption = caption };

    /// <summary>The sound as a WAV file of 16-bit mono PCM.</summary>
    public byte[] Wav()
    {
        var wav = new byte[HeaderBytes + (2 * Samples.Length)];
        "RIFF____WAVEfmt "u8.CopyTo(wav);
        "data"u8.CopyTo(wav.AsSpan(36));
        ReadOnlySpan<(int At, int Value)> words =
        [
            (4, wav.Length - 8), (16, 16), (20, 1 | (1 << 16)), (24, SampleRate), (28, 2 * SampleRate),
            (32, 2 | (16 << 16)), (40, 2 * Samples.Length),
        ];
        foreach (var (at, value) in words)
            BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(at), value);
        for (var i = 0; i < Samples.Length; i++)
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(HeaderBytes + (2 * i)), Pcm(Samples[i]));
        return wav;
    }

    /// <summary>The wave: for each column the range of its samples.</summary>
    public Drawing Wave() => Drawing.Painted(WaveWidth, WaveHeight, Caption, canvas =>
    {
        using var paint = new SKPaint { Color = SKColor.Parse(Theme.Task(0)) };
        for (var x = 0; x < WaveWidth && !Samples.IsEmpty; x++)
        {
            var from = Math.Min(Place(x), Samples.Length - 1);
            var part = Samples.AsSpan()[from..Math.Max(Place(x + 1), from + 1)];
            var (top, bottom) = (Row(Highest(part, 1)), Row(-Highest(part, -1)));
            canvas.DrawRect(x, top, 1, bottom - top + 1, paint);
        }
    });

    private int Place(int column) => (int)((long)column * Samples.Length / WaveWidth);

    private static float Highest(ReadOnlySpan<float> part, int sign)
    {
        var highest = -1f;
        foreach (var v in part)
            highest = Math.Max(highest, float.IsNaN(v) ? 0 : Math.Clamp(sign * v, -1, 1));
        return highest;
    }

    private static int Row(float value) => (int)((1 - value) / 2 * (WaveHeight - 1));

    private static short Pcm(float v) =>
        float.IsNaN(v) ? (short)0 : (short)Math.Round(Math.Clamp(v, -1, 1) * short.MaxValue);
}
