using System.Text;

namespace PolyViT.Kernel.Notebooks;

/// <summary>A console that tells what is written, at once: what a crash follows must not be lost.</summary>
/// <remarks>A class, because that is what the console accepts.</remarks>
/// <param name="tell">Takes a text.</param>
internal sealed class Telling(Action<string> tell) : TextWriter(CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override string NewLine => "\n";

    /// <inheritdoc/>
    public override void Write(char value) => tell(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value))
            tell(value);
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) =>
        Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    /// <inheritdoc/>
    public override void WriteLine() => tell("\n");

    /// <inheritdoc/>
    public override void WriteLine(string? value) => tell(value + "\n");
}

/// <summary>The input of a notebook that runs without anybody in front of it.</summary>
/// <remarks>A class, because that is what the console accepts.</remarks>
internal sealed class NobodyToAsk : TextReader
{
    /// <inheritdoc/>
    public override int Peek() => Read();

    /// <inheritdoc/>
    public override int Read() => throw new InvalidOperationException(
        "There is nobody to ask: the notebook is run without a person; give the value by a parameter"
        + " (polyvit run --set Name=value).");
}
