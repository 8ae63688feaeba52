using System.Globalization;
using System.Text;
using MedAid.Clearing.Sheets;
using MedAid.Core;
using MedAid.Tables;

namespace MedAid.Clearing.Patients;

/// <summary>The statements of a month as a file for a spreadsheet, without names.</summary>
public static class MonthlyStatementSheet
{
    /// <summary>A line for each statement and one for all; a column for each layer that paid and one for what of it was advanced.</summary>
    public static string Csv(IReadOnlyList<MonthlyStatement> statements, HospitalAndCountyNames places)
    {
        var all = StatementTotal.Of([.. statements.Select(s => s.Total)]);
        string[] heading =
        [
            "人员编号", "参保地", "月份", "就诊次数", "费用总额", "减免", .. all.Payers.SelectMany(p => new[] { $"{p.Name}({p.Fund})", $"{p.Name}其中垫付" }),
            "医院承担", "个人负担", "其中个人账户", "个人账户中家庭共济", "已付", "仍欠", "核销",
        ];
        var sheet = new Sheet(
            "月结算单",
            [
                heading, .. statements.Select(s => Row(s, all, places)),
                ["合计", "", "", Count(statements.Sum(s => s.Visits.Count)), .. Amounts(all, all)],
            ],
            [],
            0);
        return Encoding.UTF8.GetString(sheet.ToCsv());
    }

    private static string[] Row(MonthlyStatement statement, StatementTotal all, HospitalAndCountyNames places) =>
    [
        statement.PersonKey.Text, places.CountyWithCode(statement.CountyCode), statement.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        Count(statement.Visits.Count), .. Amounts(all, statement.Total),
    ];

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Amounts(StatementTotal all, StatementTotal total)
    {
        long[] fen =
        [
            total.GrossFen, total.WaivedFen,
            .. all.Payers.SelectMany(column => total.Payers.FirstOrDefault(p => p.Layer == column.Layer && p.Fund == column.Fund) is { } paid
                ? new[] { paid.PaidFen, paid.AdvancedFen }
                : [0, 0]),
            total.HospitalBorneFen, total.PatientFen, total.AccountFen, total.HelperFen, total.PaidFen, total.OwedFen, total.WrittenOffFen,
        ];
        return fen.Select(ExactNumber.Yuan);
    }
}
