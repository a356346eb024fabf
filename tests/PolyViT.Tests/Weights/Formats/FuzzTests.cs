namespace PolyViT.Tests;

/// <summary>
/// Thousands of damaged files, the same ones each time; `dotnet run --project tests/PolyViT.Benchmarks -- fuzz`
/// makes more.
/// </summary>
public class FuzzTests
{
    private const int Cases = 400;

    public static TheoryData<string> Targets => [.. FuzzTarget.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_damaged_file_is_read_or_refused_in_little_memory(string name)
    {
        using var folder = new TempFolder();
        var target = FuzzTarget.All.Single(t => t.Name == name);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var read = 0;
        for (var i = 0; i < Cases; i++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            read += Fuzz.Try(target, 1, i, folder["file"]) ? 1 : 0;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - allocated, 0, 64 << 20);
        }
        Assert.InRange(read, 1, Cases - 1); // otherwise the damage is too little, or too much
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
