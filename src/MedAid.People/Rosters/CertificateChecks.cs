using System.Globalization;
using System.Text.RegularExpressions;
using MedAid.Core.Policy;
using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>
/// Compares a change list with its certificate (附件 4). A certificate that is about something else refuses the list; counts that differ
/// are a remark on the list: to keep everybody out for one line too many would harm those who are certified.
/// </summary>
internal static partial class CertificateChecks
{
    /// <summary>Adds what does not fit; nothing if there is no certificate.</summary>
    public static void Inspect(
        Table? certificate, IdentityKind identity, DateOnly date, IEnumerable<HouseholdTotal> households, RosterFaults faults)
    {
        if (certificate is null)
        {
            return;
        }

        if (certificate.Faults is [{ Kind: TableFaultKind.Malformed } fault, ..])
        {
            faults.RefuseFile("CERTIFICATE_UNREADABLE", $"动态调整情况证明：{fault.Message}");
            return;
        }

        var text = RosterHead.Text(certificate.Lines).Replace("_", "", StringComparison.Ordinal).Replace("＿", "", StringComparison.Ordinal);
        if (Counts().Match(text) is not { Success: true } counts)
        {
            faults.RefuseFile("CERTIFICATE_UNREADABLE", "动态调整情况证明读不出“新增…户…人；减少…户…人”，请用下载的附件 4 模板填写");
            return;
        }

        if (RosterHead.Day(text) != date)
        {
            faults.RefuseFile("CERTIFICATE_DATE_DIFFERS", "证明的日期与名单的填报日期不一致，请核对");
        }

        if (RosterHead.Category(counts.Value) is { } other && other != identity)
        {
            faults.RefuseFile("CERTIFICATE_CATEGORY_DIFFERS", "证明的对象类别与名单的不一致，请核对");
        }

        Compare(counts, [.. households], faults);
    }

    private static void Compare(Match counts, HouseholdTotal[] households, RosterFaults faults)
    {
        int Certified(int group) => int.Parse(counts.Groups[group].Value, CultureInfo.InvariantCulture);
        var (newHouseholds, newPersons) = (households.Sum(h => h.NewHouseholds), households.Sum(h => h.NewPersons));
        var (fewerHouseholds, fewerPersons) = (households.Sum(h => h.FewerHouseholds), households.Sum(h => h.FewerPersons));
        if ((Certified(1), Certified(2)) != (newHouseholds, newPersons))
        {
            faults.Remark(
                0, -1, "CERTIFICATE_COUNTS_DIFFER",
                $"证明写新增 {Certified(1)} 户 {Certified(2)} 人，名单列出 {newHouseholds} 户 {newPersons} 人，请与出证单位核对");
        }

        // Who leaves may leave a household behind, so the certificate may count fewer households than the list names.
        if (Certified(4) != fewerPersons || Certified(3) > fewerHouseholds)
        {
            faults.Remark(
                0, -1, "CERTIFICATE_COUNTS_DIFFER",
                $"证明写减少 {Certified(3)} 户 {Certified(4)} 人，名单列出 {fewerHouseholds} 户 {fewerPersons} 人，请与出证单位核对");
        }
    }

    [GeneratedRegex(@"新增[^0-9]*?(\d+)户(\d+)人[;;；,，]?减少(\d+)户(\d+)人")]
    private static partial Regex Counts();
}
