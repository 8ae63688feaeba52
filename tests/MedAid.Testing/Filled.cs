using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MedAid.Testing;

/// <summary>
/// Makes a value of a type with every property set to something that it does not have by default, the same for the same number. Enumerations
/// take their words in turn, so that enough numbers give them all.
/// </summary>
public static class Filled
{
    private const BindingFlags Ours = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    public static T Of<T>(int number) => (T)Of(typeof(T), number);

    public static object Of(Type type, int number)
    {
        var next = number * 1_000;
        return Make(type, number, ref next)!;
    }

    private static object? Make(Type type, int turn, ref int next)
    {
        next++;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            var words = Enum.GetValues(type).Cast<object>().Where(w => Convert.ToInt64(w, CultureInfo.InvariantCulture) != 0).ToArray();
            return words[turn % words.Length];
        }

        return type switch
        {
            _ when type == typeof(string) => $"文字 {next}",
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => next,
            _ when type == typeof(uint) => (uint)next,
            _ when type == typeof(long) => 10_000_000_000L + next,
            _ when type == typeof(byte[]) => BitConverter.GetBytes(next),
            _ when type == typeof(DateOnly) => new DateOnly(2026, 1, 1).AddDays(next % 365),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(2026, 3, 2, 8, 0, 0, TimeSpan.Zero).AddMilliseconds(next),
            _ when Element(type) is { } element => List(element, turn, ref next),
            _ => Record(type, turn, ref next),
        };
    }

    private static Type? Element(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) && type.GetGenericArguments() is [var element] ? element
        : null;

    private static Array List(Type element, int turn, ref int next)
    {
        var list = Array.CreateInstance(element, 2);
        list.SetValue(Make(element, turn, ref next), 0);
        list.SetValue(Make(element, turn + 1, ref next), 1);
        return list;
    }

    private static object Record(Type type, int turn, ref int next)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        for (var at = type; at is not null && at != typeof(object); at = at.BaseType)
        {
            foreach (var field in at.GetFields(Ours | BindingFlags.DeclaredOnly).OrderBy(f => f.MetadataToken))
            {
                field.SetValue(made, Make(field.FieldType, turn, ref next));
            }
        }

        return made;
    }
}
