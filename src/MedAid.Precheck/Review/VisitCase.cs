using MedAid.Core.Policy;
using MedAid.Precheck.Cards;
using MedAid.Precheck.Checks;
using MedAid.Settlement.Ledger;

namespace MedAid.Precheck.Review;

/// <summary>A settled visit, laid open as it was settled: what the checks before an order say of it, and what it adds to a month.</summary>
/// <param name="order">The visit.</param>
/// <param name="document">Its settlement.</param>
/// <param name="elsewhere">Visits of the person at other hospitals that may be at the same time.</param>
internal sealed class VisitCase(OrderCase order, SettlementDocument document, IReadOnlyList<SettlementDocument> elsewhere)
{
    public OrderCase Order => order;

    public SettlementDocument Document => document;

    public IReadOnlyList<SettlementDocument> Elsewhere => elsewhere;

    /// <summary>Everything that is found in the visit, each once.</summary>
    public IReadOnlyList<ReviewFinding> Findings() =>
    [
        .. Checked().Concat(
                from pattern in order.Books.Checks.Patterns
                where pattern.HoldsOn(order.Day)
                let find = PatternTable.Find(pattern.Id)!.OfVisit
                where find is not null
                from finding in find(this, pattern)
                select finding)
            .DistinctBy(f => f.FindingId),
    ];

    /// <summary>What the visit adds to a month.</summary>
    public IEnumerable<ReviewLine> Lines()
    {
        var goods = order.Books.Checks.FindPattern(DoctorPatterns.OffCatalogueShare)?.Lists["categories"] ?? [];
        Order[] judged = [.. order.Orders.Where(o => goods.Contains(o.Entry?.Category ?? o.Item.Category ?? ""))];
        yield return Line("", document.Breakdown.TotalFen) with
        {
            GoodsFen = judged.Sum(o => o.Split.AmountFen),
            OffFen = judged.Where(o => o.Split.Class == ItemClass.C).Sum(o => o.Split.Charges.OutOfScopeFen),
        };
        if (order.Claim.IsStay || order.Books.Checks.FindPattern(DoctorPatterns.ManyBuyers) is not { } buyers)
        {
            yield break;
        }

        var (daysMax, _) = PrescriptionChecks.DaysMax(order, buyers.Figure("days_max"), buyers.Figure("days_max"));
        foreach (var (code, days, amount) in order.Supplied())
        {
            yield return Line(code, amount) with { Days = days, DaysMax = daysMax };
        }
    }

    /// <summary>A finding of this visit.</summary>
    /// <param name="checkId">The check or the pattern.</param>
    /// <param name="basis">What it rests on.</param>
    /// <param name="text">What is the matter.</param>
    /// <param name="of">The line, or null.</param>
    /// <param name="amountFen">What it is about.</param>
    /// <param name="other">The visit elsewhere without which it does not hold, or null.</param>
    public ReviewFinding Finding(string checkId, string basis, string text, Order? of, long amountFen, SettlementDocument? other = null) => new()
    {
        FindingId = CardIds.OfFacts(checkId, [document.SettlementId.Text, $"{of?.Item.ItemNumber}", $"{other?.SettlementId}"]),
        CheckId = checkId, HospitalCode = document.HospitalCode, Department = order.Department, Doctor = order.Claim.Doctor ?? "",
        Day = order.Day, ItemCode = of?.Item.Code ?? "", Text = text, Basis = basis, AmountFen = amountFen, VisitsNeeded = other is null ? 1 : 2,
        Visits =
        [
            Visit(document, of?.Item.ItemNumber ?? 0, amountFen), .. other is null ? Array.Empty<ReviewVisit>() : [Visit(other, 0, 0)],
        ],
    };

    private static ReviewVisit Visit(SettlementDocument of, int itemNumber, long amountFen) =>
        new(of.SettlementId, of.HospitalCode, of.VisitId, of.ServiceDate, itemNumber, amountFen);

    /// <summary>The checks before an order, by the same code; what they would only remark is no finding.</summary>
    private IEnumerable<ReviewFinding> Checked() =>
        from check in order.Books.Checks.Checks
        where check.AfterSettlement
        let severity = check.At(document.HospitalCode, order.Department, order.Day)
        let code = CheckTable.Find(check.Id)!
        where severity is not null && (code.After == After.Always || !order.Claim.IsStay)
        where !code.NeedsDiagnoses || order.Claim.Diagnoses.Count > 0
        from found in code.Run(order, check)
        where found.AtMost >= severity
        let of = order.Orders.First(o => o.Item.ItemNumber == found.ItemNumber)
        select Finding(check.Id, order.BasisOf(check, found), $"{found.Subject}：{found.What}", of, code.AmountFen(of));

    private ReviewLine Line(string itemCode, long amountFen) => new(
        document.SettlementId, itemCode, document.HospitalCode, order.Day, order.Department, order.Claim.Doctor ?? "", document.VisitId,
        document.PersonKey) { AmountFen = amountFen };
}
