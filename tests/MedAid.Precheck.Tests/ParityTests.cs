using System.Globalization;
using MedAid.Core.Policy;
using MedAid.Precheck.Checks;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using Xunit.Abstractions;

namespace MedAid.Precheck.Tests;

/// <summary>
/// Random order lists: what cards say about money equals a quote, and for some a settlement, on the same facts to the fen; and every card that
/// comes up is a good one. MEDAID_PRECHECK_LISTS sets how many lists; MEDAID_TEST_SEED repeats a run that failed.
/// </summary>
public sealed class ParityTests(ITestOutputHelper output)
{
    private const int ListsUnlessTold = 2_000;
    private const int ListsOfPatient = 250;
    private const int SettledEvery = 10;

    private static readonly string[] Items =
    [
        .. File.ReadLines(Ward.At("samples", "catalogue.csv")).Skip(1).Select(l => l.Split(',')[0]), "X0", "X1",
    ];

    private static readonly string[] Diagnoses = ["N18.500", "I10", "E11.900", "D50.900", "E83.3", "N25.8", "J00", "Z99.2"];

    [Fact]
    public async Task What_a_card_says_of_money_is_what_a_quote_and_a_settlement_say()
    {
        var lists = Environment.GetEnvironmentVariable("MEDAID_PRECHECK_LISTS") is { Length: > 0 } told
            ? int.Parse(told, CultureInfo.InvariantCulture)
            : ListsUnlessTold;
        var seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        var tally = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var done = 0; done < lists; done += ListsOfPatient)
        {
            await using var ward = Ward.Open(Patient(dice), Ward.Books(cards: 6));
            for (var i = 0; i < Math.Min(ListsOfPatient, lists - done); i++)
            {
                await CompareAsync(ward, Draft(ward, dice), i % SettledEvery == 0, tally, $"seed {seed}, list {done + i}");
            }
        }

        output.WriteLine(string.Join(' ', tally.OrderBy(t => t.Key).Select(t => $"{t.Key} {t.Value}")));
        Assert.True(lists < ListsUnlessTold || tally.Count >= 15, string.Join(' ', tally.Keys));
    }

    private static async Task CompareAsync(Ward ward, OrderDraft draft, bool settle, Dictionary<string, int> tally, string where)
    {
        var advice = await ward.AdviseAsync(draft);
        var reckoned = advice.Care == draft.Claim.Care ? draft.Claim : draft.Claim with { Care = advice.Care, Mode = Mode.Outpatient };
        Assert.True(await ward.QuoteAsync(reckoned) == advice.PatientFen, where);
        foreach (var card in advice.Cards)
        {
            CardRules.AssertGood(card);
            tally[card.CheckId] = tally.GetValueOrDefault(card.CheckId) + 1;
            foreach (var suggestion in card.Suggestions.Where(s => s.Kind != SuggestionKind.AddQualification && s.Visit.Items.Count > 0))
            {
                Assert.True(await ward.QuoteAsync(suggestion.Visit) == suggestion.PatientFen, $"{where}: {card.CheckId} {suggestion.Label}");
            }

            if (card.WithoutItemFen is { } without)
            {
                VisitClaim left = reckoned with { Items = [.. reckoned.Items.Where(i => i.ItemNumber != card.ItemNumber)] };
                Assert.True((left.Items.Count == 0 ? 0 : await ward.QuoteAsync(left)) == without, $"{where}: {card.CheckId} without the line");
            }
        }

        if (settle && advice.Care == draft.Claim.Care)
        {
            Assert.True(await ward.SettleAsync(draft.Claim) == advice.PatientFen, $"{where}: settled");
        }
    }

    private static Eligibility Patient(Random dice)
    {
        Qualification[] all = [Ward.Chronic(Codes.Uraemia, dice.Next(3) == 0 ? Ward.Today.AddDays(dice.Next(1, 90)) : null), Ward.TwoDisease(Codes.Hypertension)];
        IdentityKind[] kinds = [IdentityKind.SubsistenceAllowance, IdentityKind.ExtremelyPoor, IdentityKind.MarginalLowIncome];
        return Ward.Patient([.. all.Where(_ => dice.Next(4) > 0)]) with
        {
            Identities = dice.Next(2) == 0 ? [] : [new IdentitySpan(kinds[dice.Next(kinds.Length)], new DateOnly(2021, 1, 1), null)],
        };
    }

    private static OrderDraft Draft(Ward ward, Random dice)
    {
        var (care, disease) = dice.Next(4) switch
        {
            0 => (Care.OutpatientChronic, Codes.Uraemia),
            1 => (Care.TwoDisease, Codes.Hypertension),
            2 => (Care.Inpatient, (string?)null),
            _ => (Care.Outpatient, null),
        };
        Dose[] doses = [.. Enumerable.Range(0, dice.Next(1, 9)).Select(_ => Order(dice))];
        var hospital = dice.Next(3) == 0 ? Ward.City : Ward.County;
        var draft = ward.Draft(care, disease, [.. Diagnoses.Where(_ => dice.Next(4) == 0)], doses);
        return draft with
        {
            Claim = draft.Claim with
            {
                HospitalCode = new(hospital), Filed = dice.Next(2) == 0, ServiceDate = Ward.Today.AddDays(-dice.Next(120)),
                Mode = care == Care.OutpatientChronic && dice.Next(3) == 0 ? Mode.InpatientReferenced : Mode.Outpatient,
            },
            Stable = dice.Next(2) == 0,
        };
    }

    private static Dose Order(Random dice)
    {
        var price = $"{dice.Next(600)}.{dice.Next(100):00}";
        var quantity = dice.Next(5) == 0 ? $"{dice.Next(5)}.{dice.Next(1, 10)}" : $"{dice.Next(1, 6)}";
        return Ward.Item(Items[dice.Next(Items.Length)], quantity, price, dice.Next(3)) with
        {
            Days = dice.Next(3) == 0 ? dice.Next(1, 120) : null, DailyMilligrams = dice.Next(4) == 0 ? dice.Next(1, 20) : null,
        };
    }
}
