using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Hosting;

/// <summary>What cells can call without a prefix; the names are those of .NET Interactive.</summary>
public static class Notebook
{
    /// <summary>Shows a value now, not only when it is the last of its cell.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The kinds of output to show; when none is named, all that it has.</param>
    /// <returns>What is on display, to be updated.</returns>
#pragma warning disable IDE1006 // .NET Interactive calls it so.
    public static DisplayedValue display(object? value, params string[] mimeTypes) =>
        value.Display(mimeTypes);
#pragma warning restore IDE1006

    /// <summary>Shows a value now, not only when it is the last of its cell.</summary>
    /// <param name="value">Anything.</param>
    /// <param name="mimeTypes">The kinds of output to show; when none is named, all that it has.</param>
    /// <returns>What is on display, to be updated.</returns>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes) =>
        Show(Only(Formatting.Of(value), mimeTypes));

    /// <summary>Shows a text as what it is.</summary>
    /// <param name="content">Text, or base64 of a picture.</param>
    /// <param name="mimeType">For example "text/markdown".</param>
    /// <returns>What is on display, to be updated.</returns>
    public static DisplayedValue DisplayAs(this string content, string mimeType) =>
        Show(new Dictionary<string, object>
        {
            [mimeType] = mimeType.EndsWith("json", StringComparison.Ordinal)
                ? (object)JsonNode.Parse(content)!
                : content,
        });

    /// <summary>A text that is shown as HTML.</summary>
    /// <param name="content">Taken as it is.</param>
    public static Html HTML(string content) => new(content);

    private static DisplayedValue Show(IReadOnlyDictionary<string, object> bundle)
    {
        var shown = new DisplayedValue($"{Guid.NewGuid():N}");
        Contract.Display(bundle, shown.DisplayId, update: false);
        return shown;
    }

    private static IReadOnlyDictionary<string, object> Only(
        IReadOnlyDictionary<string, object> bundle, string[] mimeTypes)
    {
        var wanted = bundle.Where(e => mimeTypes.Contains(e.Key)).ToDictionary();
        return mimeTypes.Length == 0 ? bundle
            : wanted.Count > 0 ? wanted
            : new Dictionary<string, object> { [mimeTypes[0]] = bundle["text/plain"] };
    }
}

/// <summary>A text that is shown as HTML.</summary>
/// <param name="Content">Taken as it is.</param>
public sealed record Html(string Content)
{
    /// <inheritdoc/>
    public override string ToString() => Content;
}

/// <summary>Something on display.</summary>
/// <param name="DisplayId">Its id in the notebook.</param>
public sealed record DisplayedValue(string DisplayId)
{
    /// <summary>Shows another value in its place.</summary>
    /// <param name="value">Anything.</param>
    public void Update(object? value) => Contract.Display(Formatting.Of(value), DisplayId, update: true);
}
