using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Tables;

namespace MedAid.Clearing.Patients;

/// <summary>The monthly statement (门诊费用每月“一站式”报销明细) as a page to print.</summary>
public static class MonthlyStatementPage
{
    // 门诊慢特病病种代码：慢性肾功能衰竭（透析）, with its kinds M07801 to M07804.
    private const string Uremia = "M078";

    /// <summary>The page: the figures of each visit, then each visit explained by its articles.</summary>
    public static string Of(string hospital, string name, DateOnly month, string cite, Statements found, HospitalAndCountyNames places)
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

        return (cite.Length > 0 ? page.Note($"依据：{PolicySources.None.OnPapers(cite)}") : page).Close();
    }

    /// <summary>A column that is zero all month says nothing; those that everybody looks for stand all the same.</summary>
    private static void Table(PrintPage page, MonthlyStatement statement)
    {
        PayerTotal[] payers = [.. statement.Total.Payers.Where(p => p.PaidFen != 0)];
        (string Title, Func<StatementTotal, long> Fen, bool Always)[] columns =
        [
            ("费用", t => t.GrossFen, true),
            ("减免", t => t.WaivedFen, false),
            .. payers.Select(p => (NameOf(p, payers), PaidBy(p), true)),
            ("其中医院垫付", t => t.Payers.Sum(p => p.AdvancedFen), false),
            ("医院承担", t => t.HospitalBorneFen, false),
            ("个人负担", t => t.PatientFen, true),
            ("其中个人账户", t => t.AccountFen, false),
            ("已付", t => t.PaidFen, true),
            ("仍欠", t => t.OwedFen, true),
        ];
        columns = [.. columns.Where(c => c.Always || c.Fen(statement.Total) != 0)];
        page.Table(
            ["日期", .. columns.Select(c => c.Title)],
            statement.Visits.Select(v => Row(Day(v.ServiceDate), v.Total)).Append(Row("合计", statement.Total)),
            figuresFrom: 1);

        string[] Row(string title, StatementTotal total) => [title, .. columns.Select(c => ExactNumber.Yuan(c.Fen(total)))];
    }

    private static string NameOf(PayerTotal payer, PayerTotal[] payers) =>
        payers.Count(o => o.Name == payer.Name) > 1 ? $"{payer.Name}（{payer.Fund}）" : payer.Name;

    private static Func<StatementTotal, long> PaidBy(PayerTotal payer) =>
        total => total.Payers.Where(p => p.Layer == payer.Layer && p.Fund == payer.Fund).Sum(p => p.PaidFen);

    private static string Text(int number) => PlainText.Number(number);

    private static string Day(DateOnly day) => PlainText.Day(day);
}
