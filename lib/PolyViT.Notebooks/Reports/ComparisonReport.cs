using System.Text.Json;
using System.Text.Json.Serialization;

namespace PolyViT.Notebooks;

/// <summary>What a report left in its folder.</summary>
/// <param name="Json">The path of results.json.</param>
/// <param name="Html">The path of report.html.</param>
/// <param name="Png">The path of comparison.png; null when it was left out.</param>
/// <param name="Remark">Why the picture was left out, in one sentence; empty when it was not.</param>
public sealed record ReportFiles(string Json, string Html, string? Png, string Remark);

/// <summary>Writes a comparison as numbers, as a page and as a picture; reads the numbers back.</summary>
public static partial class ComparisonReport
{
    private const int PictureWidth = 1200;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        NewLine = "\n",
        IgnoreReadOnlyProperties = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, // a diverged loss is NaN
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Writes results.json, report.html and, with an installed Chromium, comparison.png.</summary>
    /// <param name="result">The comparison, complete or not.</param>
    /// <param name="planned">Each schedule's name and, for each minibatch, the position of its task.</param>
    /// <param name="folder">Where to; it is made when it is missing.</param>
    /// <param name="browser">The browser's path; null looks for one.</param>
    public static ReportFiles Write(
        ComparisonResult result, Timelines planned, string folder,
        string? browser = null)
    {
        var json = Save(result, folder);
        var html = Put(folder, "report.html", Html(result, planned));
        var picture = Path.Combine(folder, "comparison.png");
        var remark = Draw(result, planned, picture, browser);
        return new(json, html, remark.Length == 0 ? picture : null, remark);
    }

    /// <summary>Writes results.json, so that what was measured survives whatever comes next, and the items
    /// that could not be read as quarantine/SET.tsv, which training takes as its list.</summary>
    /// <param name="result">The comparison so far.</param>
    /// <param name="folder">Where to; it is made when it is missing.</param>
    /// <returns>The path of the file.</returns>
    public static string Save(ComparisonResult result, string folder)
    {
        foreach (var items in result.Unreadable().GroupBy(u => u.Set))
            _ = Put(
                Path.Combine(folder, "quarantine"), items.Key + ".tsv",
                string.Concat(items.Select(u => Quarantine.Line(u.Name, u.Reason) + "\n")));
        return Put(folder, "results.json", JsonSerializer.Serialize(result, Json));
    }

    private static string Put(string folder, string name, string content)
    {
        var path = Path.Combine(folder, name);
        try
        {
            Directory.CreateDirectory(folder);
            Files.Write(path, content);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder} cannot be written ({e.Message}); choose another folder.", e);
        }
    }

    /// <summary>Reads a results.json that <see cref="Write"/> has written.</summary>
    /// <param name="path">The file.</param>
    public static ComparisonResult Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonSerializer.Deserialize<ComparisonResult>(stream, Json)
                ?? throw new InputException($"{path} holds nothing; give the results.json of a comparison.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"{path} cannot be read ({e.Message}); give the results.json of a comparison.", e);
        }
        catch (JsonException e)
        {
            throw new InputException(
                $"{path} is not a comparison's results ({e.Message}); write it again.", e);
        }
    }

    private static string Draw(
        ComparisonResult result, Timelines planned, string png,
        string? browser)
    {
        browser ??= Chromium.Find(Environment.GetEnvironmentVariable);
        if (browser is null)
            return "comparison.png was left out: no Chromium, Chrome or Edge was found (CHROMIUM names one).";
        var trouble = Chromium.Draw(
            browser, Picture(result, planned), png, PictureWidth, PictureHeight(result),
            TimeSpan.FromMinutes(1));
        return trouble is null ? "" : $"comparison.png was left out: {trouble}";
    }
}
