using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PolyViT.Kernel.Hosting;

/// <summary>The members by which values without a text of their own are shown.</summary>
internal static class Members
{
    private const BindingFlags Public = BindingFlags.Instance | BindingFlags.Public;

    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>
    /// Whether values of a type are their members: records, anonymous types, tuples, pairs, and types of
    /// the user's without a text and without a base.
    /// </summary>
    /// <param name="type">Of a value.</param>
    public static bool AreAll(Type type) =>
        !type.IsPrimitive && !type.IsEnum && !typeof(IEnumerable).IsAssignableFrom(type)
        && (IsPair(type) || typeof(ITuple).IsAssignableFrom(type) || HasMadeText(type) || HasNoText(type))
        && Names(type).Length > 0;

    /// <summary>The names of the public properties and fields, at most 30.</summary>
    /// <param name="type">Of a value.</param>
    public static ImmutableArray<string> Names(Type type) =>
        [.. Readable(type).Select(m => m.Name).Distinct().Take(30)];

    /// <summary>The value of a member; what it threw, in words, when it could not be read.</summary>
    /// <param name="value">Whose member.</param>
    /// <param name="name">One of <see cref="Names"/>; null for a value that has no such member.</param>
    public static object? Get(object? value, string name)
    {
        try
        {
            return Readable(value?.GetType() ?? typeof(object)).FirstOrDefault(m => m.Name == name) switch
            {
                PropertyInfo p => p.GetValue(value, BindingFlags.DoNotWrapExceptions, null, null, null),
                FieldInfo f => f.GetValue(value),
                _ => null,
            };
        }
        catch (Exception e) when (Formatting.IsFault(e))
        {
            return $"({e.GetType().Name}: {e.Message})";
        }
    }

    private static IEnumerable<MemberInfo> Readable(Type type) =>
        type.GetProperties(Public)
            .Where(p => p.CanRead && p.GetMethod!.IsPublic && p.GetIndexParameters().Length == 0)
            .Where(p => !p.PropertyType.IsByRefLike && !p.PropertyType.IsByRef && !p.PropertyType.IsPointer)
            .Concat<MemberInfo>(type.GetFields(Public).Where(f => !f.FieldType.IsPointer));

    private static bool IsPair(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>);

    // The text that the compiler makes for records and anonymous types does not end for one that contains
    // itself, and then the process does.
    private static bool HasMadeText(Type type) =>
        type.Name.StartsWith("<>", StringComparison.Ordinal)
        || (type.GetMethod("PrintMembers", Hidden) is not null
            && TextOf(type).IsDefined(typeof(CompilerGeneratedAttribute)));

    private static bool HasNoText(Type type) =>
        TextOf(type).DeclaringType is { } declares
        && (declares == typeof(object) || declares == typeof(ValueType))
        && (type.BaseType == typeof(object) || type.BaseType == typeof(ValueType))
        && type.Namespace?.Split('.')[0] is not ("System" or "Microsoft");

    private static MethodInfo TextOf(Type type) => type.GetMethod(nameof(ToString), Type.EmptyTypes)!;
}
