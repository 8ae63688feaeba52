using MedAid.Precheck.Checks;
using MedAid.Precheck.Data;
using MedAid.Precheck.Feedback;
using MedAid.Settlement.Claims;

namespace MedAid.Precheck.Cards;

/// <summary>From findings to cards: ids, what was answered, what nobody heeds, the money, and the budget.</summary>
internal sealed class CardMaker(OpenVisits visits, FeedbackStore store, AcceptanceCache acceptance)
{
    // A few more than the budget are priced, because some say nothing once their money is known.
    private const int PricedPerCard = 4;

    public async Task<Advice> MakeAsync(OrderCase order, CancellationToken cancellationToken)
    {
        var book = order.Books.Checks;
        var found = Found(order);
        var counted = await acceptance.OfAsync(order.Claim.HospitalCode, order.Department, book.Demotion, cancellationToken);
        var heeded = found.Select(f => f with { Severity = Steps(book, counted, f) }).ToList();
        string[] ids = [.. heeded.Select(f => f.CardId).Distinct(StringComparer.Ordinal)];
        var answers = ids.Length == 0 ? [] : await store.AnswersAsync(ids, cancellationToken);
        List<Found> open = [.. heeded.Where(f => !IsAnswered(order, f, answers)).DistinctBy(f => f.CardId)];
        List<Found> shown = [.. open.Where(f => f.Severity is not null).OrderByDescending(f => f.Severity)];
        var budget = book.Budget.Of(order.Department);
        var (cards, used) = await CardsAsync(order, shown, budget, cancellationToken);
        List<Found> rest = [.. shown.Skip(used).Where(f => !f.Finding.OnlyIfCheaper), .. open.Where(f => f.Severity is null)];
        return new Advice
        {
            Cards = cards,
            RestCount = rest.Count,
            RestLine = RestLine(rest),
            Notes = [.. Notes(book, counted, found)],
            PatientFen = order.Opened.Breakdown.PatientFen,
            Care = order.Claim.Care,
            Orders = [.. order.Orders.Select(Share)],
            Version = book.Version,
        };
    }

    private static List<Found> Found(OrderCase order)
    {
        var found = new List<Found>();
        foreach (var check in order.Books.Checks.Checks)
        {
            if (check.At(order.Claim.HospitalCode, order.Department, order.Day) is not { } severity)
            {
                continue;
            }

            found.AddRange(CheckTable.Find(check.Id)!.Run(order, check).Select(f => new Found(
                check, f, CardIds.Of(check.Id, order.Person.PersonKey, order.Claim.HospitalCode, f),
                severity < f.AtMost ? severity : f.AtMost)));
        }

        return found;
    }

    /// <summary>A check that nobody heeds steps back by one: from warning to info, from info to being counted only (null).</summary>
    private static Severity? Steps(CheckBook book, IReadOnlyDictionary<string, AnswerCount> counted, Found found) => found.Severity switch
    {
        Severity.Critical => Severity.Critical,
        { } severity when IsDemoted(book, counted, found.Check.Id) => severity == Severity.Warning ? Severity.Info : null,
        var severity => severity,
    };

    private static bool IsDemoted(CheckBook book, IReadOnlyDictionary<string, AnswerCount> counted, string checkId) =>
        counted.TryGetValue(checkId, out var count) && count.IsUnheeded(book.Demotion);

    private static IEnumerable<string> Notes(CheckBook book, IReadOnlyDictionary<string, AnswerCount> counted, List<Found> found) =>
        from check in found.Select(f => f.Check).DistinctBy(c => c.Id)
        where IsDemoted(book, counted, check.Id)
        let count = counted[check.Id]
        select $"“{check.Title}”在本科室近 {book.Demotion.Days} 天答复 {count.Answers} 次、采纳 {count.Accepted} 次，已降一级提示，请药剂科核对这项检查。";

    /// <summary>Accepted in this visit; or gone on with, in this visit or up to the day that was named.</summary>
    private static bool IsAnswered(OrderCase order, Found found, IReadOnlyList<KnownAnswer> answers) => answers.Any(a =>
        a.CardId == found.CardId && ((a.HospitalCode == order.Claim.HospitalCode && a.VisitId == order.Claim.VisitId) || a.Until >= order.Day));

    /// <summary>Prices one finding after the other until the budget is used up.</summary>
    private async Task<(List<Card> Cards, int Used)> CardsAsync(
        OrderCase order, List<Found> shown, int budget, CancellationToken cancellationToken)
    {
        var cards = new List<Card>();
        var taken = new HashSet<(int, string)>();
        var used = 0;
        while (cards.Count < budget && used < Math.Min(shown.Count, budget * PricedPerCard))
        {
            var found = shown[used++];
            if (CardText.Of(order, found, await PriceAsync(order, found.Finding, cancellationToken)) is { } card && IsNew(card, taken))
            {
                cards.Add(card);
            }
        }

        return (cards, used);
    }

    /// <summary>Two cards that suggest the same item in place of the same line say the same.</summary>
    private static bool IsNew(Card card, HashSet<(int, string)> taken) =>
        card.Suggestions is not [{ Kind: SuggestionKind.ReplaceItem, Item: { } item }, ..] || taken.Add((item.ItemNumber, item.Code));

    private async Task<Money> PriceAsync(OrderCase order, Finding finding, CancellationToken cancellationToken)
    {
        VisitChange[] suggested = [.. finding.Suggestions.Take(Limits.SuggestionsMax).Select(s => s.Change)];
        var line = order.Orders.FirstOrDefault(o => o.Item.ItemNumber == finding.ItemNumber);
        VisitChange[] without = line is null ? [] : [Quantities.Without(order, line)];
        var fen = await visits.PatientFenAsync(order.Opened, [.. suggested, .. without], cancellationToken);
        return new Money([.. fen.Take(suggested.Length)], fen.Skip(suggested.Length).FirstOrDefault());
    }

    private static string RestLine(List<Found> rest) => rest.Count == 0
        ? ""
        : $"另有 {rest.Count} 条提示未展开：{string.Join("、", rest.GroupBy(f => f.Check.Title).Select(g => $"{g.Key} {g.Count()} 条"))}。";

    private static OrderShare Share(Order of) => new(
        of.Item.ItemNumber, of.Item.Code, of.Split.Class, of.Split.Charges.InScopeFen, of.Split.Charges.FirstSelfPayFen,
        of.Split.Charges.OverCeilingFen, of.Split.Charges.OutOfScopeFen);
}

/// <summary>A finding of a check with its id and, unless it is only counted, its severity.</summary>
internal sealed record Found(CheckEntry Check, Finding Finding, string CardId, Severity? Severity);

/// <summary>What the patient would pay with each suggestion (null: it could not be settled so) and without the line.</summary>
internal sealed record Money(IReadOnlyList<long?> Suggestions, long? Without);
