namespace PolyViT;

/// <summary>Draws one example.</summary>
/// <param name="values">The example's numbers, written; one shape of <paramref name="shapes"/>.</param>
/// <param name="shapes">The run's input sizes.</param>
/// <param name="label">The answer that the example must have.</param>
/// <param name="noise">The standard deviation of the noise laid over it.</param>
/// <param name="rng">Draws everything but the answer.</param>
internal delegate void Draw(Span<float> values, InputShapes shapes, int label, double noise, Rng rng);

/// <summary>How a generated task is made; all difficulties, sizes and steps stand in one table.</summary>
/// <param name="Name">The task's name.</param>
/// <param name="Modality">What it looks at.</param>
/// <param name="Classes">The names of the answers.</param>
/// <param name="Train">Training examples.</param>
/// <param name="Test">Test examples.</param>
/// <param name="Steps">U_j: steps of 32 examples after which it is learned alone, about.</param>
/// <param name="Noise">The standard deviation of the noise at difficulty 1.</param>
/// <param name="Draw">Makes an example.</param>
internal sealed record Recipe(
    string Name, Modality Modality, ImmutableArray<string> Classes, int Train, int Test, int Steps,
    double Noise, Draw Draw)
{
    /// <summary>The tasks, in their order in tables.</summary>
    public static readonly ImmutableArray<Recipe> All =
    [
        new("shapes", Modality.Image, DrawnPictures.Shapes, 2048, 480, 120, 0.2, DrawnPictures.Shape),
        new("colours", Modality.Image, DrawnPictures.Colours, 1024, 480, 60, 0.45, DrawnPictures.Colour),
        new("textures", Modality.Image, DrawnPictures.Gratings, 2048, 480, 100, 0.5, DrawnPictures.Texture),
        new("motion", Modality.Video, DrawnClips.Directions, 4096, 256, 150, 0.3, DrawnClips.Motion),
        new("growth", Modality.Video, DrawnClips.Changes, 1024, 320, 80, 0.1, DrawnClips.Growth),
        new("contour", Modality.Audio, DrawnSounds.Contours, 1024, 320, 60, 0.5, DrawnSounds.Contour),
        new("rhythm", Modality.Audio, DrawnSounds.Rhythms, 2048, 480, 120, 1.1, DrawnSounds.Rhythm),
    ];
}
