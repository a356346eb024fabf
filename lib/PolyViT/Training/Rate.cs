namespace PolyViT;

/// <summary>The learning rate of an update, the task's coefficient not included.</summary>
/// <param name="step">The update, counted from 1.</param>
public delegate double Rate(int step);

/// <summary>Learning-rate schedules, and what can be done to them.</summary>
public static class Rates
{
    /// <summary>The same rate at every step.</summary>
    /// <param name="value">The rate.</param>
    public static Rate Constant(double value) => _ => value;

    /// <summary>Half a cosine from the peak to zero.</summary>
    /// <param name="peak">The rate before and at <paramref name="from"/>.</param>
    /// <param name="steps">The update at which it reaches zero.</param>
    /// <param name="from">The update at which it begins to fall.</param>
    /// <remarks>differs: scenic's cosine starts a new cycle at the very last step, at full rate; this one
    /// ends at zero.</remarks>
    public static Rate Cosine(double peak, int steps, double from = 0) => step =>
    {
        var progress = Math.Max(0, step - from) / Math.Max(1, steps - Math.Floor(from));
        return peak * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, progress)));
    };

    /// <summary>Multiplies by min(1, step / warmup): already the first step has a rate.</summary>
    /// <param name="rate">What to warm up.</param>
    /// <param name="warmup">Updates until the full rate.</param>
    public static Rate Warmup(this Rate rate, double warmup) =>
        warmup <= 0 ? rate : step => rate(step) * Math.Min(1, step / warmup);

    /// <summary>Multiplies the rate.</summary>
    /// <param name="rate">Of what.</param>
    /// <param name="factor">By what.</param>
    public static Rate Scale(this Rate rate, double factor) => step => rate(step) * factor;

    /// <summary>Scenic's schedule (section 3.5): linear warmup, then a cosine over what is left.</summary>
    /// <param name="peak">The full rate.</param>
    /// <param name="steps">U, all updates.</param>
    /// <param name="warmup">W, updates of warmup.</param>
    public static Rate WarmupCosine(double peak, int steps, double warmup) =>
        Cosine(peak, steps, warmup).Warmup(warmup);
}
