using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Calls;

/// <summary>
/// What every request keeps to, whatever call it is: no control character and no half of a surrogate pair in a text, no text without an end,
/// no number that an enumeration does not know, no time outside the calendar. Databases and papers refuse these late or not at all. The
/// contract has no field of several lines, so a line break is a control character like the others.
/// </summary>
internal sealed class MessageForm
{
    private const long SecondsMin = -62_135_596_800;
    private const long SecondsMax = 253_402_300_799;
    private const int NanosMax = 999_999_999;

    private static readonly ConcurrentDictionary<MessageDescriptor, MessageForm> Forms = new();

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7F, 0x21)).Concat(Enumerable.Range(0xD800, 0x800)).Select(c => (char)c)]);

    private readonly FieldDescriptor[] fields;

    private MessageForm(MessageDescriptor message) => fields =
    [
        .. message.Fields.InDeclarationOrder().Where(f => f.FieldType is FieldType.String or FieldType.Enum or FieldType.Message),
    ];

    /// <summary>Every field that does not keep to it; none of a good message, for which no path is spelled out.</summary>
    public static IReadOnlyList<FieldViolation> Problems(IMessage message)
    {
        if (IsGood(message))
        {
            return [];
        }

        var problems = new List<FieldViolation>();
        Collect(message, "", problems);
        return problems;
    }

    /// <summary>The words that an enumeration field may have, as an error names them.</summary>
    public static string WordsOf(EnumDescriptor type) => string.Join('、', type.Values.Where(v => v.Number != 0).Select(v => v.Name));

    private static bool IsGood(IMessage message)
    {
        if (message is Timestamp time)
        {
            return IsInCalendar(time);
        }

        foreach (var field in Forms.GetOrAdd(message.Descriptor, d => new MessageForm(d)).fields)
        {
            if (field.IsRepeated)
            {
                foreach (var element in (IEnumerable)field.Accessor.GetValue(message))
                {
                    if (!IsGood(field, element))
                    {
                        return false;
                    }
                }
            }
            else if (field.Accessor.GetValue(message) is { } value && !IsGood(field, value))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsGood(FieldDescriptor field, object value) => value switch
    {
        string text => text.Length <= Limits.RequestTextMax && IsPlain(text),
        IMessage message => IsGood(message),
        _ => field.FieldType != FieldType.Enum || field.EnumType.FindValueByNumber((int)value) is not null,
    };

    private static void Collect(IMessage message, string path, List<FieldViolation> problems)
    {
        foreach (var field in Forms.GetOrAdd(message.Descriptor, d => new MessageForm(d)).fields)
        {
            var at = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
            if (field.IsRepeated)
            {
                var index = 0;
                foreach (var element in (IEnumerable)field.Accessor.GetValue(message))
                {
                    Collect(field, element, $"{at}[{index++}]", problems);
                }
            }
            else if (field.Accessor.GetValue(message) is { } value)
            {
                Collect(field, value, at, problems);
            }
        }
    }

    private static void Collect(FieldDescriptor field, object value, string at, List<FieldViolation> problems)
    {
        if (IsGood(field, value))
        {
            return;
        }

        switch (value)
        {
            case Timestamp:
                problems.Add(new FieldViolation(at, FieldRule.NotATime, "时间要在公元 1 年和 9999 年之间"));
                break;
            case IMessage message:
                Collect(message, at, problems);
                break;
            case string { Length: > Limits.RequestTextMax }:
                problems.Add(new FieldViolation(at, FieldRule.TooLong, $"最多 {Limits.RequestTextMax} 个字"));
                break;
            case string:
                problems.Add(new FieldViolation(at, FieldRule.Format, "不能有换行、制表符等控制字符，编码要正确"));
                break;
            default:
                problems.Add(new FieldViolation(at, FieldRule.UnknownWord, $"只能是 {WordsOf(field.EnumType)}"));
                break;
        }
    }

    private static bool IsInCalendar(Timestamp time) => time is { Seconds: >= SecondsMin and <= SecondsMax, Nanos: >= 0 and <= NanosMax };

    private static bool IsPlain(string text)
    {
        for (var at = text.AsSpan().IndexOfAny(Suspicious); at >= 0 && at < text.Length; at++)
        {
            if (char.IsControl(text[at]) || (char.IsSurrogate(text[at]) && !char.IsSurrogatePair(text, at++)))
            {
                return false;
            }
        }

        return true;
    }
}
