using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Patients;

/// <summary>What one layer paid, and how much of it the hospital advanced.</summary>
public sealed record PayerTotal(string Layer, string Name, Fund Fund, long PaidFen, long AdvancedFen);

/// <summary>
/// Money of a visit or of a month: the bill, who paid what, and what of the patient's share a personal account paid (a helper's part with it), was
/// paid in cash (at the window, since, or out of a deposit), is still owed or was written off.
/// </summary>
public sealed record StatementTotal(
    long GrossFen, long WaivedFen, IReadOnlyList<PayerTotal> Payers, long HospitalBorneFen, long PatientFen, long AccountFen,
    long HelperFen, long PaidFen, long OwedFen, long WrittenOffFen)
{
    /// <summary>Bill after waivers.</summary>
    public long TotalFen => GrossFen - WaivedFen;

    /// <summary>The sum of several.</summary>
    public static StatementTotal Of(IReadOnlyList<StatementTotal> parts) => new StatementTotal(
        parts.Sum(p => p.GrossFen), parts.Sum(p => p.WaivedFen),
        [
            .. parts.SelectMany(p => p.Payers).GroupBy(p => (p.Layer, p.Fund)).Select(g => new PayerTotal(
                g.Key.Layer, g.First().Name, g.Key.Fund, g.Sum(p => p.PaidFen), g.Sum(p => p.AdvancedFen))),
        ],
        parts.Sum(p => p.HospitalBorneFen), parts.Sum(p => p.PatientFen), parts.Sum(p => p.AccountFen), parts.Sum(p => p.HelperFen),
        parts.Sum(p => p.PaidFen), parts.Sum(p => p.OwedFen), parts.Sum(p => p.WrittenOffFen)).Checked();

    internal StatementTotal Checked()
    {
        Invariant.Holds(TotalFen == Payers.Sum(p => p.PaidFen) + HospitalBorneFen + PatientFen, "a statement's parts sum to its bill");
        Invariant.Holds(
            PatientFen == AccountFen + PaidFen + OwedFen + WrittenOffFen && AccountFen >= HelperFen,
            "a patient's share is paid by account or in cash, owed or written off");
        return this;
    }
}

/// <summary>A visit of a statement, with the sentences that explain it by article.</summary>
public sealed record StatementVisit(
    SettlementId SettlementId, string VisitId, DateOnly ServiceDate, string DiseaseCode, string AgreementId, StatementTotal Total,
    IReadOnlyList<string> Sentences);

/// <summary>
/// The monthly one-stop statement of a patient at a hospital (门诊透析每月“一站式”报销明细): the visits of a month that stand, from the
/// ledger's documents and the accounts of this book. Nothing is worked out anew, so it ties to both.
/// </summary>
public sealed record MonthlyStatement(
    PersonKey PersonKey, HospitalCode HospitalCode, CountyCode CountyCode, DateOnly Month, IReadOnlyList<StatementVisit> Visits, StatementTotal Total)
{
    /// <summary>The statements of documents, one for each person and county, in the order of the keys; undone settlements are left out.</summary>
    public static IReadOnlyList<MonthlyStatement> Of(ClearingState books, DateOnly month, IEnumerable<SettlementDocument> documents) =>
    [
        .. documents.Where(d => d.Kind == SettlementKind.Settlement && !books.Patients.IsUndone(d.SettlementId))
            .GroupBy(d => (d.PersonKey, d.HospitalCode, d.CountyCode))
            .OrderBy(g => g.Key.PersonKey).ThenBy(g => g.Key.CountyCode)
            .Select(g =>
            {
                StatementVisit[] visits =
                [
                    .. g.OrderBy(d => d.ServiceDate).ThenBy(d => d.SettledTime).ThenBy(d => d.SettlementId)
                        .Select(d => Visit(books, d)),
                ];
                return new MonthlyStatement(
                    g.Key.PersonKey, g.Key.HospitalCode, g.Key.CountyCode, month, visits, StatementTotal.Of([.. visits.Select(v => v.Total)]));
            }),
    ];

    private static StatementVisit Visit(ClearingState books, SettlementDocument document)
    {
        var breakdown = document.Breakdown;
        var share = document.AgreementId is null ? null : books.Patients.Shares.GetValueOrDefault(document.SettlementId);
        var (owedFen, writtenOffFen) = (share?.Fen(ShareStanding.Owed) ?? 0, share?.Fen(ShareStanding.WrittenOff) ?? 0);
        return new StatementVisit(
            document.SettlementId, document.VisitId, document.ServiceDate, document.DiseaseCode ?? "", document.AgreementId ?? "",
            new StatementTotal(
                breakdown.GrossFen, breakdown.WaivedFen,
                [
                    .. breakdown.Lines.Select((l, i) => new PayerTotal(
                        l.Layer, NameOf(l, breakdown.SentenceOf(i)), l.Fund, l.PaidFen, l.Advanced ? l.PaidFen : 0)),
                ],
                breakdown.HospitalBorneFen, breakdown.PatientFen, breakdown.AccountFen, breakdown.HelperFen,
                breakdown.CashFen - owedFen - writtenOffFen, owedFen, writtenOffFen).Checked(),
            [.. breakdown.Spoken]);
    }

    /// <summary>A line's sentence begins with the Chinese name of its layer.</summary>
    private static string NameOf(LineDocument line, string sentence) =>
        sentence.IndexOf('：', StringComparison.Ordinal) is var end and > 0 ? sentence[..end] : line.Layer;
}
