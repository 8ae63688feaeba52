using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns a <c>when:</c> map into a condition.</summary>
internal static class ConditionCompiler
{
    /// <summary>Compiles the condition of a map; absent or empty, it always holds.</summary>
    public static Condition Compile(Fields owner, PackProblems problems, bool forItems = false)
    {
        var fields = Fields.Open(owner.Take("when"), owner.PathOf("when"), problems);
        if (fields is null)
        {
            return Condition.Always;
        }

        var condition = new Condition
        {
            Care = Words(fields, "care", Vocabulary.Care, v => (int)v),
            Mode = Words(fields, "mode", Vocabulary.Mode, v => (int)v),
            Disease = Texts(fields, "disease"),
            Hospital = TextsOnce(fields, "hospital"),
            HospitalLevel = Texts(fields, "hospital_level"),
            HospitalTier = Words(fields, "hospital_tier", Vocabulary.HospitalTier, v => (int)v),
            Place = Words(fields, "place", Vocabulary.Place, v => (int)v),
            Filed = Flags(fields, "filed"),
            Accident = Flags(fields, "accident", once: true),
            Identity = Words(fields, "identity", Vocabulary.Identity, v => (int)v),
            Age = Ranges(fields, "age", problems),
            Employment = Words(fields, "employment", Vocabulary.Employment, v => (int)v),
            Admission = Ranges(fields, "admission", problems),
            ItemClass = forItems ? Words(fields, "item_class", Vocabulary.ItemClass, v => (int)v) : default,
            ItemCategory = forItems ? TextsOnce(fields, "item_category") : null,
            ItemCode = forItems ? TextsOnce(fields, "item_code") : null,
        };
        fields.Finish();
        return condition;
    }

    private static ValueSet Words<T>(Fields fields, string key, WordList<T> words, Func<T, int> number)
        where T : struct, Enum
    {
        var set = default(ValueSet);
        foreach (var (value, path) in Values(fields, key))
        {
            set = fields.Word(value, path, words) is { } word ? set.With(number(word)) : set;
        }

        return set;
    }

    private static List<string>? Texts(Fields fields, string key)
    {
        var texts = new List<string>();
        foreach (var (value, path) in Values(fields, key))
        {
            if (fields.Scalar(value, path) is { } text)
            {
                texts.Add(text);
            }
        }

        return texts.Count == 0 ? null : texts;
    }

    internal static List<string>? TextsOnce(Fields fields, string key)
    {
        var texts = Texts(fields, key);
        MapList.ReportDuplicates(fields, key, texts ?? []);
        return texts;
    }

    private static ValueSet Flags(Fields fields, string key, bool once = false)
    {
        var set = default(ValueSet);
        var values = Values(fields, key);
        MapList.ReportDuplicates(fields, key, once ? values.Select(v => v.Value.Text) : []);
        foreach (var (value, _) in values)
        {
            if (value.Kind == NodeKind.Boolean)
            {
                set = set.With(value.Text == "true" ? 1 : 0);
            }
            else
            {
                fields.Problem(PackProblemCode.WrongType, key, "这里只能是 true 或 false");
            }
        }

        return set;
    }

    private static List<IntegerRange>? Ranges(Fields fields, string key, PackProblems problems)
    {
        var ranges = new List<IntegerRange>();
        foreach (var (value, path) in Values(fields, key))
        {
            if (Fields.Open(value, path, problems) is { } range)
            {
                ranges.Add(new IntegerRange(range.Whole("from"), range.Whole("to")));
                range.Finish();
            }
        }

        return ranges.Count == 0 ? null : ranges;
    }

    private static List<(PackNode Value, string Path)> Values(Fields fields, string key)
    {
        if (NotNull(fields, key) is not { } node)
        {
            return [];
        }

        if (node.Kind != NodeKind.List)
        {
            return [(node, fields.PathOf(key))];
        }

        if (node.Items.Count == 0 || node.Items.Exists(i => i.Kind == NodeKind.Null))
        {
            fields.Problem(PackProblemCode.EmptyCondition, key, "条件不能是空列表，也不能含空值，请填上或删去这个键");
            return [];
        }

        return [.. node.Items.Select((item, i) => (item, $"{fields.PathOf(key)}[{i}]"))];
    }

    private static PackNode? NotNull(Fields fields, string key)
    {
        var value = fields.TakeNullable(key);
        if (value is null && fields.IsNull(key))
        {
            fields.Problem(PackProblemCode.EmptyCondition, key, "条件没有值，请填上或删去这个键");
        }

        return value;
    }
}
