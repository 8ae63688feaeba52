using MedAid.Core.Policy;
using MedAid.Settlement.Claims;

namespace MedAid.People.Rosters;

/// <summary>Checks what is said of a roster: every bad field at once.</summary>
internal static class RosterForm
{
    private const int CountyDigits = 6;

    /// <summary>The terms, or null with every violation added.</summary>
    public static RosterTerms? Check(RosterDraft draft, List<FieldViolation> violations)
    {
        ClaimValidation.CheckWrite(draft.RequestId, draft.Operator, violations);
        void That(bool holds, string field, FieldRule rule, string description)
        {
            if (!holds)
            {
                violations.Add(new FieldViolation(field, rule, description));
            }
        }

        That(draft.Kind is RosterKind.FullList or RosterKind.Changes, "kind", FieldRule.Required, "请写明名单种类：附件 2 全名单或附件 3 动态调整名单");
        That(
            draft.CountyCode.Text.Length == CountyDigits && draft.CountyCode.Text.All(char.IsAsciiDigit), "county_code", FieldRule.Format,
            $"报送县（区）要写 {CountyDigits} 位行政区划代码");
        var identity = default(IdentityKind);
        That(
            draft.Identity.Length == 0 || Vocabulary.Identity.TryFind(draft.Identity, out identity), "identity", FieldRule.UnknownWord,
            $"没有这种身份，只能是其中之一：{string.Join("、", Vocabulary.Identity.Words)}；不写则以表头勾选的为准");
        That(
            draft.UninsuredScheme.Length <= Limits.WordMax && draft.UninsuredScheme.All(c => char.IsAsciiLetterLower(c) || c == '_'),
            "uninsured_scheme", FieldRule.Format, "险种要与政策包的 scheme 相同，如 resident；不写则只记身份，不登记参保");
        That(draft.File.Length > 0, "file", FieldRule.Required, "请附上名单文件（XLSX 或 CSV）");
        That(draft.File.Length <= Limits.RosterBytesMax, "file", FieldRule.TooLong, $"名单文件超过 {Limits.RosterBytesMax / 1024 / 1024} MiB，请分乡镇拆开");
        That(draft.Certificate.Length <= Limits.RosterBytesMax, "certificate", FieldRule.TooLong, "证明文件过大");
        var (listDate, certifyBy) = (Day("list_date", draft.ListDate, violations), Day("certify_by_date", draft.CertifyByDate, violations));
        That(!(certifyBy < listDate), "certify_by_date", FieldRule.OutOfRange, "认证期限早于名单日期");
        return violations.Count > 0 ? null : new RosterTerms(
            draft.Kind, draft.CountyCode, draft.Identity.Length > 0 ? identity : null, listDate, certifyBy,
            draft.UninsuredScheme.Length > 0 ? draft.UninsuredScheme : null);
    }

    private static DateOnly? Day(string field, string text, List<FieldViolation> violations)
    {
        if (text.Length == 0 || ClaimValidation.ReadDay(field, text, violations) is not { } day)
        {
            return null;
        }

        if (day < Limits.DayMin || day > Limits.DayMax)
        {
            violations.Add(new FieldViolation(
                field, FieldRule.OutOfRange, $"日期要在 {Limits.DayMin:yyyy-MM-dd} 和 {Limits.DayMax:yyyy-MM-dd} 之间"));
        }

        return day;
    }
}
