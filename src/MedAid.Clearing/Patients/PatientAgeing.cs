using MedAid.Clearing.Books;

namespace MedAid.Clearing.Patients;

/// <summary>What one patient owes one hospital, by the days since the service.</summary>
public sealed record PatientAge(
    string PersonKey, string HospitalCode, long Days0To30Fen, long Days31To60Fen, long Days61To90Fen, long DaysOver90Fen, DateOnly OldestDate)
{
    /// <summary>All that is owed.</summary>
    public long OwedFen => checked(Days0To30Fen + Days31To60Fen + Days61To90Fen + DaysOver90Fen);
}

/// <summary>Ages what patients owe (患者欠款账龄); a day counts from the service, as for counties.</summary>
public static class PatientAgeing
{
    /// <summary>Every patient who owes something, who owes most first.</summary>
    public static IReadOnlyList<PatientAge> Of(ClearingBooks books, DateOnly asOf, string hospitalCode = "") =>
    [
        .. books.Patients.Shares.Values
            .Where(s => s.Fen(ShareStanding.Owed) > 0 && (hospitalCode.Length == 0 || s.Origin.HospitalCode == hospitalCode))
            .GroupBy(s => (s.Origin.PersonKey, s.Origin.HospitalCode))
            .Select(g => Of(g.Key.PersonKey, g.Key.HospitalCode, [.. g], asOf))
            .OrderByDescending(a => a.OwedFen).ThenBy(a => a.PersonKey, StringComparer.Ordinal)
            .ThenBy(a => a.HospitalCode, StringComparer.Ordinal),
    ];

    private static PatientAge Of(string personKey, string hospitalCode, PatientShare[] owed, DateOnly asOf)
    {
        long Owing(int from, int to) => owed
            .Where(s => asOf.DayNumber - s.Origin.ServiceDate.DayNumber is var days && days >= from && days <= to)
            .Sum(s => s.Fen(ShareStanding.Owed));
        return new PatientAge(
            personKey, hospitalCode, Owing(int.MinValue, 30), Owing(31, 60), Owing(61, 90), Owing(91, int.MaxValue),
            owed.Min(s => s.Origin.ServiceDate));
    }
}
