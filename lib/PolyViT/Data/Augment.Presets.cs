namespace PolyViT;

public static partial class Augments
{
    extension(Augment)
    {
        /// <summary>What the released configuration does to training inputs (sections 5.4 to 5.6).</summary>
        /// <param name="modality">Of which inputs.</param>
        /// <param name="shapes">The run's input sizes; masks shrink with the spectrogram.</param>
        public static Augment Paper(Modality modality, InputShapes shapes) => modality switch
        {
            Modality.Image => Augment.InceptionCrop().Then(Augment.Flip),
            Modality.Video => Augment.ScaleJitter(0.9, 1.33, 224.0 / 256)
                .Then(Augment.Flip)
                .Then(Augment.Colour(new(32.0 / 255, 0.4, 0.4, 0.2)).Sometimes(0.8))
                .Then(Augment.Grey.Sometimes(0.1)),
            // Its time masks have no effect (section 5.6).
            _ => Augment.SpecAugment(new(1, Bins(shapes, 48), 0, 0)),
        };

        /// <summary>The masks that the released configuration evidently meant: time is hidden, too.</summary>
        /// <param name="shapes">The run's input sizes; masks shrink with the spectrogram.</param>
        public static Augment PaperAudioWithTimeMasks(InputShapes shapes) =>
            // differs: a maximum ratio of 0 turns the four time masks of the released configuration off.
            Augment.SpecAugment(new(1, Bins(shapes, 48), 4, 48 * shapes.SpectrogramFrames / 800));
    }

    // Bins of a spectrogram of 128 as bins of this run's.
    private static int Bins(InputShapes shapes, int of128) => of128 * shapes.MelBins / 128;
}
