namespace PolyViT;

/// <summary>Where a piece of long work stands.</summary>
/// <param name="Label">What is being done, e.g. "weighted, seed 1".</param>
/// <param name="Done">Units finished.</param>
/// <param name="Total">Units in all.</param>
/// <param name="Status">A short remark, e.g. "loss 1.23"; may be empty.</param>
public sealed record Progress(string Label, long Done, long Total, string Status = "");

/// <summary>Takes progress; called often, so it must be cheap. It may be called from one thread
/// only.</summary>
/// <param name="progress">Where the work stands.</param>
public delegate void Report(Progress progress);
