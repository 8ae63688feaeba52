using System.Globalization;
using MedAid.Clearing.Patients;
using MedAid.Core;

namespace MedAid.Gateway.Services;

/// <summary>From statements to the wire.</summary>
internal static class MonthlyStatementOut
{
    public static ClearingV1.MonthlyStatement Statement(MonthlyStatement statement, bool withVisits)
    {
        var message = new ClearingV1.MonthlyStatement
        {
            PersonKey = statement.PersonKey.Text,
            HospitalCode = statement.HospitalCode.Text,
            CountyCode = statement.CountyCode.Text,
            Period = Period(statement.Month),
            VisitCount = statement.Visits.Count,
            Total = Total(statement.Total),
        };
        if (withVisits)
        {
            message.Visits.AddRange(statement.Visits.Select(v => new ClearingV1.StatementVisit
            {
                SettlementId = v.SettlementId.Text,
                VisitId = v.VisitId,
                ServiceDate = PlainText.Day(v.ServiceDate),
                Total = Total(v.Total),
                Sentences = { v.Sentences },
            }));
        }

        return message;
    }

    public static ClearingV1.StatementTotal Total(StatementTotal total) => new()
    {
        GrossFen = total.GrossFen,
        WaivedFen = total.WaivedFen,
        Payers =
        {
            total.Payers.Select(p => new ClearingV1.PayerTotal
            {
                Layer = p.Layer, Name = p.Name, Fund = p.Fund.Text, PaidFen = p.PaidFen, AdvancedFen = p.AdvancedFen,
            }),
        },
        HospitalBorneFen = total.HospitalBorneFen,
        PatientFen = total.PatientFen,
        AccountFen = total.AccountFen,
        HelperFen = total.HelperFen,
        PaidFen = total.PaidFen,
        OwedFen = total.OwedFen,
        WrittenOffFen = total.WrittenOffFen,
    };

    public static string Period(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
