using System.Globalization;
using System.Text;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MonthlyStatementMessage = MedAid.Gateway.Wire.Clearing.V1.MonthlyStatement;
using PayerTotalMessage = MedAid.Gateway.Wire.Clearing.V1.PayerTotal;
using StatementTotalMessage = MedAid.Gateway.Wire.Clearing.V1.StatementTotal;
using StatementVisitMessage = MedAid.Gateway.Wire.Clearing.V1.StatementVisit;

namespace MedAid.Gateway.Clearing;

/// <summary>From statements to the wire and to a file for a spreadsheet.</summary>
internal static class MonthlyStatementOut
{
    public static MonthlyStatementMessage Statement(MonthlyStatement statement, bool withVisits)
    {
        var message = new MonthlyStatementMessage
        {
            PersonKey = statement.PersonKey,
            HospitalCode = statement.HospitalCode,
            CountyCode = statement.CountyCode,
            Period = Period(statement.Month),
            VisitCount = statement.Visits.Count,
            Total = Total(statement.Total),
        };
        if (withVisits)
        {
            message.Visits.AddRange(statement.Visits.Select(v => new StatementVisitMessage
            {
                SettlementId = v.SettlementId,
                VisitId = v.VisitId,
                ServiceDate = ClearingOut.Day(v.ServiceDate),
                Total = Total(v.Total),
                Sentences = { v.Sentences },
            }));
        }

        return message;
    }

    public static StatementTotalMessage Total(StatementTotal total) => new()
    {
        GrossFen = total.GrossFen,
        WaivedFen = total.WaivedFen,
        Payers =
        {
            total.Payers.Select(p => new PayerTotalMessage
            {
                Layer = p.Layer, Name = p.Name, Fund = p.Fund, PaidFen = p.PaidFen, AdvancedFen = p.AdvancedFen,
            }),
        },
        HospitalBorneFen = total.HospitalBorneFen,
        PatientFen = total.PatientFen,
        PaidFen = total.PaidFen,
        OwedFen = total.OwedFen,
        WrittenOffFen = total.WrittenOffFen,
    };

    /// <summary>A line for each statement and one for all; a column for each layer that paid and one for what of it was advanced.</summary>
    public static string Csv(IReadOnlyList<MonthlyStatement> statements)
    {
        var all = StatementTotal.Of([.. statements.Select(s => s.Total)]);
        var text = new StringBuilder("\uFEFF");
        Line(text,
        [
            "人员编号", "参保地", "月份", "就诊次数", "费用总额", "减免", .. all.Payers.SelectMany(p => new[] { $"{p.Name}({p.Fund})", $"{p.Name}其中垫付" }),
            "医院承担", "个人负担", "已付", "仍欠", "核销",
        ]);
        foreach (var statement in statements)
        {
            Line(text,
            [
                statement.PersonKey, statement.CountyCode, Period(statement.Month), Count(statement.Visits.Count), .. Amounts(all, statement.Total),
            ]);
        }

        Line(text, ["合计", "", "", Count(statements.Sum(s => s.Visits.Count)), .. Amounts(all, all)]);
        return text.ToString();
    }

    public static string Period(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<string> Amounts(StatementTotal all, StatementTotal total)
    {
        long[] fen =
        [
            total.GrossFen, total.WaivedFen,
            .. all.Payers.SelectMany(column => total.Payers.FirstOrDefault(p => p.Layer == column.Layer && p.Fund == column.Fund) is { } paid
                ? new[] { paid.PaidFen, paid.AdvancedFen }
                : [0, 0]),
            total.HospitalBorneFen, total.PatientFen, total.PaidFen, total.OwedFen, total.WrittenOffFen,
        ];
        return fen.Select(ExactNumber.Yuan);
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text
        .AppendJoin(',', cells.Select(c => c.AsSpan().ContainsAny(",\"\r\n") ? $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : c))
        .Append("\r\n");
}
