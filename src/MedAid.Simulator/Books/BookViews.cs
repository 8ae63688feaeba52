namespace MedAid.Simulator.Books;

/// <summary>The books as others may see them.</summary>
internal static class BookViews
{
    /// <summary>All settlements, in their order.</summary>
    public static IReadOnlyList<SettlementView> Settlements(BookState state) => [.. state.Settlements.Select(s => View(s, state))];

    private static SettlementView View(SettlementState settlement, BookState state)
    {
        var (booked, amounts) = (settlement.Booked, settlement.Booked.Amounts);
        return new SettlementView(
            booked.Id, booked.VisitId, state.Visit(booked.VisitId)?.Registered.HospitalVisitNumber ?? "", booked.PersonNumber, booked.Hospital,
            booked.MessageId, booked.At, StateOf(settlement), booked.Reverses, amounts.TotalFen, amounts.FundsFen, amounts.PersonFen,
            amounts.FromAccountFen, amounts.HospitalPartFen, [.. amounts.Rows.Select(r => new FundView(r.Code, r.PaidFen, r.Info))]);
    }

    private static string StateOf(SettlementState settlement) => settlement.IsErased ? "erased"
        : settlement.IsReversal ? "reversal"
        : settlement.ReversedBy.Length > 0 ? "reversed" : "standing";
}
