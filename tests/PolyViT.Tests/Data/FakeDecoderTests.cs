using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;

namespace PolyViT.Tests;

/// <summary>Decoders that misbehave; each is a shell script that is called ffmpeg and ffprobe.</summary>
[Collection("alone")] // what is allocated is counted for the whole process
public sealed class FakeDecoderTests : IDisposable
{
    private static readonly string Told =
        """{"streams": [{"codec_type": "video", "nb_read_packets": "4", "width": 2, "height": 2}]}""";

    private readonly TempFolder folder = new();
    private readonly MediaFile file;

    public FakeDecoderTests()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the decoders are shell scripts");
        file = new(folder.Write("clip.mkv", "not looked at"));
        Fake("ffprobe", $"echo '{Told}'");
    }

    public void Dispose() => folder.Dispose();

    // The script writes its process number first.
    private FfmpegSetup Fake(string tool, string script, double seconds = 60)
    {
        var path = folder.Write($"bin/{tool}", $"#!/bin/sh\necho $$ >> '{folder["started"]}'\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return new(folder["bin"], TimeSpan.FromSeconds(seconds));
    }

    private Clip Read(FfmpegSetup setup, CancellationToken stop = default) =>
        Clips.Read(file, _ => [0, 2], 0, setup, stop);

    // That all that were started are gone, and those that we started reaped; others are left to the system.
    private void Gone(int least)
    {
        var started = File.ReadAllLines(folder["started"]);
        Assert.True(started.Length >= least);
        foreach (var number in started.Where(n => Directory.Exists($"/proc/{n}")))
        {
            var status = File.ReadAllLines($"/proc/{number}/status");
            Assert.Contains(status, l => l.StartsWith("State:\tZ", StringComparison.Ordinal));
            Assert.DoesNotContain($"PPid:\t{Environment.ProcessId}", status);
        }
    }

    [Fact]
    public void One_that_hangs_is_killed_with_its_children()
    {
        var setup = Fake("ffmpeg", $"sleep 1000 &\necho $! >> '{folder["started"]}'\nwait", seconds: 0.5);
        Refusal.Names(() => Read(setup), "clip.mkv", "0.5 seconds");
        Gone(3);
    }

    [Fact]
    public void One_that_hangs_after_its_output_is_killed()
    {
        var setup = Fake("ffmpeg", "printf 'P6\\n1 1\\n255\\nabcP6\\n1 1\\n255\\ndef'\nexec sleep 1000", seconds: 0.5);
        Refusal.Names(() => Read(setup), "clip.mkv", "0.5 seconds");
        Gone(2);
    }

    [Fact]
    public void One_that_dies_halfway_is_named_with_what_it_said()
    {
        var setup = Fake("ffmpeg", "printf 'P6\\n2 2\\n255\\nabc'\necho no memory left >&2\nexit 9");
        Refusal.Names(() => Read(setup), "clip.mkv", "ended with 9", "no memory left");
        Refusal.Names(() => Sounds.Read(file, 8000, _ => 0, 10, setup, default), "clip.mkv", "ended with 9");
        Refusal.Names(() => Read(Fake("ffmpeg", "kill -9 $$")), "clip.mkv", "ended with 137");
        Gone(4);
    }

    [Fact]
    public void One_that_writes_too_little_is_refused()
    {
        Refusal.Names(() => Read(Fake("ffmpeg", "printf 'P6\\n2 2\\n255\\nabc'")), "clip.mkv", "twice");
        Refusal.Names(() => Read(Fake("ffmpeg", "")), "clip.mkv", "no frames");
        Refusal.Names(() => Sounds.Read(file, 8000, _ => 0, 10, Fake("ffmpeg", ""), default), "clip.mkv", "no samples");
        Gone(6);
    }

    [Fact]
    public void One_that_writes_without_end_costs_no_memory()
    {
        var setup = Fake("ffmpeg", "cat /dev/zero", seconds: 2);
        Refusal.Names(() => Read(setup), "clip.mkv", "2 seconds"); // no pixmap; and then it has endless frames
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(10, Sounds.Read(file, 8000, _ => 5000, 10, setup, default).Length);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
        Gone(3);
    }

    [Fact]
    public void One_that_complains_without_end_costs_no_memory()
    {
        var setup = Fake("ffmpeg", "cat /dev/zero >&2", seconds: 1);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Refusal.Names(() => Read(setup), "clip.mkv", "1 seconds");
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
        Gone(2);
    }

    [Theory]
    [InlineData("P6\\n60000 60000\\n255\\n")]
    [InlineData("P6\\n4294967297 1\\n255\\n")]
    [InlineData("P6\\n-1 -1\\n255\\n")]
    [InlineData("P6\\n2 2\\n65535\\n")]
    [InlineData("P6\\n0 0\\n255\\n")]
    [InlineData("P6 12345678901234567890123456789012345678901234567890")]
    public void Absurd_sizes_take_no_memory(string header)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Refusal.Names(() => Read(Fake("ffmpeg", $"printf '{header}'")), "clip.mkv");
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
    }

    [Theory]
    [InlineData("")]
    [InlineData("echo '{}'")]
    [InlineData("echo '[1, 2]'")]
    [InlineData("echo '{\"streams\": 7}'")]
    [InlineData("echo '{\"streams\": [7, {\"codec_type\": \"video\", \"nb_read_packets\": \"many\"}]}'")]
    [InlineData("cat /dev/zero")]
    public void An_ffprobe_that_talks_nonsense_is_refused(string script)
    {
        var setup = Fake("ffprobe", script);
        Refusal.Names(() => Clips.Probe(file, setup, default), "clip.mkv");
        Gone(1);
    }

    [Fact]
    public async Task Who_cancels_waits_for_nothing_and_leaves_nothing()
    {
        var setup = Fake("ffmpeg", $"touch '{folder["waiting"]}'\nsleep 1000");
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => Read(setup, stop.Token), TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        while (!File.Exists(folder["waiting"]) && watch.Elapsed < TimeSpan.FromSeconds(30))
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        Gone(2);
        Assert.ThrowsAny<OperationCanceledException>(() => Read(setup, stop.Token));
    }

    [Fact]
    public void One_that_is_no_program_is_named()
    {
        folder.Write("bin/ffmpeg", "neither a script nor a program");
        Refusal.Names(() => Read(new(folder["bin"], TimeSpan.FromSeconds(9))), "ffmpeg", "install");
        File.Delete(folder["bin/ffprobe"]);
        Refusal.Names(() => Read(new(folder["bin"], TimeSpan.FromSeconds(9))), "ffprobe is not on the PATH");
    }
}
