using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;

namespace MedAid.People.Qualifications;

/// <summary>Why something about a qualification cannot be done: a stable code, and in Chinese what to do.</summary>
public static class QualificationFault
{
    private const string Levels = "一二三";

    internal static readonly Fault NotInsured = Of(FieldRule.NotInsured, "查不到参保登记，请先办理参保");

    internal static readonly Fault NotResident = Of(FieldRule.NotResident, "“两病”用药保障只对居民医保参保人");

    internal static readonly Fault NotListed = Of(FieldRule.DiseaseNotListed, "病种不在本地病种表上，请核对病种编码");

    internal static readonly Fault AlreadyApplied = Of(FieldRule.AlreadyApplied, "同一病种已有待审核的申请");

    internal static readonly Fault AlreadyQualified = Of(FieldRule.AlreadyQualified, "已有该病种资格，未到续期时间");

    internal static readonly Fault ChronicHeld = Of(FieldRule.ChronicBenefitHeld, "已享受该病种的门诊慢特病待遇，不再纳入“两病”");

    internal static readonly Fault TwoDoctorsNeeded = Of(FieldRule.TwoDoctorsNeeded, "须有乡镇卫生院两名不同医师签字");

    internal static readonly Fault DoctorsDoNotCount = Of(
        FieldRule.HospitalRecordNeeded, "当地没有凭两名医师签字认定的规定，请提供定点医疗机构的资料并填写机构编码");

    internal static readonly Fault NotPoor = Of(FieldRule.NotPoorHousehold, "两名医师签字只适用于贫困户，请提供医院资料");

    internal static readonly Fault NotOnDrugs = Of(FieldRule.NotOnDrugs, "未采取药物治疗，不纳入“两病”用药保障");

    internal static readonly Fault SameOperator = Of(FieldRule.SameOperator, "受理和审核不能是同一人，请换人审核");

    internal static readonly Fault NoOperator = Of(FieldRule.Required, "请写明经办人和复核人（1 到 100 个字）");

    internal static readonly Fault AlreadyDecided = Of(FieldRule.AlreadyDecided, "该申请已经办结，不能再改");

    internal static readonly Fault NotHeld = new("QUALIFICATION_NOT_HELD", "该申请没有生效的资格，或在此日期前已经结束");

    internal static readonly Fault EndedBefore = new("QUALIFICATION_NOT_HELD", "该资格已经提前结束，不能再改");

    internal static readonly Fault DeathToCome = Fault.Of(
        FieldRule.OutOfRange, "因死亡终止的日期最晚是明天，请核对死亡日期", "ended_date");

    /// <summary>The hospital's level is below the lowest that may recognise the disease.</summary>
    internal static Fault LevelTooLow(int lowest) =>
        Of(FieldRule.HospitalLevelTooLow, $"须由{Levels[lowest - 1]}级及以上定点医疗机构认定");

    /// <summary>No application has that id.</summary>
    public static readonly Fault NotFound = Of(FieldRule.ApplicationNotFound, "没有这个申请编号");

    private static Fault Of(FieldRule rule, string message) => Fault.Of(rule, message, "application");
}
