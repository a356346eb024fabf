namespace PolyViT;

/// <summary>One tensor of a checkpoint file, read when it is asked for.</summary>
/// <param name="Name">Its name in the file, nested names joined.</param>
/// <param name="Type">
/// The type it is stored in; bfloat16 stays bfloat16, and unsigned integers that torch lacks become the next
/// wider signed ones.
/// </param>
/// <param name="Shape">Its shape in the file; empty for one number.</param>
/// <param name="Fill">
/// Reads the values into a contiguous tensor on the CPU of this type and as many values: no copy lies between
/// the file and it where the format allows.
/// </param>
public sealed record StoredTensor(
    string Name, ScalarType Type, ImmutableArray<long> Shape, Action<Tensor> Fill)
{
    /// <summary>Reads the values against their checksum and keeps nothing, once: whoever must change a model
    /// as a
    /// whole or not at all does so first. Null where the file has no checksum for them.</summary>
    public Action? Check { get; init; }

    /// <summary>Reads bytes of the values from a place on, where they lie in the file as torch has them in
    /// memory,
    /// row-major; else null.</summary>
    internal Action<long, Span<byte>>? At { get; init; }

    /// <summary>The number of values.</summary>
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>A tensor in memory under a name, for a file to be written; it must live until then.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Any tensor: it is copied when the file is written.</param>
    public static StoredTensor Of(string name, Tensor values) =>
        new(name, values.dtype, [.. values.shape], into =>
        {
            using var quiet = no_grad();
            _ = into.copy_(values.reshape(into.shape));
        });

    /// <summary>The values as a new tensor on the CPU, in the stored type; it belongs to the current dispose
    /// scope.</summary>
    /// <exception cref="InputException">The file is damaged at this tensor.</exception>
    public Tensor Read()
    {
        var values = empty([.. Shape], Type);
        Fill(values);
        return values;
    }

    /// <summary>Gives the values to a function for as long as it runs.</summary>
    /// <param name="use">What looks at the tensor: it copies what it wants to keep.</param>
    /// <exception cref="InputException">The file is damaged at this tensor.</exception>
    public void Lend(Action<Tensor> use)
    {
        using var scope = NewDisposeScope();
        use(Read());
    }

    /// <summary>Copies the values into a tensor, converting them to its type.</summary>
    /// <param name="target">
    /// Of this shape, or of another with as many values in the same row-major order; changed in place.
    /// </param>
    /// <exception cref="InputException">The file is damaged at this tensor.</exception>
    public void CopyTo(Tensor target)
    {
        if (target.dtype == Type && target.device_type == DeviceType.CPU && target.is_contiguous())
            Fill(target);
        else if (Bands.CanFill(this, target))
            Bands.FillRows(this, target);
        else
            Lend(values => target.copy_(values.reshape(target.shape)));
    }

    /// <summary>Copies a matrix turned, converting its values to the target's type: PyTorch's dense kernels
    /// lie the
    /// other way round than Flax's.</summary>
    /// <param name="target">[R, C], where this is [C, R]; changed in place.</param>
    /// <exception cref="InputException">The file is damaged at this tensor.</exception>
    public void CopyTurnedTo(Tensor target)
    {
        if (Bands.CanFill(this, target))
            Bands.FillTurned(this, target);
        else
            Lend(values => target.copy_(values.t()));
    }

    /// <summary>Its name, type and shape: "head/kernel Float32 [768, 1000]".</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
