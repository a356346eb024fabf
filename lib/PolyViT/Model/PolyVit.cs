namespace PolyViT;

/// <summary>
/// The model: a tokenizer per modality, one encoder, a head per task (section 2.1). With one task it is a
/// plain ViT, an unfactorised ViViT or, with AST's strides and tokens, an AST (<see cref="Baseline"/>).
/// </summary>
/// <param name="Config">The sizes.</param>
/// <param name="Tasks">The tasks, one head each.</param>
/// <param name="Parameters">The numbers.</param>
public sealed record PolyVit(ModelConfig Config, ImmutableArray<TaskSpec> Tasks, Parameters Parameters) : IDisposable
{
    /// <summary>A fresh model.</summary>
    /// <param name="config">The sizes.</param>
    /// <param name="tasks">The tasks.</param>
    /// <param name="seed">The seed of the initial values.</param>
    /// <param name="device">Where; the CPU when absent.</param>
    /// <param name="type">Float32, or Float64 for reference tests.</param>
    /// <exception cref="InputException">Sizes that do not fit together, or two tasks of one name.</exception>
    public static PolyVit Create(
        ModelConfig config,
        IReadOnlyList<TaskSpec> tasks,
        ulong seed,
        Device? device = null,
        ScalarType type = ScalarType.Float32)
    {
        ModelCheck.Require(config, tasks);
        return new(config, [.. tasks], Parameters.Create(ParameterLayout.Of(config, tasks), seed, device, type));
    }

    /// <summary>This model for products in another precision; it shares the parameters, see
    /// <see cref="Parameters.At"/>.</summary>
    /// <param name="precision">Which; the fast float32 path has to be in use, see
    /// <see cref="Arithmetic.Use"/>.</param>
    /// <returns>To be disposed before this one.</returns>
    public PolyVit At(Precision precision) => this with { Parameters = Parameters.At(precision) };

    /// <summary>Tokens after the last block and the shared final norm, where the model has one.</summary>
    /// <param name="modality">What the input is.</param>
    /// <param name="x">The input; see <see cref="Tokenizer.Tokens"/>.</param>
    /// <param name="pass">What is random; null in evaluation.</param>
    /// <param name="observe">Sees the tokens, each block's output and the result.</param>
    /// <returns>[B, N, D].</returns>
    public Tensor Encode(Modality modality, Tensor x, Pass? pass = null, Observe? observe = null)
    {
        using var scope = NewDisposeScope();
        var tokens = Embed(modality, x, pass);
        observe?.Invoke("tokens", tokens);
        for (var layer = 0; layer < Config.Depth; layer++)
        {
            tokens = Layer(modality, layer, tokens, pass);
            observe?.Invoke($"block_{layer}", tokens);
        }
        var result = Finish(tokens);
        observe?.Invoke("encoder_norm", result);
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The task's logits.</summary>
    /// <param name="task">One of <see cref="Tasks"/>.</param>
    /// <param name="x">A batch of the task's modality.</param>
    /// <param name="pass">What is random; null in evaluation.</param>
    /// <param name="observe">Sees hidden states.</param>
    /// <returns>[B, K]; the head's input, [B, D], where the task has no classes.</returns>
    public Tensor Logits(TaskSpec task, Tensor x, Pass? pass = null, Observe? observe = null)
    {
        using var scope = NewDisposeScope();
        return Head.Of(this, task, Encode(task.Modality, x, pass, observe)).MoveToOuterDisposeScope();
    }

    /// <summary>The tokens that enter the first block.</summary>
    internal Tensor Embed(Modality modality, Tensor x, Pass? pass)
    {
        using var scope = NewDisposeScope();
        var tokens = Tokenizer.Tokens(this, modality, x);
        if (pass is { Dropout: > 0 })
            tokens = tokens.Dropout(pass.At(-1, Place.Output), pass.Dropout, tokens.size(0), pass);
        return tokens.MoveToOuterDisposeScope();
    }

    /// <summary>Block l on the way of a modality.</summary>
    internal Tensor Layer(Modality modality, int layer, Tensor tokens, Pass? pass)
    {
        var place = new Scope(Parameters, ParameterLayout.BlockPath(Config, modality, layer));
        var drop = StochasticDepth.Rate(layer, Config, pass?.StochasticDepth ?? 0);
        return Block.Forward(tokens, place, Config, pass, layer, drop);
    }

    /// <summary>The shared final norm, where the model has one.</summary>
    internal Tensor Finish(Tensor tokens) => Config.FinalNorm
        ? tokens.Norm(new(Parameters, "vit_encoder/encoder_norm"), Config.Epsilon)
        : tokens.alias();

    /// <summary>Frees the parameters.</summary>
    public void Dispose() => Parameters.Dispose();
}
