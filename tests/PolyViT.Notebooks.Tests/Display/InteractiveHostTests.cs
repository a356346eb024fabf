using System.Threading;

namespace PolyViT.Notebooks.Tests;

/// <summary>Against stand-ins with the public signatures of .NET Interactive.</summary>
[Collection(nameof(FakeHost))]
public class InteractiveHostTests
{
    private static Host Make() =>
        InteractiveHost.Of(typeof(Formatter), typeof(KernelInvocationContext), typeof(ContextExtensions));

    [Fact]
    public void Formatters_are_registered_for_html_and_text_and_preferred()
    {
        Formatter.Registered.Clear();
        Formatters.Register(Make());
        var frame = Deedle.Frame.CreateEmpty<int, string>();
        Assert.Contains("<table>", Formatter.Write(typeof(Deedle.IFrame), "text/html", frame));
        Assert.Contains("0 rows", Formatter.Write(typeof(Deedle.IFrame), "text/plain", frame));
        Assert.Equal(["text/html", "text/plain"], Formatter.Preferred[typeof(Deedle.IFrame)]);
        Assert.Contains(typeof(Plotly.NET.GenericChart), Formatter.Preferred.Keys);
        Assert.Contains(typeof(Tensor), Formatter.Preferred.Keys);
        Assert.DoesNotContain(typeof(object), Formatter.Preferred.Keys); // it shows records by itself
    }

    [Fact]
    public void Values_are_shown_and_updated_as_what_they_look_like()
    {
        Formatter.Registered.Clear();
        var host = Make();
        Formatters.Register(host);
        KernelInvocationContext.Current = new();
        var update = host.Show(Formatters.Of(new { A = 1 }));
        update(Formatters.Of("done"));
        var shown = Assert.Single(KernelInvocationContext.Current.Shown);
        Assert.Equal(["text/html", "text/plain"], shown.Types);
        var (first, second) = (shown.Values[0], shown.Values[1]);
        Assert.Contains("<table>", Formatter.Write(first.GetType(), "text/html", first));
        Assert.Equal("A  1", Formatter.Write(first.GetType(), "text/plain", first));
        Assert.Equal("<pre>done</pre>", Formatter.Write(second.GetType(), "text/html", second));
    }

    [Fact]
    public void The_token_is_the_contexts_and_outside_of_a_cell_there_is_none()
    {
        var host = Make();
        KernelInvocationContext.Current = new();
        Assert.Equal(KernelInvocationContext.Current.CancellationToken, host.Stop());
        KernelInvocationContext.Current = null;
        Assert.False(host.Stop().CanBeCanceled);
        Assert.True(host.IsNotebook);
    }

    [Fact]
    public void Without_its_assemblies_there_is_no_such_host() =>
        Assert.Null(InteractiveHost.TryFind(AppDomain.CurrentDomain.GetAssemblies()));

    public static class Formatter
    {
        public static Dictionary<(Type, string), Action<object, TextWriter>> Registered { get; } = [];

        public static Dictionary<Type, string[]> Preferred { get; } = [];

        public static void Register<T>(Func<T, string> formatter, string mimeType = "text/plain") =>
            throw new NotSupportedException($"{formatter} {mimeType}");

        public static void Register(
            Type type, Action<object, TextWriter> formatter, string mimeType = "text/plain") =>
            Registered[(type, mimeType)] = formatter;

        public static void SetPreferredMimeTypesFor(Type type, params string[] preferredMimeTypes) =>
            Preferred[type] = preferredMimeTypes;

        public static string Write(Type type, string mime, object value)
        {
            using var writer = new StringWriter();
            Registered[(type, mime)](value, writer);
            return writer.ToString();
        }
    }

    public sealed class KernelInvocationContext
    {
        public static KernelInvocationContext? Current { get; set; }

        public CancellationToken CancellationToken { get; } = new CancellationTokenSource().Token;

        public List<DisplayedValue> Shown { get; } = [];
    }

    public sealed record DisplayedValue(List<object> Values, string[] Types)
    {
        public void Update(object updatedValue) => Values.Add(updatedValue);
    }

    public static class ContextExtensions
    {
        public static DisplayedValue Display(
            KernelInvocationContext context, object value, params string[] mimeTypes)
        {
            var shown = new DisplayedValue([value], mimeTypes);
            context.Shown.Add(shown);
            return shown;
        }

        public static DisplayedValue DisplayAs(
            KernelInvocationContext context, string value, string mimeType) =>
            Display(context, value, mimeType);
    }
}
