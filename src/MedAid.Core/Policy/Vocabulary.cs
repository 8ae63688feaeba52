namespace MedAid.Core.Policy;

/// <summary>Kind of care (医疗类别).</summary>
public enum Care
{
    /// <summary>门诊.</summary>
    Outpatient = 1,

    /// <summary>门诊慢特病.</summary>
    OutpatientChronic = 2,

    /// <summary>“两病”门诊用药.</summary>
    TwoDisease = 3,

    /// <summary>住院.</summary>
    Inpatient = 4,

    /// <summary>日间手术.</summary>
    DaySurgery = 5,
}

/// <summary>How the visit is managed: as out-patient, or by reference to in-patient rules (参照住院管理).</summary>
public enum Mode
{
    /// <summary>按门诊.</summary>
    Outpatient = 1,

    /// <summary>参照住院管理和支付.</summary>
    InpatientReferenced = 2,
}

/// <summary>Tier of the hospital in the referral system (医疗机构层级).</summary>
public enum HospitalTier
{
    /// <summary>乡镇级.</summary>
    Township = 1,

    /// <summary>县级.</summary>
    County = 2,

    /// <summary>市级.</summary>
    City = 3,

    /// <summary>省级.</summary>
    Province = 4,
}

/// <summary>Place of treatment seen from the county of insurance (就医地).</summary>
public enum Place
{
    /// <summary>参保县内.</summary>
    HomeCounty = 1,

    /// <summary>跨县.</summary>
    CrossCounty = 2,

    /// <summary>跨市.</summary>
    CrossCity = 3,

    /// <summary>跨省.</summary>
    CrossProvince = 4,
}

/// <summary>Employment of an insured employee.</summary>
public enum Employment
{
    /// <summary>在职.</summary>
    Active = 1,

    /// <summary>退休.</summary>
    Retired = 2,
}

/// <summary>Class of a catalogue item (甲、乙、丙类).</summary>
public enum ItemClass
{
    /// <summary>甲类: wholly in scope.</summary>
    A = 1,

    /// <summary>乙类: in scope after the first self-pay.</summary>
    B = 2,

    /// <summary>丙类 or not in the catalogue: out of scope.</summary>
    C = 3,
}

/// <summary>Identity of a person in relief (救助对象身份).</summary>
public enum IdentityKind
{
    /// <summary>特困人员.</summary>
    ExtremelyPoor = 1,

    /// <summary>低保对象.</summary>
    SubsistenceAllowance = 2,

    /// <summary>低保边缘.</summary>
    MarginalLowIncome = 3,

    /// <summary>返贫致贫.</summary>
    ReturnedToPoverty = 4,

    /// <summary>因病致贫重病患者.</summary>
    ImpoverishedByIllness = 5,

    /// <summary>低收入救助对象.</summary>
    LowIncome = 6,

    /// <summary>建档立卡.</summary>
    RegisteredPoor = 7,

    /// <summary>监测对象.</summary>
    PovertyMonitored = 8,

    /// <summary>在乡重点优抚对象.</summary>
    PriorityVeteran = 9,

    /// <summary>伤残军人.</summary>
    DisabledSoldier = 10,

    /// <summary>重度残疾.</summary>
    SeverelyDisabled = 11,

    /// <summary>孤儿.</summary>
    Orphan = 12,
}

/// <summary>Period over which a limit or a counter runs.</summary>
public enum Period
{
    /// <summary>One visit; nothing is counted.</summary>
    Visit = 1,

    /// <summary>Calendar month of the service date.</summary>
    Month = 2,

    /// <summary>Calendar quarter of the service date.</summary>
    Quarter = 3,

    /// <summary>Calendar year of the service date.</summary>
    Year = 4,
}

/// <summary>A part of the charges that layers may cover.</summary>
public enum Component
{
    /// <summary>符合政策范围 (NHSA <c>inscp_scp_amt</c>).</summary>
    InScope = 0,

    /// <summary>先行自付 (NHSA <c>preselfpay_amt</c>).</summary>
    FirstSelfPay = 1,

    /// <summary>超限价自费 (NHSA <c>overlmt_selfpay</c>).</summary>
    OverCeiling = 2,

    /// <summary>全自费 (NHSA <c>fulamt_ownpay_amt</c>).</summary>
    OutOfScope = 3,

    /// <summary>Charges inside the price cap of a case package (单病种限额).</summary>
    Package = 4,

    /// <summary>Charges of a visit under capitation (按人头包干).</summary>
    Capitated = 5,

    /// <summary>What a cap left with the patient.</summary>
    OverCap = 6,

    /// <summary>What a layer for some items left of them, kept from the layers after it.</summary>
    Aside = 7,
}

/// <summary>The words of the pack format, one table per list, and their Chinese names.</summary>
public static class Vocabulary
{
    /// <summary>Number of components.</summary>
    public const int Components = 8;

    /// <summary>Words of <see cref="Policy.Care"/>.</summary>
    public static WordList<Care> Care { get; } = new(
        ("outpatient", Policy.Care.Outpatient, "普通门诊"),
        ("outpatient_chronic", Policy.Care.OutpatientChronic, "门诊慢特病"),
        ("two_disease", Policy.Care.TwoDisease, "“两病”门诊用药"),
        ("inpatient", Policy.Care.Inpatient, "住院"),
        ("day_surgery", Policy.Care.DaySurgery, "日间手术"));

