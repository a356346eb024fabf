using System.Diagnostics.CodeAnalysis;

namespace PolyViT;

/// <summary>
/// Tensor arithmetic that is safe with TorchSharp 0.107. Its own <c>x + y</c> and <c>x * 2f</c> make a
/// temporary
/// scalar that the finaliser may free while native code still reads it; these keep every scalar alive across
/// the call.
/// Results belong to the current dispose scope.
/// </summary>
public static class Ops
{
    private static readonly Scalar Zero = Scalar(0);
    private static readonly Scalar One = Scalar(1);
    private static readonly Scalar MinusOne = Scalar(-1);

    /// <summary>A scalar to be kept in a static field, or alive by <see cref="GC.KeepAlive"/> after its last
    /// use.</summary>
    /// <param name="value">Its value.</param>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "the one place that makes scalars")]
    public static Scalar Scalar(double value) => value.ToScalar();

    /// <summary>a + b, broadcast.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">Any shape that broadcasts with <paramref name="a"/>.</param>
    public static Tensor Add(this Tensor a, Tensor b) => a.add(b, One);

    /// <summary>a - b, broadcast.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">Any shape that broadcasts with <paramref name="a"/>.</param>
    public static Tensor Subtract(this Tensor a, Tensor b) => a.add(b, MinusOne);

    /// <summary>a + scale b, broadcast.</summary>
    /// <param name="a">Any shape.</param>
    /// <param name="b">Any shape that broadcasts with <paramref name="a"/>.</param>
    /// <param name="scale">A number.</param>
    public static Tensor AddScaled(this Tensor a, Tensor b, double scale) => With(scale, s => a.add(b, s));

    /// <summary>x + value.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="value">A number.</param>
    public static Tensor Plus(this Tensor x, double value)
    {
        var s = Scalar(value);
        var result = x.add(s, One);
        GC.KeepAlive(s);
        return result;
    }

    /// <summary>x times value.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="value">A number.</param>
    public static Tensor Times(this Tensor x, double value) => With(value, s => x.mul(s));

    /// <summary>x to the power.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="exponent">A number.</param>
    public static Tensor Power(this Tensor x, double exponent) => With(exponent, s => x.pow(s));

    /// <summary>The larger of x and low, element by element.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="low">The least value.</param>
    public static Tensor AtLeast(this Tensor x, double low) => With(low, s => x.clamp_min(s));

    /// <summary>The smaller of x and high, element by element.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="high">The greatest value.</param>
    public static Tensor AtMost(this Tensor x, double high) => With(high, s => x.clamp_max(s));

    /// <summary>target += scale value, in place; returns nothing, so that no one disposes the target by
    /// mistake.</summary>
    /// <param name="target">Changed.</param>
    /// <param name="value">Same shape as <paramref name="target"/>.</param>
    /// <param name="scale">A number.</param>
    public static void AddInPlace(this Tensor target, Tensor value, double scale = 1) =>
        With(scale, s => target.add_(value, s));

    /// <summary>target *= scale, in place.</summary>
    /// <param name="target">Changed.</param>
    /// <param name="scale">A number.</param>
    public static void ScaleInPlace(this Tensor target, double scale) => With(scale, s => target.mul_(s));

    /// <summary>The Euclidean norm of a vector, as a scalar tensor.</summary>
    /// <param name="x">[P].</param>
    /// <remarks>
    /// torch's own norm adds all squares into a few sums of float32: of 86 million numbers it is 0.9 % too
    /// small. Sums of 1024, and then of those, keep it to a few parts in a million.
    /// </remarks>
    public static Tensor Length(this Tensor x)
    {
        const long row = 1024;
        using var scope = NewDisposeScope();
        var rows = x.size(0) / row;
        var rest = x.narrow(0, rows * row, x.size(0) - (rows * row)).norm().reshape(1);
        return cat([x.narrow(0, 0, rows * row).view(rows, row).norm(1), rest]).norm().MoveToOuterDisposeScope();
    }

    /// <summary>0, 1, .., n-1 as int64, [n].</summary>
    /// <param name="n">How many.</param>
    public static Tensor Range(long n) => With(n, s => arange(Zero, s, One, ScalarType.Int64));

    private static T With<T>(double value, Func<Scalar, T> use)
    {
        var s = Scalar(value);
        var result = use(s);
        GC.KeepAlive(s);
        return result;
    }
}
