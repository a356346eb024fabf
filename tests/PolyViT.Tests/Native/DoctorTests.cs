using System.Runtime.InteropServices;

namespace PolyViT.Tests.Native;

public class DoctorTests
{
    private const long Gigabyte = 1L << 30;

    [Fact]
    public void An_examination_names_every_subject_once_and_finds_torch_working_here()
    {
        var findings = Doctor.Examine();
        Assert.Equal(["system", "memory", "disk", "ffmpeg", "chromium", "libtorch", "devices", "threads"],
            findings.Select(f => f.Subject));
        var libtorch = findings.Single(f => f.Subject == "libtorch");
        Assert.Equal(FindingLevel.Good, libtorch.Level);
        Assert.Contains("TorchSharp 0.107.0", libtorch.Detail);
        Assert.All(findings, f => Assert.Equal(f.Level == FindingLevel.Good, f.Advice.Length == 0));
    }

    [Fact]
    public void Levels_follow_what_is_left()
    {
        Assert.Equal(FindingLevel.Good, Doctor.Memory(8 * Gigabyte).Level);
        Assert.Equal(FindingLevel.Advice, Doctor.Memory(2 * Gigabyte).Level);
        Assert.Equal(FindingLevel.Problem, Doctor.Memory(Gigabyte / 2).Level);
        Assert.Equal(FindingLevel.Good, Doctor.Disk("/here", 50 * Gigabyte).Level);
        Assert.Equal(FindingLevel.Advice, Doctor.Disk("/here", Gigabyte).Level);
        Assert.Equal(FindingLevel.Problem, Doctor.Disk("/here", Gigabyte / 4).Level);
        Assert.Equal("1.5 GB are free where /here lies.", Doctor.Disk("/here", 3 * Gigabyte / 2).Detail);
    }

    [Fact]
    public void A_missing_program_is_advice_that_names_it_and_a_broken_one_is_a_problem()
    {
        var missing = Doctor.Ffmpeg(null);
        Assert.Equal(FindingLevel.Advice, missing.Level);
        Assert.Contains("ffmpeg", missing.Advice);
        Assert.Equal(FindingLevel.Problem, Doctor.Ffmpeg(typeof(Doctor).Assembly.Location).Level);
        Assert.Equal(FindingLevel.Advice, Doctor.Chromium(null).Level);
        Assert.Null(Doctor.OnPath("no-such-program-of-polyvit"));
    }

    [Fact]
    public void A_processor_without_libtorch_is_a_problem() =>
        Assert.Equal(FindingLevel.Problem, Doctor.System("An old system", Architecture.X86).Level);

    [Fact]
    public void The_relaxed_copy_is_recognised_by_its_name()
    {
        Assert.Equal("It needed no help.", Doctor.HowItLoaded(["/x/libLibTorchSharp.so", "/x/libtorch.so"]));
        Assert.Contains("GLIBCXX_3.4.32", Doctor.HowItLoaded(["/tmp/LibTorchSharp-0af1.so (deleted)"]));
    }

    [Fact]
    public void The_reason_is_the_library_that_is_there_and_does_not_load()
    {
        const string message = """
            Unable to load shared library 'LibTorchSharp' or one of its dependencies. Consider:
            /lib/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /x/libLibTorchSharp.so)
            /y/libLibTorchSharp.so: cannot open shared object file: No such file or directory
            """;
        Assert.StartsWith("/lib/libstdc++.so.6: version", Doctor.Reason(message));
        Assert.Equal(
            "Nothing is there.", Doctor.Reason("Nothing is there.\nx: cannot open shared object file"));
        Assert.Contains("POLYVIT_NATIVE", Doctor.NotLoaded(Doctor.Reason(message)).Advice);
        Assert.Contains("dotnet build", Doctor.NotLoaded("Nothing is there.").Advice);
    }

    [Fact]
    public void Devices_and_threads_are_told_in_words()
    {
        Assert.Contains("cpu and 2 cuda devices", Doctor.Devices(2).Detail);
        Assert.Contains("no cuda device", Doctor.Devices(0).Detail);
        Assert.Equal(FindingLevel.Good, Doctor.Threads(2, "PASSIVE").Level);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux's libtorch spins.");
        Assert.Equal(FindingLevel.Advice, Doctor.Threads(2, null).Level);
    }

    [Fact]
    public void A_check_that_throws_is_a_problem_and_not_an_exception()
    {
        var finding = Finding.Of("x", () => throw new InvalidOperationException("no luck"));
        Assert.Equal(FindingLevel.Problem, finding.Level);
        Assert.Contains("no luck", finding.Detail);
    }
}
