using MedAid.Precheck.Data;

namespace MedAid.Precheck.Checks;

/// <summary>Drugs that the fund pays for some diseases only (限定支付).</summary>
internal static class RestrictedChecks
{
    private const int Insured = 1;
    private const int SelfPaid = 2;

    /// <summary>None of the diagnoses is one of those that the drug is paid for.</summary>
    public static IEnumerable<Finding> NotIndicated(OrderCase order, CheckEntry check)
    {
        foreach (var of in order.Orders.Where(o => o is { Drug.Indications.Count: > 0, Item.Approval: not SelfPaid }))
        {
            if (order.HasDiagnosis(of.Drug!.Indications))
            {
                continue;
            }

            var text = TextOf(of);
            var replace = Quantities.Replace(order, of, of.Drug.Substitutes.Select(order.Books.Drug).OfType<Drug>());
            yield return new Finding
            {
                Subject = of.Name,
                ItemNumber = of.Item.ItemNumber,
                What = order.Draft.Claim.Diagnoses.Count == 0 ? $"{text}，没有诊断可核对" : $"{text}，诊断不在其内",
                Action = replace.Count > 0 ? $"补录诊断，或{replace[0].Label}" : "补录诊断，或告知病人自费",
                Detail = $"限定支付的诊断编码：{string.Join("、", of.Drug.Indications)}。病历有依据的补录诊断；没有的，医院审批标志写 2，由病人自费并先行告知。",
                Key = [of.Item.Code, .. of.Drug.Indications],
                Facts = [CardFacts.Restricted, CardFacts.SelfPaid, .. replace.Count > 0 ? [CardFacts.Substitute] : Array.Empty<string>()],
                Suggestions = [.. replace, .. Mark(order, of, SelfPaid, "按自费开，先告知病人")],
            };
        }
    }

    /// <summary>A restricted drug whose payment the hospital has not decided yet: it would be paid by the patient.</summary>
    public static IEnumerable<Finding> Unmarked(OrderCase order, CheckEntry check) =>
        from of in order.Orders
        where of is { Entry.Restricted: true, Item.Approval: 0 }
        where of.Drug is not { Indications.Count: > 0 } || order.HasDiagnosis(of.Drug.Indications)
        select new Finding
        {
            Subject = of.Name,
            ItemNumber = of.Item.ItemNumber,
            What = $"{TextOf(of)}，还没有审批，暂按全自费",
            Action = "符合的标“审批通过”",
            Detail = "符合限定支付条件的，医院审批标志写 1；不符合的写 2，由病人自费。",
            Key = [of.Item.Code],
            Facts = [CardFacts.Restricted, CardFacts.SelfPaid],
            Suggestions = Mark(order, of, Insured, "标审批通过"),
        };

    private static IReadOnlyList<Suggestion> Mark(OrderCase order, Order of, int approval, string label) =>
        Quantities.With(order, of, of.Item with { Approval = approval }) is { } change
            ? [new Suggestion(label, SuggestionKind.MarkItem, change, of.Item.ItemNumber)]
            : [];

    private static string TextOf(Order of) => of.Entry is { Restriction.Length: > 0 } entry ? entry.Restriction : "限定支付";
}
