using System.Collections.Concurrent;

namespace PolyViT.Kernel.Hosting;

/// <summary>The formatters that libraries have registered.</summary>
/// <remarks>A class, because a host keeps one: the delegate of <see cref="Contract"/> holds it.</remarks>
internal sealed class Formatters
{
    private readonly ConcurrentDictionary<Type, ImmutableArray<Formatter>> registered = [];

    /// <summary>Makes a MIME bundle of a value; null when the value is not for this formatter.</summary>
    public delegate IReadOnlyDictionary<string, object>? Formatter(object value);

    /// <summary><see cref="Add"/>, as libraries find it.</summary>
    public Action<Type, Func<object, IReadOnlyDictionary<string, object>?>> Registration => Add;

    /// <summary>Registers a formatter; the latest of a type is asked first.</summary>
    /// <param name="type">A class, an interface or an open generic of either.</param>
    /// <param name="format">The formatter.</param>
    public void Add(Type type, Func<object, IReadOnlyDictionary<string, object>?> format)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(format);
        registered.AddOrUpdate(type, [format.Invoke], (_, earlier) => [format.Invoke, .. earlier]);
    }

    /// <summary>The formatters for a type, those that were registered for the nearest type first.</summary>
    /// <param name="type">Of a value.</param>
    public IEnumerable<Formatter> For(Type type) =>
        Nearest(type).SelectMany(t => registered.GetValueOrDefault(t, []));

    // Text is a sequence of characters, but nobody who formats sequences means it.
    private static IEnumerable<Type> Nearest(Type type) =>
        Bases(type).Concat(type == typeof(string) ? [] : Interfaces(type)).Append(typeof(object))
            .SelectMany(t => t.IsGenericType ? [t, t.GetGenericTypeDefinition()] : new[] { t });

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var t = type; t is not null && t != typeof(object); t = t.BaseType)
            yield return t;
    }

    // One that extends others says more than they do.
    private static IEnumerable<Type> Interfaces(Type type) =>
        type.GetInterfaces().OrderByDescending(i => i.GetInterfaces().Length);
}
