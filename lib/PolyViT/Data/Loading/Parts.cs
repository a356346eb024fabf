namespace PolyViT;

/// <summary>The splits of a data set by name.</summary>
internal static class Parts
{
    /// <summary>"train", "test", "validation", or one of <see cref="Listing.MoreTests"/>.</summary>
    public static ImmutableArray<Item> Part(this Listing listing, string name) => name switch
    {
        "train" => listing.Train,
        "test" => listing.Test,
        "validation" when !listing.Validation.IsEmpty => listing.Validation,
        _ when listing.MoreTests.TryGetValue(name, out var items) => items,
        _ => throw Unknown(name, listing.Folder,
            ["test", .. listing.Validation.IsEmpty ? [] : new[] { "validation" }, .. listing.MoreTests.Keys]),
    };

    /// <summary>"train", "test" or "validation".</summary>
    public static PictureSplit Part(this PictureRecords records, string name) => name switch
    {
        "train" => records.Train,
        "test" => records.Test,
        "validation" when records.Validation is { } split => split,
        _ => throw Unknown(name, "The set", ["test", .. records.Validation is null ? [] : new[] { "validation" }]),
    };

    /// <summary>A list of pictures that lie in a few large files, each called after its split and
    /// number.</summary>
    public static Listing Listed(this PictureRecords records, string folder)
    {
        ImmutableArray<Item> Items(string part, PictureSplit? split) =>
            [.. (split?.Labels ?? []).Select((label, i) => new Item($"{part}/{i}", label))];
        return new(folder, records.Classes, Items("train", records.Train), Items("test", records.Test))
        {
            Validation = Items("validation", records.Validation),
            Remarks = records.Remarks,
        };
    }

    private static InputException Unknown(string name, string where, IEnumerable<string> known) => new(
        $"{where} has no split \"{name}\" to be judged on: choose from {string.Join(", ", known)}.");
}
