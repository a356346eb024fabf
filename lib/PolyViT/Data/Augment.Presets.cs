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
                .Then(Augment.Colour(ColourJitter.Dmvr).Sometimes(0.8))
                .Then(Augment.Grey.Sometimes(0.1)),
            _ => Augment.SpecAugment(SpecMasks.Released(shapes.MelBins)),
        };

        /// <summary>The masks that the released configuration evidently meant: time is hidden, too.</summary>
        /// <param name="shapes">The run's input sizes; masks shrink with the spectrogram.</param>
        public static Augment PaperAudioWithTimeMasks(InputShapes shapes) =>
            Augment.SpecAugment(SpecMasks.Meant(shapes.MelBins, shapes.SpectrogramFrames));
    }
}
