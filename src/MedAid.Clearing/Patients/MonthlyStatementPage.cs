using System.Globalization;
using MedAid.Clearing.Sheets;
using MedAid.Core;

namespace MedAid.Clearing.Patients;

/// <summary>The monthly statement (门诊费用每月“一站式”报销明细) as a page to print.</summary>
public static class MonthlyStatementPage
{
    // 门诊慢特病病种代码：慢性肾功能衰竭（透析）, with its kinds M07801 to M07804.
    private const string Uremia = "M078";

    private static readonly string[] Ends = ["其中医院垫付", "医院承担", "个人负担", "其中个人账户", "已付", "仍欠"];

    /// <summary>The page: the figures of each visit, then each visit explained by its articles.</summary>
    public static string Of(string hospital, string name, DateOnly month, string cite, Statements found, PlaceNames places)
    {
        StatementVisit[] visits = [.. found.All.SelectMany(s => s.Visits)];
        var isDialysis = visits.Length > 0 && Array.TrueForAll(visits, v => v.DiseaseCode.StartsWith(Uremia, StringComparison.Ordinal));
        var page = new PrintPage($"门诊{(isDialysis ? "透析" : "")}费用“一站式”报销月度明细").Flat($"{hospital}　{name}　{Text(month.Year)}年{Text(month.Month)}月");
        foreach (var statement in found.All)
        {
            page.Flat($"参保地 {places.CountyName(statement.CountyCode)}，就诊 {statement.Visits.Count} 次，单位：元");
            Table(page, statement);
            foreach (var visit in statement.Visits)
            {
                page.Heading($"{Day(visit.ServiceDate)}　结算编号 {visit.SettlementId}").Steps(visit.Sentences);
            }
        }

        if (found.All.Count == 0)
        {
            page.Flat("本月没有列入的就诊。");
        }

        if (found.Unclassified > 0)
        {
            page.Flat($"另有 {found.Unclassified} 笔结算没有记下医疗类别，未列入。");
        }

        return (cite.Length > 0 ? page.Note($"依据：{cite}") : page).Close();
    }

    private static void Table(PrintPage page, MonthlyStatement statement)
    {
        PayerTotal[] payers = [.. statement.Total.Payers.Where(p => p.PaidFen != 0)];
        page.Table(
            ["日期", "费用", "减免", .. payers.Select(p => payers.Count(o => o.Name == p.Name) > 1 ? $"{p.Name}（{p.Fund}）" : p.Name), .. Ends],
            statement.Visits.Select(v => Row(Day(v.ServiceDate), payers, v.Total)).Append(Row("合计", payers, statement.Total)),
            figuresFrom: 1);
    }

    private static string[] Row(string title, IReadOnlyList<PayerTotal> columns, StatementTotal total)
    {
        long[] fen =
        [
            total.GrossFen, total.WaivedFen,
            .. columns.Select(c => total.Payers.Where(p => p.Layer == c.Layer && p.Fund == c.Fund).Sum(p => p.PaidFen)),
            total.Payers.Sum(p => p.AdvancedFen), total.HospitalBorneFen, total.PatientFen, total.AccountFen, total.PaidFen, total.OwedFen,
        ];
        return [title, .. fen.Select(ExactNumber.Yuan)];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
