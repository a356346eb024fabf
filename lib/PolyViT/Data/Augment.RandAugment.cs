using System.Buffers;

namespace PolyViT;

public static partial class Augments
{
    // Magnitudes run from 0 to 10.
    private const int MostMagnitude = 10;

    // Eleven changes, and none.
    private const int Choices = 12;

    extension(Augment)
    {
        /// <summary>
        /// RandAugment (arXiv 1909.13719) as scenic applies it to videos, an option that the paper does not
        /// use: so many changes one after the other, each one of AutoContrast, Equalize, Invert, Posterize,
        /// Solarize, Color, Contrast, Brightness, Sharpness, Cutout, SolarizeAdd and none, all equally
        /// likely. None of them moves pixels; all frames of a clip share them.
        /// </summary>
        /// <param name="layers">n, how many changes.</param>
        /// <param name="magnitude">m, 0 to 10, with the meaning that tensorflow/models gives it.</param>
        /// <remarks>scenic dataset_lib/video_ops.py, distort_image_with_randaugment. Values in [-1, 1] are
        /// rounded to bytes first, which changes nothing after a picture's view.</remarks>
        public static Augment RandAugment(int layers, double magnitude)
        {
            Require(
                layers >= 0 && magnitude is >= 0 and <= MostMagnitude,
                $"RandAugment has {layers} layers of magnitude {magnitude}: it needs 0 or more layers, and a "
                + $"magnitude of 0 to {MostMagnitude}.");
            return Augment.Each((from, to, extent, rng) =>
            {
                RequireColour(extent);
                var rented = ArrayPool<byte>.Shared.Rent(from.Length);
                var pixels = rented.AsSpan(0, from.Length);
                for (var i = 0; i < from.Length; i++)
                    pixels[i] = (byte)Math.Clamp(MathF.Round((from[i] + 1) * 127.5f), 0, 255);
                for (var layer = 0; layer < layers; layer++)
                    Distort(pixels, extent, magnitude / MostMagnitude, rng.Fork(layer));
                if (extent.Frames == 1)
                    PixelValues.OfPicture(pixels, to);
                else
                    PixelValues.OfFrames(pixels, to);
                ArrayPool<byte>.Shared.Return(rented);
            });
        }
    }

    private static void Distort(Span<byte> pixels, Extent extent, double level, Rng rng)
    {
        var factor = (float)((level * 1.8) + 0.1);
        switch (rng.Below(0, Choices))
        {
            case 0:
                ByteOps.AutoContrast(pixels);
                break;
            case 1:
                ByteOps.Equalize(pixels);
                break;
            case 2:
                ByteOps.Invert(pixels);
                break;
            case 3:
                ByteOps.Posterize(pixels, (int)(level * 4));
                break;
            case 4:
                ByteOps.Solarize(pixels, (int)(level * 256));
                break;
            case 5:
                ByteOps.Colour(pixels, factor);
                break;
            case 6:
                ByteOps.Contrast(pixels, factor);
                break;
            case 7:
                ByteOps.Brightness(pixels, factor);
                break;
            case 8:
                ByteOps.Sharpness(pixels, extent.Width, factor);
                break;
            case 9:
                var middle = (rng.Below(1, extent.Height), rng.Below(2, extent.Width));
                ByteOps.Cutout(pixels, extent, (int)(level * 40), middle);
                break;
            case 10:
                ByteOps.SolarizeAdd(pixels, (int)(level * 110));
                break;
            default:
                break;
        }
    }
}
