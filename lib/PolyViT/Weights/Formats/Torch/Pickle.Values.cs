using System.Text;

namespace PolyViT;

internal sealed partial class Pickle
{
    // Maps and lists, and what puts values into them.
    private bool Collection(byte op)
    {
        switch (op)
        {
            case (byte)'(':
                marks.Push(stack.Count);
                return true;
            case (byte)'}':
                stack.Add(new OrderedDictionary<string, object?>());
                return true;
            case (byte)']':
                stack.Add(new List<object?>());
                return true;
            case (byte)')':
                stack.Add(Array.Empty<object?>());
                return true;
            case (byte)'t':
                stack.Add(FromMark());
                return true;
            case >= 0x85 and <= 0x87:
                stack.Add(Last(op - 0x84));
                return true;
            case (byte)'s':
                Set(Last(2));
                return true;
            case (byte)'u':
                Set(FromMark());
                return true;
            case (byte)'a':
                Append(Last(1));
                return true;
            case (byte)'e':
                Append(FromMark());
                return true;
            default:
                return false;
        }
    }

    // Names of functions and types, and what is made of them.
    private bool Reference(byte op)
    {
        switch (op)
        {
            case (byte)'c':
                stack.Add(world.Global(Line(), Line()));
                return true;
            case 0x93:
                var names = Last(2);
                stack.Add(names is [string module, string name]
                    ? world.Global(module, name)
                    : throw Mismatch("a name"));
                return true;
            case (byte)'Q':
                stack.Add(world.Persistent(Pop()));
                return true;
            case (byte)'R':
                var arguments = Pop() as object?[] ?? throw Mismatch("arguments");
                stack.Add(world.Call(Pop(), arguments));
                return true;
            case (byte)'b':
                // The attributes of a map or a tensor: a state dict's _metadata. Its values are data, and not
                // used.
                _ = Pop();
                return Top() is OrderedDictionary<string, object?> or TorchTensor
                    ? true
                    : throw Mismatch("a map");
            default:
                return false;
        }
    }

    private void Set(object?[] pairs)
    {
        if (Top() is not OrderedDictionary<string, object?> map || pairs.Length % 2 != 0)
            throw Mismatch("a map");
        foreach (var pair in pairs.Chunk(2))
        {
            var key = pair[0] switch
            {
                string text => text,
                long number => $"{number}",
                _ => throw Mismatch("a text or a whole number as a key"),
            };
            if (!map.TryAdd(key, pair[1]))
                throw world.Wrong($"the name '{key}' stands in one map of its pickle twice");
        }
    }

    private void Append(object?[] items)
    {
        if (Top() is not List<object?> list)
            throw Mismatch("a list");
        list.AddRange(items);
    }

    private object?[] FromMark() =>
        marks.TryPop(out var mark) && mark <= stack.Count
            ? Last(stack.Count - mark)
            : throw Mismatch("a mark");

    private object?[] Last(int count)
    {
        if (stack.Count < count)
            throw Mismatch("a value");
        var items = stack[^count..].ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return items;
    }

    private object? Pop() => Last(1)[0];

    private object? Top() => stack.Count > 0 ? stack[^1] : throw Mismatch("a value");

    private string Line()
    {
        var length = code.AsSpan(at).IndexOf((byte)'\n');
        var text = Encoding.UTF8.GetString(Bytes(length));
        at++;
        return text;
    }

    private InputException Mismatch(string missing) =>
        world.Wrong($"its pickle lacks {missing} before byte {at}");
}
