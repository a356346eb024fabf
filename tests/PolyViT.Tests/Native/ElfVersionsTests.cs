using System.Buffers.Binary;
using System.Text;
using PolyViT.Native;

namespace PolyViT.Tests.Native;

public class ElfVersionsTests
{
    private const int Needs = 256; // where the version needs lie in the file below

    [Fact]
    public void Exactly_the_named_need_becomes_weak_and_a_second_pass_finds_nothing()
    {
        var library = Library("GLIBC_2.2.5", "GLIBCXX_3.4.32", "GLIBCXX_3.4.30");
        var relaxed = ElfVersions.Weakened(library, "GLIBCXX_3.4.32");
        Assert.NotNull(relaxed);
        var changed = Enumerable.Range(0, library.Length).Where(i => library[i] != relaxed[i]).ToArray();
        Assert.Equal([FlagsOf(1)], changed);
        Assert.Equal(2, relaxed[FlagsOf(1)]);
        Assert.Null(ElfVersions.Weakened(relaxed, "GLIBCXX_3.4.32"));
    }

    [Fact]
    public void The_need_is_found_in_every_list_of_the_file()
    {
        var library = Library("A", "B", "A");
        var relaxed = ElfVersions.Weakened(library, "A");
        Assert.NotNull(relaxed);
        Assert.Equal([2, 0, 2], [relaxed[FlagsOf(0)], relaxed[FlagsOf(1)], relaxed[FlagsOf(2)]]);
    }

    [Fact]
    public void A_need_that_is_not_there_and_one_whose_name_only_begins_so_are_left()
    {
        Assert.Null(ElfVersions.Weakened(Library("GLIBC_2.2.5"), "GLIBCXX_3.4.32"));
        Assert.Null(ElfVersions.Weakened(Library("GLIBCXX_3.4.321"), "GLIBCXX_3.4.32"));
    }

    [Fact]
    public void Something_else_than_a_library_is_left()
    {
        Assert.Null(ElfVersions.Weakened([], "A"));
        Assert.Null(ElfVersions.Weakened(new byte[1000], "A"));
        Assert.Null(ElfVersions.Weakened(Encoding.ASCII.GetBytes(new string('x', 1000)), "A"));
        var bigEndian = Library("A");
        bigEndian[5] = 2;
        Assert.Null(ElfVersions.Weakened(bigEndian, "A"));
    }

    [Fact]
    public void A_library_that_was_cut_off_anywhere_does_no_harm()
    {
        var library = Library("GLIBC_2.2.5", "GLIBCXX_3.4.32");
        foreach (var length in Enumerable.Range(0, library.Length))
            ElfVersions.Weakened(library[..length], "GLIBCXX_3.4.32");
        Assert.Null(ElfVersions.Weakened(library[..Needs], "GLIBCXX_3.4.32"));
    }

    [Fact]
    public void A_library_with_any_byte_broken_does_no_harm_and_ends()
    {
        var library = Library("GLIBC_2.2.5", "GLIBCXX_3.4.32");
        foreach (var at in Enumerable.Range(0, library.Length))
            foreach (byte value in new byte[] { 0x00, 0x7F, 0x80, 0xF0, 0xFF })
            {
                var broken = (byte[])library.Clone();
                broken[at] = value;
                ElfVersions.Weakened(broken, "GLIBCXX_3.4.32");
            }
    }

    [Fact]
    public void Needs_that_go_round_in_a_circle_end()
    {
        var library = Library("A", "B");
        // The second points back to the first.
        BinaryPrimitives.WriteInt32LittleEndian(library.AsSpan(Needs + 32 + 12), -32);
        Assert.NotNull(ElfVersions.Weakened(library, "B"));
    }

    [Fact]
    public void The_library_of_TorchSharp_has_the_need_once()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        Assert.SkipUnless(File.Exists(path), "Only the build for Linux has it.");
        var library = File.ReadAllBytes(path);
        var relaxed = ElfVersions.Weakened(library, RelaxedTorch.UnusedVersion);
        Assert.NotNull(relaxed);
        Assert.Equal(1, library.Zip(relaxed).Count(p => p.First != p.Second));
        Assert.Null(ElfVersions.Weakened(relaxed, RelaxedTorch.UnusedVersion));
    }

    private static int FlagsOf(int need) => Needs + (need * 32) + 16 + 4;

    // Header, two section headers (needs, names), the needs (one library each, with one version each), the
    // names.
    private static byte[] Library(params string[] versions)
    {
        var names = Encoding.ASCII.GetBytes("\0" + string.Concat(versions.Select(v => v + "\0")));
        var strings = Needs + (versions.Length * 32);
        var file = new byte[strings + names.Length];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1 }.CopyTo(file, 0);
        names.CopyTo(file, strings);
        Write(0x28, 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3A), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x3C), 2);
        Write(64 + 4, 0x6FFFFFFE);
        Write(64 + 0x18, Needs);
        Write(64 + 0x28, 1); // the section of the names
        Write(128 + 0x18, (uint)strings);
        for (var (i, name) = (0, 1u); i < versions.Length; name += (uint)versions[i].Length + 1, i++)
        {
            var need = Needs + (i * 32);
            file[need + 2] = 1;
            Write(need + 8, 16);
            Write(need + 12, i == versions.Length - 1 ? 0u : 32);
            Write(need + 16 + 8, name);
        }
        return file;

        void Write(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);
    }
}
