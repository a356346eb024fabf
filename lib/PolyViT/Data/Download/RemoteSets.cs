using System.Security.Cryptography;

namespace PolyViT;

/// <summary>Where data sets are to be had.</summary>
/// <remarks>
/// Sums and lengths: the sets' own pages, torchvision (torchvision/datasets/*.py) and TensorFlow Datasets
/// (url_checksums/*.txt and datasets/*/checksums.tsv); where none of them has one, none stands here.
/// </remarks>
public static partial class RemoteSets
{
    /// <summary>All of them, images first.</summary>
    public static ImmutableArray<RemoteSet> All { get; } = [.. Images(), .. Sounds(), .. Videos()];

    /// <summary>The set of this name.</summary>
    /// <param name="name">As in <see cref="All"/>.</param>
    public static RemoteSet Named(string name) => All.FirstOrDefault(s => s.Name == name)
        ?? throw new InputException(
            $"There is no set \"{name}\" to download: choose from {string.Join(", ", All.Select(s => s.Name))}.");

    private const string Tfds = "TensorFlow Datasets", Torchvision = "torchvision";

    private static PublishedSum Md5(string hex, string source) => new(HashAlgorithmName.MD5, hex, source);

    private static PublishedSum Sha256(string hex, string source = Tfds) => new(HashAlgorithmName.SHA256, hex, source);

    private static RemoteFile Plain(string url, string to, long? bytes = null, params PublishedSum[] sums) =>
        new(new(url), Path.GetFileName(to)) { Places = [new("", to)], Bytes = bytes, Sums = [.. sums] };

    private static RemoteFile Archive(
        string url, string from, string to, long? bytes = null, params PublishedSum[] sums) =>
        new(new(url), Path.GetFileName(new Uri(url).AbsolutePath))
        {
            Places = [new(from, to)], Packed = true, Bytes = bytes, Sums = [.. sums],
        };
}
