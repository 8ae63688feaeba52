using System.Globalization;
using MedAid.Clearing.Patients;
using MonthlyStatementMessage = MedAid.Contract.Clearing.V1.MonthlyStatement;
using PayerTotalMessage = MedAid.Contract.Clearing.V1.PayerTotal;
using StatementTotalMessage = MedAid.Contract.Clearing.V1.StatementTotal;
using StatementVisitMessage = MedAid.Contract.Clearing.V1.StatementVisit;

namespace MedAid.Gateway.Clearing;

/// <summary>From statements to the wire.</summary>
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
        AccountFen = total.AccountFen,
        HelperFen = total.HelperFen,
        PaidFen = total.PaidFen,
        OwedFen = total.OwedFen,
        WrittenOffFen = total.WrittenOffFen,
    };

    public static string Period(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
