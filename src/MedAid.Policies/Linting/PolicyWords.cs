using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>Says conditions, facts and terms in the Chinese of a notice.</summary>
public static class PolicyWords
{
    private const long FenPerYuan = 100;

    /// <summary>An amount in yuan, not negative, with separators and without empty decimals: 70,000元.</summary>
    public static string Yuan(long amountFen)
    {
        var (whole, rest) = Math.DivRem(amountFen, FenPerYuan);
        return rest == 0 ? $"{whole:#,0}元" : $"{whole:#,0}.{rest:00}元";
    }

    /// <summary>Place and filing.</summary>
    public static string Place(Place? place, bool filed) =>
        (place is { } known ? Vocabulary.Place.ChineseOf(known) : "就医地不明") + (filed ? "已备案" : "未备案");

    /// <summary>The identities of a set.</summary>
    public static IEnumerable<(IdentityKind Kind, string Word, string Chinese)> Identities(ValueSet set) => Enum.GetValues<IdentityKind>()
        .Where(k => !set.IsEmpty && set.Allows((int)k))
        .Select(k => (k, Vocabulary.Identity.WordOf(k), Vocabulary.Identity.ChineseOf(k)));

    /// <summary>The names of the identities of a set, or that there is none.</summary>
    public static string IdentityNames(ValueSet set) => set.IsEmpty ? "普通参保人" : string.Join("兼", Identities(set).Select(i => i.Chinese));

    /// <summary>The facts of a visit.</summary>
    public static string Facts(Facts facts)
    {
        var hospital = (facts.HospitalTier is { } tier ? Vocabulary.HospitalTier.ChineseOf(tier) : "")
            + (facts.HospitalLevel is { } level ? CodeNames.Level(level) : "");
        string[] parts =
        [
            $"{facts.ServiceDate:yyyy-MM-dd}",
            IdentityNames(facts.Identities) + (facts.Age is { } age ? $"{age}岁" : ""),
            facts.Employment is { } employment ? Vocabulary.Employment.ChineseOf(employment) : "",
            hospital.Length > 0 ? hospital + "医院" : "",
            facts.Care is { } care ? Vocabulary.Care.ChineseOf(care) : "",
            facts.Mode == Mode.InpatientReferenced ? Vocabulary.Mode.ChineseOf(facts.Mode) : "",
            facts.Disease is { } disease ? $"病种 {disease}" : "",
            facts.Hospital is { } code ? $"机构 {code}" : "",
            facts.Accident ? "意外伤害" : "",
            facts.Place is { } place ? Place(place, facts.Filed) : facts.Filed ? "已备案" : "",
            facts is { Admission: { } admission, Care: Care.Inpatient or Care.DaySurgery } ? $"年内第 {admission} 次住院" : "",
        ];
        return string.Join("，", parts.Where(p => p.Length > 0));
    }

    /// <summary>Codes and beginnings of codes: I10开头的、E11.9.</summary>
    public static string Codes(IEnumerable<string> words) =>
        string.Join("、", words.Select(w => CodeWords.IsBeginning(w) ? w.Length == 1 ? "任意" : $"{CodeWords.Stem(w)}开头的" : w));

    /// <summary>To whom a condition applies.</summary>
    public static string Who(Condition when)
    {
        string[] parts =
        [
            Any(when.Identity, Vocabulary.Identity),
            Ranges(when.Age, "岁"),
            Any(when.Employment, Vocabulary.Employment),
            Any(when.Care, Vocabulary.Care),
            Any(when.Mode, Vocabulary.Mode),
            when.Disease is { } diseases ? $"病种 {Codes(diseases)}" : "",
            when.Accident.IsEmpty ? "" : when.Accident.Allows(1) ? when.Accident.Allows(0) ? "" : "意外伤害" : "非意外伤害",
            when.Hospital is { } hospitals ? $"机构 {string.Join("、", hospitals)}" : "",
            Any(when.HospitalTier, Vocabulary.HospitalTier) is { Length: > 0 } tiers ? $"{tiers}医院" : "",
            when.HospitalLevel is { } levels ? string.Join("、", levels.Select(CodeNames.Level)) : "",
            Any(when.Place, Vocabulary.Place),
            when.Filed.IsEmpty ? "" : when.Filed.Allows(1) ? when.Filed.Allows(0) ? "" : "已备案" : "未备案",
            Ranges(when.Admission, "次住院") is { Length: > 0 } admissions ? $"年内第 {admissions}" : "",
            Any(when.ItemClass, Vocabulary.ItemClass),
            when.ItemCategory is { } categories ? $"费用类别 {Codes(categories)}" : "",
            when.ItemCode is { } codes ? $"项目 {Codes(codes)}" : "",
        ];
        var text = string.Join("；", parts.Where(p => p.Length > 0));
        return text.Length > 0 ? text : "所有人、所有就诊";
    }

    private static string Any<T>(ValueSet set, WordList<T> words)
        where T : struct, Enum => set.IsEmpty
        ? ""
        : string.Join("、", Enum.GetValues<T>().Where(v => set.Allows(Convert.ToInt32(v))).Select(words.ChineseOf));

    private static string Ranges(IReadOnlyList<IntegerRange>? ranges, string unit) => ranges is null
        ? ""
        : string.Join("、", ranges.Select(r => r switch
        {
            { From: { } from, To: { } to } => from == to ? $"{from} {unit}" : $"{from}—{to} {unit}",
            { From: { } from } => $"{from} {unit}及以上",
            { To: { } to } => $"{to} {unit}及以下",
            _ => $"任意{unit}",
        }));
}
