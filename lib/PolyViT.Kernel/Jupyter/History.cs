using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace PolyViT.Kernel.Jupyter;

/// <summary>A cell that was run.</summary>
/// <param name="Number">Its execution count.</param>
/// <param name="Code">Its text.</param>
/// <param name="Result">Its last expression as text; null when it had none.</param>
internal sealed record Ran(int Number, string Code, string? Result);

/// <summary>Answers to history requests, from the cells of this process.</summary>
/// <remarks>There is one session, 0 in requests; it ends with the kernel.</remarks>
internal static class History
{
    /// <summary>The cells that a request asks for, the oldest first.</summary>
    /// <param name="ran">All, the oldest first.</param>
    /// <param name="request">By `tail`, `range` or `search`.</param>
    public static JsonArray Of(IEnumerable<Ran> ran, Message request)
    {
        var found = request.Text("hist_access_type") switch
        {
            "range" => ran.Where(r => r.Number >= (request.Number("start") ?? 0)
                && r.Number < (request.Number("stop") ?? int.MaxValue)),
            "search" => Last(Search(ran, request), request),
            _ => Last(ran, request),
        };
        return [.. found.Select(r => Entry(r, request.Flag("output", otherwise: false)))];
    }

    private static IEnumerable<Ran> Search(IEnumerable<Ran> ran, Message request)
    {
        var pattern = request.Text("pattern") ?? "*";
        var found = ran.Where(r =>
            FileSystemName.MatchesSimpleExpression(pattern, r.Code, ignoreCase: false));
        return request.Flag("unique", otherwise: false)
            ? found.Reverse().DistinctBy(r => r.Code).Reverse()
            : found;
    }

    private static IEnumerable<Ran> Last(IEnumerable<Ran> ran, Message request) =>
        ran.TakeLast(request.Number("n") ?? int.MaxValue);

    private static JsonArray Entry(Ran ran, bool withOutput) =>
        new(0, ran.Number, withOutput ? new JsonArray(ran.Code, ran.Result) : ran.Code);
}
