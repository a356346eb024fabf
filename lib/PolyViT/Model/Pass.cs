namespace PolyViT;

/// <summary>What is random in a training pass. Evaluation passes null instead.</summary>
/// <param name="Rng">The step's stream.</param>
/// <param name="StochasticDepth">p_max of the task.</param>
/// <param name="Dropout">The model's dropout.</param>
public sealed record Pass(Rng Rng, double StochasticDepth = 0, double Dropout = 0)
{
    /// <summary>The number of the first example in its batch, where the pass sees a part of it: chance is
    /// drawn for the whole batch, so that its parts add up to it.</summary>
    public int First { get; init; }

    /// <summary>Examples of the whole batch; 0 where the pass sees them all.</summary>
    public int Whole { get; init; }

    /// <summary>The stream of one random thing in the model.</summary>
    /// <param name="layer">The block; -1 is the tokenizer.</param>
    /// <param name="place">What in the block.</param>
    public Rng At(int layer, Place place) => Rng.Fork(layer).Fork((int)place);
}

/// <summary>What is random in a block.</summary>
public enum Place
{
    /// <summary>Which examples skip the attention.</summary>
    AttentionBranch,

    /// <summary>Which examples skip the MLP.</summary>
    MlpBranch,

    /// <summary>Dropout of the attention's output.</summary>
    AttentionOutput,

    /// <summary>Dropout inside the MLP.</summary>
    MlpHidden,

    /// <summary>Dropout of the MLP's output, or of the tokens.</summary>
    Output,
}

/// <summary>Watches values on their way through the model, e.g. hidden states. They belong to the model's
/// scope.</summary>
/// <param name="name">What it is: "tokens", "block_0", .., "encoder_norm".</param>
/// <param name="value">The value.</param>
public delegate void Observe(string name, Tensor value);

/// <summary>A place in the tree of parameters.</summary>
/// <param name="All">All parameters.</param>
/// <param name="Path">Where, e.g. "vit_encoder/encoderblock_0".</param>
public readonly record struct Scope(Parameters All, string Path)
{
    /// <summary>The parameter of that name here.</summary>
    /// <param name="name">Relative to the path.</param>
    public Tensor this[string name] => All[$"{Path}/{name}"];

    /// <summary>A place below this one.</summary>
    /// <param name="scope">From where.</param>
    /// <param name="name">The next part of the path.</param>
    public static Scope operator /(Scope scope, string name) => new(scope.All, $"{scope.Path}/{name}");
}
