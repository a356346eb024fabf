namespace PolyViT;

/// <summary>Pictures of one size with their classes, as CIFAR and MNIST files hold them.</summary>
/// <param name="Pixels">[N, H, W, C] uint8, C being 1 or 3; in no dispose scope.</param>
/// <param name="Labels">The class of each, 0 .. K-1.</param>
public sealed record PictureSplit(Tensor Pixels, ImmutableArray<int> Labels);

/// <summary>A data set that is a few large files of pictures.</summary>
/// <param name="Classes">The names of the K classes, in the order of the labels.</param>
/// <param name="Train">Pictures to learn from.</param>
/// <param name="Test">Pictures to be judged on.</param>
public sealed record PictureRecords(ImmutableArray<string> Classes, PictureSplit Train, PictureSplit Test);
