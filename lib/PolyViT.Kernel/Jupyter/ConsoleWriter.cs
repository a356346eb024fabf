using System.Text;

namespace PolyViT.Kernel.Jupyter;

/// <summary>Console.Out and Console.Error of cells.</summary>
/// <remarks>A class, because that is what the console takes.</remarks>
/// <param name="print">Takes the text.</param>
/// <param name="hurry">Asks for it to be shown.</param>
internal sealed class ConsoleWriter(ConsoleWriter.Printer print, Action hurry)
    : TextWriter(CultureInfo.InvariantCulture)
{
    /// <summary>Takes text that was printed.</summary>
    /// <param name="text">Not kept.</param>
    public delegate void Printer(ReadOnlySpan<char> text);

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <inheritdoc/>
    public override void Write(char value) => print(new(in value));

    /// <inheritdoc/>
    public override void Write(string? value) => print(value);

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => print(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => print(buffer);

    /// <inheritdoc/>
    public override void WriteLine(string? value) => print(value + NewLine);

    /// <inheritdoc/>
    public override void Flush() => hurry();
}
