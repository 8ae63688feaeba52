using MedAid.Core;
using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Precheck.Papers;

/// <summary>
/// 知情同意书 for items outside the catalogue, above their ceiling, or dearer than an equal one: what each costs the patient, and by how much less the
/// covered item in its place would. Items and substitutes are those of the checks.
/// </summary>
internal sealed class ConsentPaper(OpenVisits visits, PrecheckTerms terms)
{
    private static readonly string[] Checks = ["outside-catalogue", "over-ceiling", "dearer-equal"];

    /// <summary>The paper; or that the visit needs none, or that a line cannot be consented to.</summary>
    public async Task<Result<PaperContent>> OfAsync(
        PaperOrder order, OpenedVisit visit, AdviceData data, CancellationToken cancellationToken)
    {
        var draft = new OrderDraft { Claim = visit.Case.Claim with { Diagnoses = order.Diagnoses } };
        var asked = new OrderCase(draft, visit, data, Refusal.None, terms.Starts);
        var found = Find(asked);
        int[] needed = [.. PaperNeeds.ConsentLines(visit.Case, data.Checks).Select(i => visit.Case.Claim.Items[i].ItemNumber)];
        if (order.ItemNumbers.FirstOrDefault(n => asked.Orders.All(o => o.Item.ItemNumber != n)) is > 0 and var absent)
        {
            return Result.Refused<PaperContent>(Fault.Of(FieldRule.UnknownWord, $"没有第 {absent} 行", "item_numbers"));
        }

        if (order.ItemNumbers.FirstOrDefault(n => !needed.Contains(n) && found[n].All(f => f.Check != Checks[^1])) is > 0 and var odd)
        {
            return Result.Refused<PaperContent>(Fault.Of(
                FieldRule.UnknownWord, $"第 {odd} 行在目录内、不超限价，也没有更便宜的同类，不需要知情同意书", "item_numbers"));
        }

        int[] numbers = order.ItemNumbers.Count > 0 ? [.. order.ItemNumbers.Distinct().Order()] : needed;
        if (numbers.Length == 0)
        {
            return Result.Refused<PaperContent>(new Fault(PaperWorkflow.NotNeeded));
        }

        Order[] orders = [.. numbers.Select(n => asked.Orders.Single(o => o.Item.ItemNumber == n))];
        var lines = await PriceAsync(asked, orders, found, cancellationToken);
        return Result.Done(new PaperContent(
            page => Write(page, visit, lines, PaperPage.Basis(data.Checks, visit, Checks)),
            [.. orders.Select(o => new PaperItem(o.Item.Code, o.Item.PriceMillionths))]));
    }

    private static ILookup<int, (string Check, Finding Finding)> Find(OrderCase order) => (
        from id in Checks
        let check = order.Books.Checks.Find(id)
        where check?.At(order.Claim.HospitalCode, "", order.Day) is not null
        from finding in CheckTable.Find(id)!.Run(order, check)
        select (Check: id, Finding: finding)).ToLookup(f => f.Finding.ItemNumber);

    private async Task<IReadOnlyList<ConsentLine>> PriceAsync(
        OrderCase asked, Order[] orders, ILookup<int, (string Check, Finding Finding)> found, CancellationToken cancellationToken)
    {
        List<(Order Of, Suggestion[] Instead)> plans =
        [
            .. orders.Select(o => (o, found[o.Item.ItemNumber].SelectMany(f => f.Finding.Suggestions)
                .Where(s => s.Kind == SuggestionKind.ReplaceItem).DistinctBy(s => s.Label).ToArray())),
        ];
        VisitChange[] changes =
        [
            .. plans.SelectMany(p => p.Instead.Select(s => s.Change).Prepend(Quantities.Without(asked, p.Of))),
        ];
        var fen = new Queue<long?>(await visits.PatientFenAsync(asked.Opened, changes, cancellationToken));
        return [.. plans.Select(p => Line(asked, p.Of, fen.Dequeue(), [.. p.Instead.Select(s => (s.Label, fen.Dequeue()))], found))];
    }

    private static ConsentLine Line(
        OrderCase asked, Order of, long? withoutFen, (string Label, long? Fen)[] instead, ILookup<int, (string Check, Finding Finding)> found)
    {
        var nowFen = asked.Opened.Breakdown.PatientFen;
        var better = instead.Where(s => s.Fen < nowFen).Select(s => ((string, long)?)(s.Label, nowFen - s.Fen!.Value)).FirstOrDefault();
        string[] why = [.. found[of.Item.ItemNumber].Select(f => f.Finding.What)];
        return new ConsentLine(of, why.Length > 0 ? string.Join('；', why) : "目录外", nowFen - withoutFen, better);
    }

    private static void Write(PrintPage page, OpenedVisit visit, IReadOnlyList<ConsentLine> lines, string basis)
    {
        page.Flat("尊敬的患者，您好！")
            .Paragraph("本院优先使用目录内安全有效、经济适宜的药品耗材和集采品种，非必要不使用目录外药品耗材，不要求您或家属到院外购买。")
            .Paragraph("下列药品耗材是您要求使用、或医师认为病情需要而使用的。请看清由您负担的金额和可以改用的品种，自愿决定。")
            .Table(
                ["项目", "为何告知", "目录内可替代", "金额（元）", "个人负担（元）", "改用后少付（元）"],
                lines.Select(l => (string[])
                [
                    l.Of.Name, l.Why, l.Instead?.Label ?? "没有登记可替代的品种", ExactNumber.Yuan(l.Of.Split.AmountFen),
                    l.OwnFen is { } own ? ExactNumber.Yuan(own) : "不能单独计算，见合计",
                    l.Instead is { } instead ? ExactNumber.Yuan(instead.SavedFen) : "—",
                ]),
                3, longTexts: true)
            .Flat("使用的原因（打勾）：☐ 患者要求　　☐ 病情需要，医师签名：＿＿＿＿＿＿")
            .Paragraph("以上情况已向我说明。我知道这些费用医保不支付或者支付得少，同意使用，并自行负担上列金额。")
            .Note($"本次个人负担合计 {ExactNumber.Yuan(visit.Breakdown.PatientFen)} 元，按截至打印日的累计试算，结算时以账本为准。依据：{basis}。")
            .Signatures("患者姓名：", "患者或家属签名：", "与患者的关系（家属签名的）：", $"{PaperPage.HospitalOf(visit).Name}　经办人：");
    }

    /// <summary>
    /// An item of the consent: why it is told, what the patient bears for it (null: it cannot be told apart), and the first covered item that costs
    /// less.
    /// </summary>
    private sealed record ConsentLine(Order Of, string Why, long? OwnFen, (string Label, long SavedFen)? Instead);
}
