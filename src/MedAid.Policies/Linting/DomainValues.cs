using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// The values of every dimension: those of closed lists whole, of open ones what the conditions mention and one other. Only what a
/// hospital can meet: no township hospital of the third level, no reference to in-patient rules outside chronic care.
/// </summary>
internal sealed class DomainValues(IReadOnlyList<Condition> conditions, bool withAbsent)
{
    /// <summary>Levels of the national code list (hosp_lv): 01–04 third, 05–07 second, 08–11 first and below.</summary>
    private static readonly string[] Levels = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"];

    private static readonly Dictionary<HospitalTier, Range> LevelsOfTier = new()
    {
        [HospitalTier.County] = 1..11,
        [HospitalTier.City] = 0..11,
        [HospitalTier.Province] = 0..7,
        [HospitalTier.Township] = 7..11,
    };

    private const int AdultAge = 40;

    /// <summary>Ends a code that is to begin with a word and be none that another word names.</summary>
    private const string OtherEnd = "x999";

    /// <summary>The level that a sample shows where the law does not mind.</summary>
    private static readonly Dictionary<HospitalTier, string> Usual = new()
    {
        [HospitalTier.County] = "05",
        [HospitalTier.City] = "02",
        [HospitalTier.Province] = "02",
        [HospitalTier.Township] = "08",
    };

    public static IEnumerable<Candidate> Care()
    {
        Care[] kinds =
        [
            Core.Policy.Care.Inpatient, Core.Policy.Care.Outpatient, Core.Policy.Care.OutpatientChronic,
            Core.Policy.Care.TwoDisease, Core.Policy.Care.DaySurgery,
        ];
        foreach (var care in kinds)
        {
            yield return Of(care, Mode.Outpatient, Vocabulary.Care.ChineseOf(care));
        }

        yield return Of(Core.Policy.Care.OutpatientChronic, Mode.InpatientReferenced, "门诊慢特病（参照住院管理）");
    }

    public IEnumerable<Candidate> Hospital()
    {
        string[] own = [.. conditions.SelectMany(c => c.HospitalLevel ?? []).Except(Levels).Distinct()];
        foreach (var (tier, range) in LevelsOfTier)
        {
            var (offset, length) = range.GetOffsetAndLength(Levels.Length);
            foreach (var level in Levels.Skip(offset).Take(length).OrderBy(l => l != Usual[tier]).Concat(own))
            {
                yield return Of(tier, level, $"{Vocabulary.HospitalTier.ChineseOf(tier)}{CodeNames.Level(level)}");
            }
        }

        if (withAbsent)
        {
            yield return Of(null, null, "医院层级、等级不明");
            foreach (var level in Levels.Concat(own))
            {
                yield return Of(null, level, "医院层级不明");
            }

            foreach (var tier in LevelsOfTier.Keys)
            {
                yield return Of(tier, null, "医院等级不明");
            }
        }
    }

    public IEnumerable<Candidate> Place()
    {
        (Place? Place, bool Filed)[] values =
        [
            (Core.Policy.Place.HomeCounty, false), (Core.Policy.Place.CrossCounty, false), (Core.Policy.Place.CrossCounty, true),
            (Core.Policy.Place.CrossCity, false), (Core.Policy.Place.CrossCity, true),
            (Core.Policy.Place.CrossProvince, false), (Core.Policy.Place.CrossProvince, true),
            (Core.Policy.Place.HomeCounty, true), (null, false), (null, true),
        ];
        return values.Where(v => v.Place is not null || withAbsent).Select(v => new Candidate(
            PolicyWords.Place(v.Place, v.Filed),
            f => f with { Place = v.Place, Filed = v.Filed },
            c => c.Place.Allows((int?)v.Place ?? 0) && c.Filed.Allows(v.Filed ? 1 : 0)));
    }

    public IEnumerable<Candidate> Disease()
    {
        string?[] values = [null, .. Codes(c => c.Disease)];
        return values.Select(v => new Candidate(v ?? "其他病种", f => f with { Disease = v }, c => CodeWords.Allow(c.Disease, v)));
    }

    public IEnumerable<Candidate> Institution()
    {
        string?[] values = [null, .. conditions.SelectMany(c => c.Hospital ?? []).Distinct()];
        return values.Select(v => new Candidate(
            v ?? "其他机构", f => f with { Hospital = HospitalCode.OrNull(v) }, c => c.Hospital is null || (v is not null && c.Hospital.Contains(v))));
    }

    public static IEnumerable<Candidate> Accident() => [Accident(false, "非意外伤害"), Accident(true, "意外伤害")];

    public IEnumerable<Candidate> ItemCategory() => Item("其他费用类别", c => c.ItemCategory);

