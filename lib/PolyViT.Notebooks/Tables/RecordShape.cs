using System.Reflection;
using System.Runtime.CompilerServices;

namespace PolyViT.Notebooks;

/// <summary>One part of a record.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its declared type.</param>
/// <param name="Read">Reads it; a part that throws is read as a sentence that says so.</param>
internal sealed record RecordPart(string Name, Type Type, Func<object, object?> Read);

/// <summary>The parts of a record, an anonymous type, a tuple or a pair of key and value.</summary>
/// <param name="Parts">In the order in which they are declared.</param>
internal sealed record RecordShape(ImmutableArray<RecordPart> Parts)
{
    private const BindingFlags Public = BindingFlags.Public | BindingFlags.Instance;

    /// <summary>The shape of a type; null for a type that is no record.</summary>
    /// <param name="type">Any.</param>
    public static RecordShape? Of(Type type) =>
        IsTuple(type) ? new(TupleParts(type))
        : IsRecord(type) || IsAnonymous(type) || IsPair(type) ? new(
            [
                .. type.GetProperties(Public)
                    .Where(p => p.GetIndexParameters().Length == 0 && p.GetMethod is { IsPublic: true })
                    .Where(p => !p.PropertyType.IsByRefLike)
                    .Select(p => new RecordPart(p.Name, p.PropertyType, value => Read(p, value))),
            ])
        : null;

    // A record class has a clone method, a record struct only the one that prints its members.
    private static bool IsRecord(Type type) =>
        type.GetMethod("<Clone>$") is not null
        || (type.IsValueType && type.GetMethod(
            "PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance,
            [typeof(System.Text.StringBuilder)]) is not null);

    private static bool IsAnonymous(Type type) =>
        type.IsDefined(typeof(CompilerGeneratedAttribute))
        && type.Name.Contains("AnonymousType", StringComparison.Ordinal);

    private static bool IsPair(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    private static bool IsTuple(Type type) => typeof(ITuple).IsAssignableFrom(type) && type.IsGenericType;

    private static ImmutableArray<RecordPart> TupleParts(Type type) =>
    [
        .. ItemTypes(type).Select((t, i) => new RecordPart($"Item{i + 1}", t, value => ((ITuple)value)[i])),
    ];

    // The eighth part of a long tuple is a tuple of the rest.
    private static IEnumerable<Type> ItemTypes(Type type) => type.GetGenericArguments() is { Length: 8 } all
        ? all.Take(7).Concat(ItemTypes(all[7]))
        : type.GetGenericArguments();

    private static object? Read(PropertyInfo property, object value)
    {
        try
        {
            return property.GetValue(value);
        }
        catch (TargetInvocationException e)
            when (e.InnerException is not (OperationCanceledException or ThreadInterruptedException))
        {
            return $"(threw {e.InnerException?.GetType().Name})";
        }
    }
}
