namespace PolyViT;

/// <summary>How the media of a data set become inputs: its pipelines as one value.</summary>
/// <typeparam name="TView"><see cref="PictureView"/>, <see cref="ClipView"/> or
/// <see cref="SoundView"/>.</typeparam>
/// <param name="Train">Draws anew for each example and step.</param>
/// <param name="Evaluate">The one view by which training is judged.</param>
/// <param name="Test">The views whose answers <see cref="RunSpec.AverageViews"/> averages (section
/// 8.2).</param>
public sealed record InputViews<TView>(TView Train, TView Evaluate, ImmutableArray<TView> Test);

/// <summary>The pipelines of the released configuration.</summary>
public static class InputViews
{
    /// <summary>Section 5.4; its test view is that of evaluation.</summary>
    /// <param name="shapes">The run's input sizes.</param>
    public static InputViews<PictureView> PaperPictures(InputShapes shapes)
    {
        var evaluate = PictureViews.Evaluate(shapes.ImageSize, shapes.ImageWidth);
        return new(PictureViews.Train(shapes.ImageSize, shapes.ImageWidth), evaluate, [evaluate]);
    }

    /// <summary>Section 5.5; four clips of three crops each, ViViT's protocol; one crop where frames are not
    /// square.</summary>
    /// <param name="shapes">The run's input sizes.</param>
    public static InputViews<ClipView> PaperClips(InputShapes shapes) =>
        new(ClipViews.Train(shapes), ClipViews.Evaluate(shapes),
            ClipViews.Test(shapes, 4, shapes.FrameSize == shapes.FrameWidth ? 3 : 1));

    /// <summary>Section 5.6; four windows.</summary>
    /// <param name="settings">How sounds become inputs: <see cref="SoundSettings.Paper"/>, with the set's
    /// mean and deviation.</param>
    public static InputViews<SoundView> PaperSounds(SoundSettings settings) =>
        new(SoundViews.Train(settings), SoundViews.Evaluate(settings), SoundViews.Test(settings));
}
