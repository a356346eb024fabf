namespace PolyViT;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>All is well.</summary>
    Good,

    /// <summary>It works, and could be better.</summary>
    Advice,

    /// <summary>Something will not work.</summary>
    Problem,
}

/// <summary>What one check of the machine found.</summary>
/// <param name="Subject">What was looked at, e.g. "ffmpeg".</param>
/// <param name="Level">How much it matters.</param>
/// <param name="Detail">What was found, in a sentence.</param>
/// <param name="Advice">What to do, in a sentence; empty when there is nothing to do.</param>
public sealed record Finding(string Subject, FindingLevel Level, string Detail, string Advice)
{
    /// <summary>A finding that asks for nothing.</summary>
    /// <param name="subject">What was looked at.</param>
    /// <param name="detail">What was found.</param>
    public static Finding Good(string subject, string detail) => new(subject, FindingLevel.Good, detail, "");

    /// <summary>The result of a check, or the failure of the check itself as a finding.</summary>
    /// <param name="subject">What is looked at.</param>
    /// <param name="check">The check.</param>
    public static Finding Of(string subject, Func<Finding> check)
    {
#pragma warning disable CA1031 // a check that fails is a finding, whatever it threw
        try
        {
            return check();
        }
        catch (Exception e)
        {
            return new(
                subject, FindingLevel.Problem, $"The check failed: {e.Message}", "Please report this.");
        }
#pragma warning restore CA1031
    }
}
