using MedAid.Clearing.Books;
using MedAid.Clearing.Reports;
using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.Clearing.Patients;

/// <summary>What one patient owes one hospital, by the days since the service.</summary>
public sealed record PatientAge(
    PersonKey PersonKey, HospitalCode HospitalCode, AgeBuckets Owed, DateOnly OldestDate)
{
    /// <summary>All that is owed.</summary>
    public long OwedFen => Owed.SumFen;
}

/// <summary>
/// Ages what patients owe (患者欠款账龄) at the end of a day; a day counts from the service, as for counties. A debt is there from its service on;
/// everything else counts from the day on which it was recorded.
/// </summary>
public static class PatientAgeing
{
    /// <summary>Every patient who owes something, who owes most first.</summary>
    public static IReadOnlyList<PatientAge> Of(ClearingState books, DateOnly asOf, HospitalCode hospitalCode = default) =>
    [
        .. books.Patients.Shares.Values
            .Where(s => hospitalCode.IsEmpty || s.Origin.HospitalCode == hospitalCode)
            .Select(s => (Share: s.Origin, OwedFen: OwedFen(books, s, asOf))).Where(s => s.OwedFen > 0)
            .GroupBy(s => (s.Share.PersonKey, s.Share.HospitalCode))
            .Select(g => Of(g.Key.PersonKey, g.Key.HospitalCode, [.. g], asOf))
            .OrderByDescending(a => a.OwedFen).ThenBy(a => a.PersonKey)
            .ThenBy(a => a.HospitalCode),
    ];

    /// <summary>All deposits at the end of a day.</summary>
    public static long DepositFen(ClearingState books, DateOnly asOf, HospitalCode hospitalCode = default) => books.Patients.Records
        .Where(r => (hospitalCode.IsEmpty || r.HospitalCode == hospitalCode) && Counts(books, r, asOf))
        .Sum(r => r.Patient!.Deposits.Sum(d => d.AmountFen));

    private static bool Counts(ClearingState books, ClearingRecord record, DateOnly asOf) =>
        ChinaTime.DayOf(record.RecordedTime) <= asOf && books.Corrections.Stands(record);

    private static PatientAge Of(PersonKey personKey, HospitalCode hospitalCode, (NewShare Share, long OwedFen)[] owed, DateOnly asOf) => new(
        personKey, hospitalCode, AgeBuckets.Of(owed.Select(s => (s.Share.ServiceDate, s.OwedFen)), asOf), owed.Min(s => s.Share.ServiceDate));

    /// <summary>What was owed of a share at the end of a day; what was corrected since counts as if it had not been.</summary>
    private static long OwedFen(ClearingState books, PatientShare share, DateOnly asOf)
    {
        var origin = share.Origin;
        if (origin.ServiceDate > asOf || PatientShare.First(origin) != ShareStanding.Owed)
        {
            return 0;
        }

        var owedFen = origin.AmountFen;
        foreach (var record in books.Patients.RecordsOf(origin.PersonKey, origin.HospitalCode))
        {
            if (!Counts(books, record, asOf))
            {
                continue;
            }

            // An undoing takes what is left, which is not what was left if something before it was corrected since.
            var moves = record.Patient!.Moves.Where(m => m.SettlementId == origin.SettlementId);
            owedFen = record.Patient.UndoneSettlementId == origin.SettlementId
                ? 0
                : owedFen + moves.Sum(m => m.To == ShareStanding.Owed ? m.AmountFen : m.From == ShareStanding.Owed ? -m.AmountFen : 0);
        }

        return owedFen;
    }
}