    public IEnumerable<Candidate> ItemCode() => Item("其他项目", c => c.ItemCode);

    public IEnumerable<Candidate> Identity(bool pairs)
    {
        int[] kinds = [.. Enum.GetValues<IdentityKind>().Select(k => (int)k).Where(Asked)];
        yield return Of(default);
        foreach (var kind in kinds)
        {
            yield return Of(default(ValueSet).With(kind));
        }

        foreach (var first in pairs ? kinds : [])
        {
            foreach (var second in kinds.Where(k => k > first))
            {
                yield return Of(default(ValueSet).With(first).With(second));
            }
        }
    }

    public static IEnumerable<Candidate> Employment()
    {
        Employment?[] values = [null, Core.Policy.Employment.Active, Core.Policy.Employment.Retired];
        return values.Select(v => new Candidate(
            v is { } known ? Vocabulary.Employment.ChineseOf(known) : "不区分在职退休",
            f => f with { Employment = v }, c => c.Employment.Allows((int?)v ?? 0)));
    }

    public IEnumerable<Candidate> Age() => Numbers(
        conditions.SelectMany(c => c.Age ?? []), 0, v => f => f with { Age = v }, (c, v) => c.Age is null || c.Age.Any(r => r.Includes(v)), "岁");

    public IEnumerable<Candidate> Admission() => Numbers(
        conditions.SelectMany(c => c.Admission ?? []), 1, v => f => f with { Admission = v },
        (c, v) => c.Admission is null || c.Admission.Any(r => r.Includes(v)), "次");

    public static IEnumerable<Candidate> ItemClass() => Enum.GetValues<ItemClass>().Where(c => c != Core.Policy.ItemClass.C).Select(v =>
        new Candidate(Vocabulary.ItemClass.ChineseOf(v), f => f, c => c.ItemClass.Allows((int)v)));

    /// <summary>A number of each stretch between the ends of the ranges.</summary>
    private IEnumerable<Candidate> Numbers(
        IEnumerable<IntegerRange> ranges, int least, Func<int?, Func<Facts, Facts>> apply, Func<Condition, int?, bool> allows, string unit)
    {
        var cuts = ranges.SelectMany(r => new[] { r.From, r.To + 1 }).OfType<int>().Where(v => v > least).Distinct().Order().ToArray();
        if (cuts.Length == 0 && !ranges.Any())
        {
            return [new Candidate("", f => f, c => allows(c, null))];
        }

        int?[] values = [least + (unit == "岁" && !cuts.Any(c => c <= AdultAge) ? AdultAge : 0), .. cuts, .. withAbsent ? new int?[] { null } : []];
        return values.Select(v => new Candidate(v is null ? "不明" : $"{v}{unit}", apply(v), c => allows(c, v)));
    }

    private static Candidate Accident(bool value, string chinese) => new(
        chinese, f => f with { Accident = value }, c => c.Accident.Allows(value ? 1 : 0));

    private IEnumerable<Candidate> Item(string other, Func<Condition, IReadOnlyList<string>?> words)
    {
        string?[] values = [null, .. Codes(words)];
        return values.Select(v => new Candidate(v ?? other, f => f, c => CodeWords.Allow(words(c), v)));
    }

    /// <summary>Whole codes as they are; of a beginning the code that it is, and one that goes on as no other word does.</summary>
    private IEnumerable<string> Codes(Func<Condition, IReadOnlyList<string>?> words)
    {
        string[] all = [.. conditions.SelectMany(c => words(c) ?? []).Distinct()];
        return all.SelectMany(w => CodeWords.IsBeginning(w) ? [CodeWords.Stem(w), CodeWords.Stem(w) + OtherEnd] : new[] { w })
            .Where(code => code.Length > 0).Distinct();
    }

    private bool Asked(int kind) => conditions.Any(c => !c.Identity.IsEmpty && c.Identity.Allows(kind));

    private static Candidate Of(Care care, Mode mode, string chinese) => new(
        chinese, f => f with { Care = care, Mode = mode }, c => c.Care.Allows((int)care) && c.Mode.Allows((int)mode));

    private static Candidate Of(HospitalTier? tier, string? level, string chinese) => new(
        chinese,
        f => f with { HospitalTier = tier, HospitalLevel = level },
        c => c.HospitalTier.Allows((int?)tier ?? 0) && (c.HospitalLevel is null || (level is not null && c.HospitalLevel.Contains(level))));

    private static Candidate Of(ValueSet identities) => new(
        PolicyWords.IdentityNames(identities), f => f with { Identities = identities }, c => c.Identity.AllowsAny(identities));
}
