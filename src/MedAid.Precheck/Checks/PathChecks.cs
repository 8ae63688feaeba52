using MedAid.Core.Policy;
using MedAid.Precheck.Data;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Checks;

/// <summary>Examinations that the care path of the disease does not have, or has less often.</summary>
internal static class PathChecks
{
    /// <summary>An examination of a visit for the disease that stands outside the path.</summary>
    public static IEnumerable<Finding> OffPath(OrderCase order, CheckEntry check)
    {
        // The disease that was asked for counts, also where the qualification for it is missing.
        var disease = order.Draft.Claim.DiseaseCode;
        var path = order.Books.Paths.Where(p => CodeWords.Allow([p.Disease], disease)).ToArray();
        if (disease is null || path.Length == 0)
        {
            return [];
        }

        var codes = path.Select(p => p.Code).ToHashSet(StringComparer.Ordinal);
        return
            from of in order.Orders
            where check.Lists["categories"].Contains(of.Entry?.Category ?? of.Item.Category ?? "") && !codes.Contains(of.Item.Code)
            select new Finding
            {
                Subject = of.Name,
                ItemNumber = of.Item.ItemNumber,
                What = $"不在{path[0].Path}内",
                Action = "写明指征，或改在其他就诊中开",
                Detail = $"{path[0].Path}之外的检查检验，有指征的写入病历后照开；与本病无关的按普通门诊开。",
                Key = [of.Item.Code, path[0].Path],
                Facts = [CardFacts.Examination],
                Suggestions = [Quantities.Remove(order, of, $"本次不开{of.Name}")],
            };
    }

    /// <summary>An examination that was done so lately that the path does not have it again yet.</summary>
    public static IEnumerable<Finding> TooSoon(OrderCase order, CheckEntry check) =>
        from path in Counted(order.Draft.Claim, order.Books)
        from of in order.Orders.Where(o => o.Item.Code == path.Code).Take(1)
        let last = order.EarlierExaminations.Where(e => e.Code == path.Code).MaxBy(e => e.Day)
        where last is not null && order.Day.DayNumber - last.Day.DayNumber < path.EveryDays
        let next = last.Day.AddDays(path.EveryDays!.Value)
        select new Finding
        {
            Subject = of.Name,
            ItemNumber = of.Item.ItemNumber,
            What = $"{last.Day:yyyy-MM-dd} 已做过，{path.Path}每 {path.EveryDays} 天一次",
            Action = $"写明指征，或改在 {next:yyyy-MM-dd} 以后做",
            Detail = $"{order.NameOf(last.HospitalCode)} {last.Day:yyyy-MM-dd} 做过。病情变化需要提前复查的，写入病历后照开。",
            Key = [of.Item.Code, path.Path, $"{last.Day:yyyy-MM-dd}"],
            Facts =
            [
                CardFacts.Examination, .. last.HospitalCode == order.Claim.HospitalCode ? Array.Empty<string>() : [CardFacts.OtherHospital],
            ],
            Suggestions = [Quantities.Remove(order, of, $"本次不开{of.Name}")],
        };

    /// <summary>The examinations of a draft of which its care path says how often they are done, each once.</summary>
    public static IReadOnlyList<PathItem> Counted(VisitClaim claim, AdviceData books)
    {
        if (claim.DiseaseCode is not { } disease || claim.IsStay)
        {
            return [];
        }

        return
        [
            .. books.Paths.Where(p => p.EveryDays is not null && CodeWords.Allow([p.Disease], disease) && claim.Items.Any(i => i.Code == p.Code))
                .DistinctBy(p => p.Code),
        ];
    }
}
