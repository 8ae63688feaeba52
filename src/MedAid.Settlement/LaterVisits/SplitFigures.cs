using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.LaterVisits;

/// <summary>Who bears how much of a visit, as far as an order of visits can change it.</summary>
internal sealed class SplitFigures
{
    private readonly List<(PayerKind Kind, string Layer, string Name)> payers = [];
    private readonly Dictionary<(PayerKind Kind, string Layer), long> amounts = [];

    /// <summary>What the patient bears.</summary>
    public long PatientFen { get; private init; }

    /// <summary>Of a split.</summary>
    public static SplitFigures Of(Breakdown breakdown)
    {
        var figures = new SplitFigures { PatientFen = breakdown.PatientFen };
        foreach (ref readonly var line in breakdown.Lines)
        {
            figures.Add(line.LayerId, Explanation.LayerName(line), line.PaidFen, line.DeferredFen);
        }

        figures.AddOthers(breakdown.Account?.AmountFen ?? 0, breakdown.HospitalBorneFen, breakdown.WaivedFen);
        return figures;
    }

    /// <summary>Of a settlement as it stands.</summary>
    public static SplitFigures Of(BreakdownDocument document)
    {
        var figures = new SplitFigures { PatientFen = document.PatientFen };
        foreach (var line in document.Lines)
        {
            figures.Add(line.Layer, line.Layer, line.PaidFen, line.DeferredFen);
        }

        figures.AddOthers(document.AccountFen, document.HospitalBorneFen, document.WaivedFen);
        return figures;
    }

    /// <summary>
    /// What stands beside what would be right: it, and by how much the one split differs from the other. Null: they bear the same.
    /// </summary>
    public static VisitDifference? Between(SettlementId settlementId, SplitFigures stands, SplitFigures asSettled, SplitFigures inOrder)
    {
        var patientFen = inOrder.PatientFen - asSettled.PatientFen;
        var differing = asSettled.payers.Concat(inOrder.payers).DistinctBy(p => (p.Kind, p.Layer))
            .Select(p => (Payer: p, By: inOrder.Fen(p) - asSettled.Fen(p))).Where(p => p.By != 0)
            .Select(p => new PayerFigures(p.Payer.Kind, p.Payer.Layer, p.Payer.Name, stands.Fen(p.Payer), checked(stands.Fen(p.Payer) + p.By)))
            .ToArray();
        return patientFen == 0 && differing.Length == 0
            ? null
            : new VisitDifference(settlementId, stands.PatientFen, checked(stands.PatientFen + patientFen), differing);
    }

    private long Fen((PayerKind Kind, string Layer, string Name) payer) => amounts.GetValueOrDefault((payer.Kind, payer.Layer));

    private void Add(string layer, string name, long paidFen, long deferredFen)
    {
        Add(PayerKind.Layer, layer, name, paidFen);
        Add(PayerKind.Deferred, layer, $"{name}（另行申领）", deferredFen);
    }

    private void AddOthers(long accountFen, long borneFen, long waivedFen)
    {
        Add(PayerKind.Account, "", "个人账户", accountFen);
        Add(PayerKind.Hospital, "", "医院承担", borneFen);
        Add(PayerKind.Waiver, "", "费用减免", waivedFen);
    }

    private void Add(PayerKind kind, string layer, string name, long fen)
    {
        if (fen == 0)
        {
            return;
        }

        var known = amounts.TryGetValue((kind, layer), out var before);
        amounts[(kind, layer)] = checked(before + fen);
        if (!known)
        {
            payers.Add((kind, layer, name));
        }
    }
}
