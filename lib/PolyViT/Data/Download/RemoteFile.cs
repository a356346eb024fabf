using System.Security.Cryptography;
using System.Threading.Tasks;

namespace PolyViT;

/// <summary>A file that a data set's owners, or a mirror, give to everyone.</summary>
/// <param name="Url">Where it is.</param>
/// <param name="Name">What it is called, also on a mirror.</param>
public sealed record RemoteFile(Uri Url, string Name)
{
    /// <summary>Its length, bytes; null where nobody published it.</summary>
    public long? Bytes { get; init; }

    /// <summary>What its bytes must hash to; empty where nobody published a sum.</summary>
    public ImmutableArray<PublishedSum> Sums { get; init; } = [];

    /// <summary>What becomes of it; an archive may give several folders.</summary>
    public required ImmutableArray<Placement> Places { get; init; }

    /// <summary>Whether it is an archive to unpack; else it is moved as it is.</summary>
    public bool Packed { get; init; }

    /// <summary>An archive within the archive, relative to its top, that is unpacked where it lies.</summary>
    public string? Inner { get; init; }

    /// <summary>About how many bytes it unpacks to, for the check of the disk; null is one and a half times
    /// its own length.</summary>
    public long? Unpacked { get; init; }

    /// <summary>Bytes on disk when all is done, about; 0 where the length is not known.</summary>
    public long OnDisk => Packed ? Unpacked ?? (Bytes ?? 0) * 3 / 2 : Bytes ?? 0;
}

/// <summary>Where something ends up.</summary>
/// <param name="From">A file or folder in the archive; empty is all of it.</param>
/// <param name="To">Its path below the data folder. It appears there whole or not at all.</param>
public sealed record Placement(string From, string To);

/// <summary>A published sum.</summary>
/// <param name="Algorithm">How it is computed.</param>
/// <param name="Hex">Lower-case hexadecimal digits.</param>
/// <param name="Source">Who published it.</param>
public sealed record PublishedSum(HashAlgorithmName Algorithm, string Hex, string Source)
{
    /// <summary>Whether a file has these sums.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sums">What it must hash to.</param>
    /// <param name="stop">Ends the reading.</param>
    /// <returns>null if all are right, else a sentence about the first that is not.</returns>
    internal static async Task<string?> Wrong(
        string path, IReadOnlyList<PublishedSum> sums, CancellationToken stop)
    {
        if (sums.Count == 0)
            return null;
        IncrementalHash[] hashes = [.. sums.Select(s => IncrementalHash.CreateHash(s.Algorithm))];
        try
        {
            await using var file = File.OpenRead(path);
            var buffer = new byte[1 << 20];
            for (int n; (n = await file.ReadAsync(buffer, stop)) > 0;)
            {
                foreach (var hash in hashes)
                    hash.AppendData(buffer, 0, n);
            }
            var found = hashes.Select(h => Convert.ToHexStringLower(h.GetHashAndReset())).ToArray();
            return sums.Zip(found, (s, hex) => s.Hex == hex ? null
                    : $"its {s.Algorithm} is {hex}, and {s.Source} says {s.Hex}")
                .FirstOrDefault(w => w is not null);
        }
        finally
        {
            foreach (var hash in hashes)
                hash.Dispose();
        }
    }
}

/// <summary>A data set as it is to be had.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Folder">Where the library looks for it, below the data folder.</param>
/// <param name="Page">Its owners' page.</param>
/// <param name="Licence">What its owners allow, in a few words.</param>
public sealed record RemoteSet(string Name, string Folder, string Page, string Licence)
{
    /// <summary>What can be fetched without a form.</summary>
    public ImmutableArray<RemoteFile> Files { get; init; } = [];

    /// <summary>What must be fetched by hand: what, where, and where it belongs; empty where nothing
    /// is.</summary>
    public ImmutableArray<string> ByHand { get; init; } = [];
}
