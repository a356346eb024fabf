namespace PolyViT;

/// <summary>How a task's targets are read and which loss follows (scenic polyvit_base_model.py).</summary>
public enum TaskKind
{
    /// <summary>One class of K: softmax cross-entropy.</summary>
    Label,

    /// <summary>Any number of K classes: sigmoid cross-entropy, summed over classes.</summary>
    MultiLabel,

    /// <summary>One class in each of several groups (nouns and verbs): the mean of their softmax
    /// losses.</summary>
    MultiHeadLabel,
}

/// <summary>The number by which a task is judged.</summary>
public enum Metric
{
    /// <summary>Share of examples whose highest logit is right; for multi-label targets, precision at
    /// 1.</summary>
    Top1,

    /// <summary>Share of examples whose class is among the five highest logits.</summary>
    Top5,

    /// <summary>Mean average precision over the classes that have positives.</summary>
    MeanAveragePrecision,

    /// <summary>d' = sqrt(2) times the normal quantile of the mean area under the ROC curve.</summary>
    DPrime,
}

/// <summary>How the encoder's tokens become one vector for a head (scenic: classifier).</summary>
public enum Pooling
{
    /// <summary>The CLS token.</summary>
    Token,

    /// <summary>The mean of all tokens, CLS included where there is one.</summary>
    Gap,

    /// <summary>The largest of all tokens in each of the D numbers (scenic: gmp).</summary>
    Max,

    /// <summary>The sum of all tokens (scenic: gsp).</summary>
    Sum,

    /// <summary>The mean of the patches' tokens; there is a CLS token, and it is left out (timm: avg).</summary>
    Patches,

    /// <summary>The mean of the CLS and the distillation token (AST).</summary>
    TokenPair,
}

/// <summary>A task: one data set, its modality, its loss, and its single-task hyper-parameters (section 3,
/// table of 6.1).</summary>
public sealed record TaskSpec
{
    /// <summary>The name of the data set; the head and every result carry it.</summary>
    public required string Name { get; init; }

    /// <summary>The tokenizer that the task's input goes through.</summary>
    public required Modality Modality { get; init; }

    /// <summary>K, the number of logits; for multi-head labels the sum over the groups. 0 is a head without
    /// an output projection: a pretrained encoder whose classifier was left out, which cannot be trained.</summary>
    public required int Classes { get; init; }

    /// <summary>Sizes of the label groups of a multi-head task, in order, e.g. [300, 97]; else
    /// empty.</summary>
    public ImmutableArray<int> ClassSplits { get; init; } = [];

    /// <summary>The names of the K classes, in order; empty where the data set has none.</summary>
    public ImmutableArray<string> ClassNames { get; init; } = [];

    /// <summary>How targets are read.</summary>
    public TaskKind Kind { get; init; } = TaskKind.Label;

    /// <summary>The number by which the task is judged.</summary>
    public Metric Metric { get; init; } = Metric.Top1;

    /// <summary>Examples per minibatch.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>U_j, the steps of the task's own single-task baseline; its weight in a weighted
    /// schedule.</summary>
    public int Steps { get; init; } = 100;

    /// <summary>Multiplies the common learning rate on the task's steps (scenic: lr_coefs).</summary>
    public double LrCoefficient { get; init; } = 1;

    /// <summary>Multiplies the task's loss (scenic: loss_weights).</summary>
    public double LossWeight { get; init; } = 1;

    /// <summary>p_max of stochastic depth, reached at the last block (scenic:
    /// stochastic_droplayer_rates).</summary>
    public double StochasticDepth { get; init; }

    /// <summary>Alpha of mixup's Beta distribution; 0 is off.</summary>
    public double Mixup { get; init; }

    /// <summary>Label smoothing s: y becomes (1 - s) y + s / K.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How the head pools the tokens.</summary>
    public Pooling Pooling { get; init; } = Pooling.Token;

    /// <summary>Widths of hidden layers in the head, each followed by a ReLU.</summary>
    public ImmutableArray<int> HiddenSizes { get; init; } = [];

    /// <summary>Width of a layer with tanh before the output projection, vision_transformer's
    /// representation layer; 0 for none.</summary>
    public int Representation { get; init; }

    /// <summary>Epsilon of a LayerNorm between the pooled tokens and the rest of the head, as AST and timm's
    /// fc_norm have; null for none.</summary>
    public double? HeadNorm { get; init; }

    /// <summary>Whether the distillation token has an output projection of its own, and the logits are the mean
    /// of both (DeiT).</summary>
    public bool DistillationHead { get; init; }

    /// <summary>Starts the output projection at zero, as scenic does for video and audio.</summary>
    public bool ZeroInitHead { get; init; }
}
