using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;

namespace MedAid.Stores.Tests.Histories;

/// <summary>A request of a history: a bill to settle, or a settlement to reverse.</summary>
internal sealed record Call(string RequestId, Bill? Bill, Undo? Undo = null);

/// <summary>What is asked to be reversed, and by which hospital.</summary>
internal sealed record Undo(string Hospital, string SettlementId, string Reason);

/// <summary>What has to be answered to a request, and what becomes of it.</summary>
internal sealed class Told
{
    public required Call Call { get; init; }

    public string SettlementId => SettlementIds.Of(Call.RequestId).Text;

    /// <summary>Why it is refused; any of several where a bill has more than one fault. Empty: it is not.</summary>
    public IReadOnlyList<Refusal> Refused { get; init; } = [];

    /// <summary>What the refusal is about, where that is a settlement.</summary>
    public string? Subject { get; init; }

    /// <summary>Whether the refusal is not kept: the id belongs to another request.</summary>
    public bool IsReused { get; init; }

    public string PersonKey { get; init; } = "";

    public string Scheme { get; init; } = "";

    public Figures Figures { get; init; } = Figures.None;

    /// <summary>The codes of the warnings about other visits.</summary>
    public IReadOnlyList<string> Warned { get; init; } = [];

    /// <summary>Whether a payment is warned of that says not what it was for; null: that is not worked out.</summary>
    public bool? NotAllotted { get; init; } = false;

    public int? StayPart { get; init; }

    public int? Admission { get; init; }

    /// <summary>The day of the admission that it is, in the year of the bill; null: it is none, or a later part of one.</summary>
    public DateOnly? AdmittedOn { get; init; }

    /// <summary>The person as the register knew them then.</summary>
    public Eligibility? Person { get; init; }

    /// <summary>How many admissions it counts: one, or more where the hospital says that there were others.</summary>
    public long Admissions { get; init; }

    /// <summary>Of a reversal, what it undoes.</summary>
    public Told? Undoes { get; init; }

    /// <summary>What undid it since.</summary>
    public Told? UndoneBy { get; set; }

    public bool Stands => Refused.Count == 0 && Undoes is null && UndoneBy is null;

    /// <summary>The bill, of a reversal that which was settled.</summary>
    public Bill? Bill => Undoes?.Call.Bill ?? Call.Bill;
}

/// <summary>A line of a layer.</summary>
internal sealed record FigureLine(
    string Layer, string? Rule, long BaseFen, long DeductibleFen, long PaidFen, long CappedFen, bool Advanced, long DeferredFen,
    long? BureauPaysFen);

/// <summary>The amounts of a settlement, worked out by the oracle; of a reversal their opposites.</summary>
internal sealed record Figures(
    long GrossFen, long WaivedFen, long TotalFen, long PatientFen, long AccountFen, long HelperFen, long BorneFen, string? Programme,
    IReadOnlyDictionary<string, long> Charges, IReadOnlyList<FigureLine> Lines, IReadOnlyDictionary<string, long> Added)
{
    public static Figures None { get; } = new(0, 0, 0, 0, 0, 0, 0, null, new Dictionary<string, long>(), [], new Dictionary<string, long>());

    /// <summary>The journal: every amount once, in double entry.</summary>
    public IEnumerable<JournalEntry> Entries(string county)
    {
        JournalEntry[] all =
        [
            new(Account.HospitalRevenue, default, default, new Fen(-GrossFen)), new(Account.PatientCash, default, default, new Fen(PatientFen - AccountFen)),
            new(Account.AccountReceivable, new CountyCode(county), new Fund("310200"), new Fen(AccountFen - HelperFen)), new(Account.HelperReceivable, new CountyCode(county), new Fund("310200"), new Fen(HelperFen)),
            new(Account.WaiverExpense, default, default, new Fen(WaivedFen)),
            new(Account.HospitalBorne, default, default, new Fen(BorneFen)),
            .. Lines.SelectMany(l => (JournalEntry[])
            [
                new(l.Advanced ? Account.AdvanceReceivable : Account.FundReceivable, new CountyCode(county), new Fund(YearLaw.FundOf(l.Layer)), new Fen(l.BureauPaysFen ?? l.PaidFen)),
                new(Account.SettlementDifference, new CountyCode(county), new Fund(YearLaw.FundOf(l.Layer)), new Fen(l.PaidFen - (l.BureauPaysFen ?? l.PaidFen))),
            ]),
        ];
        return all.Where(e => e.AmountFen != default);
    }

    /// <summary>The figures of a result of the oracle.</summary>
    public static Figures Of(JsonObject result, IReadOnlyDictionary<string, long> added) => new(
        Fen(result["gross"]), Fen(result["waived"]), Fen(result["total"]), Fen(result["patient"]), Fen(result["account"]), Fen(result["helper"]),
        Fen(result["hospital_borne"]), result["programme"]?.GetValue<string>(), result["charges"]!.AsObject().ToDictionary(c => c.Key, c => Fen(c.Value)),
        [.. result["layers"]!.AsArray().Select(l => Line(l!.AsObject()))], added);

    /// <summary>The same with the opposite sign, as a reversal has it: without what led to the payments.</summary>
    public Figures Mirrored() => new(
        -GrossFen, -WaivedFen, -TotalFen, -PatientFen, -AccountFen, -HelperFen, -BorneFen, Programme, Charges.ToDictionary(c => c.Key, c => -c.Value),
        [.. Lines.Select(l => new FigureLine(l.Layer, l.Rule, 0, 0, -l.PaidFen, 0, l.Advanced, -l.DeferredFen, -l.BureauPaysFen))],
        Added.ToDictionary(a => a.Key, a => -a.Value));

    /// <summary>An amount of the oracle: yuan with two decimals, or none.</summary>
    public static long Fen(JsonNode? amount) =>
        amount is null ? 0 : (long)(decimal.Parse(amount.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) * 100);

    private static FigureLine Line(JsonObject line) => new(
        line["id"]!.GetValue<string>(), line["rule"]?.GetValue<string>(), Fen(line["base"]), Fen(line["deductible"]), Fen(line["paid"]),
        Fen(line["capped"]), line["advanced"]!.GetValue<bool>(), Fen(line["deferred"]),
        line["bureau_pays"] is { } pays ? Fen(pays) : line["id"]!.GetValue<string>() == "capitation" ? 0 : null);
}
