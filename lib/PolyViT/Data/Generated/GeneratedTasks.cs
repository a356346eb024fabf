namespace PolyViT;

/// <summary>
/// Tasks that need no files: every example is drawn from (seed, task, split, index), with a known answer. Two
/// tasks of a modality look at the same kind of input and ask different questions, so that forgetting and
/// interference show in a shared encoder. Labels go round the classes by index, so they are balanced.
/// </summary>
/// <remarks>
/// Some augmentations change an answer: a flip that of textures and motion, a hue that of colours, a time roll
/// that of contour. A small <c>Augment.Crop</c> changes none.
/// </remarks>
public static class GeneratedTasks
{
    /// <summary>The names that <see cref="Make"/> knows.</summary>
    public static ImmutableArray<string> Names { get; } = [.. Recipe.All.Select(r => r.Name)];

    /// <summary>All of them, in the order of <see cref="Names"/>.</summary>
    /// <param name="seed">Draws the examples.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="difficulty">Multiplies the noise; 0 is clean, 1 keeps a small model below 95 %.</param>
    public static ImmutableArray<TaskData> All(ulong seed, InputShapes shapes, double difficulty = 1) =>
        [.. Names.Select(name => Make(name, seed, shapes, difficulty))];

    /// <summary>The task of this name.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">Draws the examples.</param>
    /// <param name="shapes">The run's input sizes.</param>
    /// <param name="difficulty">Multiplies the noise; 0 is clean, 1 keeps a small model below 95 %.</param>
    public static TaskData Make(string name, ulong seed, InputShapes shapes, double difficulty = 1)
    {
        var recipe = Recipe.All.FirstOrDefault(r => r.Name == name) ?? throw new InputException(
            $"There is no generated task '{name}'; use one of {string.Join(", ", Names)}.");
        if (!(difficulty >= 0 && double.IsFinite(difficulty)))
            throw new InputException($"The difficulty is {difficulty}; it must be 0 or more, for example 1.");
        return new(
            Spec(recipe),
            Examples(recipe, "train", recipe.Train, seed, shapes, difficulty),
            Examples(recipe, "test", recipe.Test, seed, shapes, difficulty).Remembered());
    }

    /// <summary>The random stream that a split's examples are drawn from.</summary>
    internal static string Stream(string task, string split) => $"generated/{task}/{split}";

    private static TaskSpec Spec(Recipe recipe) => new()
    {
        Name = recipe.Name,
        Modality = recipe.Modality,
        Classes = recipe.Classes.Length,
        ClassNames = recipe.Classes,
        Steps = recipe.Steps,
    };

    private static Split Examples(
        Recipe recipe, string split, int count, ulong seed, InputShapes shapes, double difficulty)
    {
        var stream = Stream(recipe.Name, split);
        var noise = difficulty * recipe.Noise;
        return new(count, (indices, _) => Fetch(recipe, shapes, indices, count, (index, label, values) =>
            recipe.Draw(values, shapes, label, noise, Rng.At(seed, stream, index))));
    }

    private delegate void Fill(int index, int label, Span<float> values);

    private static Batch Fetch(
        Recipe recipe, InputShapes shapes, IReadOnlyList<int> indices, int count, Fill fill)
    {
        var unknown = indices.Where(i => i < 0 || i >= count).ToArray();
        if (unknown.Length > 0)
            throw new ArgumentOutOfRangeException(nameof(indices), unknown[0], $"It has {count} examples.");
        var classes = recipe.Classes.Length;
        var input = empty([indices.Count, .. shapes.Of(recipe.Modality)], float32);
        var target = zeros([indices.Count, classes], float32);
        var length = (int)shapes.Of(recipe.Modality).Aggregate((a, b) => a * b);
        var values = input.Floats();
        var answers = target.Floats();
        for (var b = 0; b < indices.Count; b++)
        {
            var label = indices[b] % classes;
            answers[(b * classes) + label] = 1;
            fill(indices[b], label, values.Slice(b * length, length));
        }
        return new(input, target, ones([indices.Count], float32));
    }
}
