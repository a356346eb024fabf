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
    public static ImmutableArray<RemoteSet> All { get; } =
        [.. Images(), .. MoreImages(), .. Sounds(), .. Videos()];

    /// <summary>The set of this name.</summary>
    /// <param name="name">As in <see cref="All"/>.</param>
    public static RemoteSet Named(string name) => All.FirstOrDefault(s => s.Name == name)
        ?? throw new InputException(
            $"No set to download is called \"{name}\": choose from "
            + $"{string.Join(", ", All.Select(s => s.Name))}.");

    /// <summary>The set that the library looks for in this folder; null where none is to be had.</summary>
    /// <param name="folder">Below the data folder.</param>
    public static RemoteSet? In(string folder) => All.FirstOrDefault(s => s.Folder == folder);

    private const string Vgg = "https://www.robots.ox.ac.uk/~vgg/data/";

    private static PublishedSum OwnMd5(string hex) => new(HashAlgorithmName.MD5, hex, "the set's page");

    private static PublishedSum Md5(string hex) => new(HashAlgorithmName.MD5, hex, "torchvision");

    private static PublishedSum Sha256(string hex) =>
        new(HashAlgorithmName.SHA256, hex, "TensorFlow Datasets");

    private static RemoteFile Plain(string url, string to, long? bytes = null, params PublishedSum[] sums) =>
        new(new(url), Path.GetFileName(to)) { Places = [new("", to)], Bytes = bytes, Sums = [.. sums] };

    private static RemoteFile Archive(
        string url, string from, string to, long? bytes = null, params PublishedSum[] sums) =>
        new(new(url), Path.GetFileName(new Uri(url).AbsolutePath))
        {
            Places = [new(from, to)],
            Packed = true,
            Bytes = bytes,
            Sums = [.. sums],
        };
}