    /// <summary>Words of <see cref="Policy.Mode"/>.</summary>
    public static WordList<Mode> Mode { get; } = new(
        ("outpatient", Policy.Mode.Outpatient, "按门诊管理"),
        ("inpatient_referenced", Policy.Mode.InpatientReferenced, "参照住院管理"));

    /// <summary>Words of <see cref="Policy.HospitalTier"/>.</summary>
    public static WordList<HospitalTier> HospitalTier { get; } = new(
        ("township", Policy.HospitalTier.Township, "乡镇级"),
        ("county", Policy.HospitalTier.County, "县级"),
        ("city", Policy.HospitalTier.City, "市级"),
        ("province", Policy.HospitalTier.Province, "省级"));

    /// <summary>Words of <see cref="Policy.Place"/>.</summary>
    public static WordList<Place> Place { get; } = new(
        ("home_county", Policy.Place.HomeCounty, "参保县内"),
        ("cross_county", Policy.Place.CrossCounty, "跨县"),
        ("cross_city", Policy.Place.CrossCity, "跨市"),
        ("cross_province", Policy.Place.CrossProvince, "跨省"));

    /// <summary>Words of <see cref="Policy.Employment"/>.</summary>
    public static WordList<Employment> Employment { get; } = new(
        ("active", Policy.Employment.Active, "在职"),
        ("retired", Policy.Employment.Retired, "退休"));

    /// <summary>Words of <see cref="Policy.ItemClass"/>.</summary>
    public static WordList<ItemClass> ItemClass { get; } = new(
        ("A", Policy.ItemClass.A, "甲类"),
        ("B", Policy.ItemClass.B, "乙类"),
        ("C", Policy.ItemClass.C, "丙类"));

    /// <summary>Words of <see cref="Policy.IdentityKind"/>.</summary>
    public static WordList<IdentityKind> Identity { get; } = new(
        ("extremely_poor", IdentityKind.ExtremelyPoor, "特困人员"),
        ("subsistence_allowance", IdentityKind.SubsistenceAllowance, "低保对象"),
        ("marginal_low_income", IdentityKind.MarginalLowIncome, "低保边缘"),
        ("returned_to_poverty", IdentityKind.ReturnedToPoverty, "返贫致贫人口"),
        ("impoverished_by_illness", IdentityKind.ImpoverishedByIllness, "因病致贫重病患者"),
        ("low_income", IdentityKind.LowIncome, "低收入救助对象"),
        ("registered_poor", IdentityKind.RegisteredPoor, "建档立卡人口"),
        ("poverty_monitored", IdentityKind.PovertyMonitored, "监测对象"),
        ("priority_veteran", IdentityKind.PriorityVeteran, "在乡重点优抚对象"),
        ("disabled_soldier", IdentityKind.DisabledSoldier, "伤残军人"),
        ("severely_disabled", IdentityKind.SeverelyDisabled, "重度残疾人"),
        ("orphan", IdentityKind.Orphan, "孤儿"));

    /// <summary>Words of <see cref="Policy.Period"/>.</summary>
    public static WordList<Period> Period { get; } = new(
        ("visit", Policy.Period.Visit, "每次"),
        ("month", Policy.Period.Month, "每月"),
        ("quarter", Policy.Period.Quarter, "每季度"),
        ("year", Policy.Period.Year, "每年"));

    /// <summary>Words of <see cref="Policy.QuotaAtLimit"/>.</summary>
    public static WordList<QuotaAtLimit> QuotaAtLimit { get; } = new(
        ("in_proportion", Policy.QuotaAtLimit.InProportion, "定额按限额内实际支付的比例支付"),
        ("whole", Policy.QuotaAtLimit.Whole, "定额照付"));

    /// <summary>Words of <see cref="Policy.Component"/>.</summary>
    public static WordList<Component> Component { get; } = new(
        ("in_scope", Policy.Component.InScope, "符合政策范围金额"),
        ("first_self_pay", Policy.Component.FirstSelfPay, "先行自付"),
        ("over_ceiling", Policy.Component.OverCeiling, "超限价自费"),
        ("out_of_scope", Policy.Component.OutOfScope, "全自费"),
        ("package", Policy.Component.Package, "病种限额内费用"),
        ("capitated", Policy.Component.Capitated, "包干费用"),
        ("over_cap", Policy.Component.OverCap, "封顶线以上费用"),
        ("aside", Policy.Component.Aside, "单独支付项目的自付部分"));
}

/// <summary>A closed list of words: the word in files and on the wire, its value, its Chinese name.</summary>
public sealed class WordList<T>
    where T : struct, Enum
{
    private readonly (string Word, T Value, string Chinese)[] entries;

    /// <summary>A list of entries, each word once and each value once.</summary>
    public WordList(params (string Word, T Value, string Chinese)[] entries) => this.entries = entries;

    /// <summary>The words, in order, for error messages and for the schema.</summary>
    public IEnumerable<string> Words => entries.Select(e => e.Word);

    /// <summary>Finds the value of a word.</summary>
    public bool TryFind(string word, out T value)
    {
        foreach (var entry in entries)
        {
            if (string.Equals(entry.Word, word, StringComparison.Ordinal))
            {
                value = entry.Value;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>The word of a value.</summary>
    public string WordOf(T value) => Find(value).Word;

    /// <summary>The Chinese name of a value.</summary>
    public string ChineseOf(T value) => Find(value).Chinese;

    private (string Word, T Value, string Chinese) Find(T value)
    {
        foreach (var entry in entries)
        {
            if (EqualityComparer<T>.Default.Equals(entry.Value, value))
            {
                return entry;
            }
        }

        throw new InvariantBrokenException("a value without a word");
    }
}
