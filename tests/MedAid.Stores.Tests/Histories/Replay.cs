using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;

namespace MedAid.Stores.Tests.Histories;

/// <summary>
/// What a history has to come to, without the product: a fold over its requests in order. The oracle splits each bill by the facts and counters
/// of that moment; a reversal takes back what its settlement added and leaves later ones as they are.
/// </summary>
internal sealed class Replay(YearLaw law, Patients patients)
{
    private readonly Dictionary<(string Person, string Scheme, string Counter), long> counters = [];
    private readonly Dictionary<string, Told> byRequest = new(StringComparer.Ordinal);

    /// <summary>Everything that was written, in order.</summary>
    public List<Told> Written { get; } = [];

    /// <summary>Everything that was answered for the first time under its id.</summary>
    public IEnumerable<Told> Answered => byRequest.Values;

    /// <summary>Which counters were ever touched.</summary>
    public IEnumerable<(string Person, string Scheme, string Counter)> Counters => counters.Keys;

    public Told? Find(string settlementId) => Written.Find(t => t.SettlementId == settlementId);

    public bool Knows(string requestId) => byRequest.ContainsKey(requestId);

    /// <summary>What a counter stands at: the sum of what the settlements that stand added.</summary>
    public long UsedFen((string Person, string Scheme, string Counter) key) => Written
        .Where(t => t.Stands && t.PersonKey == key.Person && t.Scheme == key.Scheme)
        .Sum(t => t.Figures.Added.GetValueOrDefault(key.Counter));

    /// <summary>What has to be answered to a request, and notes what it changes; with <paramref name="tried"/> it changes nothing.</summary>
    public Told Take(Call call, bool tried = false)
    {
        if (byRequest.TryGetValue(call.RequestId, out var known))
        {
            return known.Call == call ? known : new Told { Call = call, Refused = [Refusal.RequestIdReused], IsReused = true };
        }

        var told = call.Bill is { } bill ? Settle(call, bill) : Reverse(call, call.Undo!);
        if (!tried)
        {
            Note(told);
        }

        return told;
    }

    /// <summary>
    /// The settlement of a visit that stands and forbids another: of the whole, of this bill, of another person's, or for the whole the last bill.
    /// </summary>
    public Told? Against(string hospital, string visitId, string batch, string personKey = "")
    {
        var standing = Written.FindAll(t => t.Stands && t.Bill!.Hospital.Code.Text == hospital && t.Bill.VisitId == visitId);
        return standing.Find(t => t.Bill!.Batch.Length == 0)
            ?? (batch.Length == 0 ? standing.MaxBy(t => t.Bill!.Batch, StringComparer.Ordinal) : standing.Find(t => t.Bill!.Batch == batch))
            ?? standing.FindAll(t => personKey.Length > 0 && t.PersonKey != personKey).MaxBy(t => t.Bill!.Batch, StringComparer.Ordinal);
    }

    /// <summary>The last part of the stay that stands, if it comes after this one.</summary>
    public Told? LaterPart(Told part) => part.Bill!.Stay.Length == 0 ? null : Written
        .Where(t => t.Stands && t.PersonKey == part.PersonKey && t.Scheme == part.Scheme && t.StayPart > part.StayPart
            && t.Bill!.Hospital == part.Bill.Hospital && t.Bill.Stay == part.Bill.Stay)
        .MaxBy(t => t.StayPart);

    /// <summary>
    /// What the visits of a person that stand come to if they are settled in their order from nothing, each by the person of then; null: it cannot
    /// be settled so, because of an amount that it brings.
    /// </summary>
    public IEnumerable<(Told Told, Figures? Right)> InOrder(string personKey)
    {
        var standing = Written.FindAll(t => t.Stands && t.PersonKey == personKey);
        var earlier = new Dictionary<Told, long>();
        foreach (var year in standing.Where(t => t.AdmittedOn is not null).GroupBy(t => (t.Scheme, t.Bill!.Date.Year)))
        {
            var before = 0L;
            foreach (var told in year.OrderBy(t => t.AdmittedOn))
            {
                earlier[told] = before;
                before += Math.Max(1, (told.Bill!.Admission ?? 0) - before);
            }
        }

        var used = new Dictionary<(string Person, string Scheme, string Counter), long>();
        foreach (var told in standing.OrderBy(t => DayInOrder(standing, t)))
        {
            var person = told.Person!;
            var stay = new StayOf(
                told.Bill!, counter => used.GetValueOrDefault((personKey, told.Scheme, counter)), _ => earlier.GetValueOrDefault(told));
            var result = Evaluate(told.Bill!, person, stay, used);
            var added = result["error"] is not null ? told.Figures.Added : Added(result, stay);
            foreach (var (counter, fen) in added)
            {
                used[(personKey, told.Scheme, counter)] = used.GetValueOrDefault((personKey, told.Scheme, counter)) + fen;
            }

            yield return (told, result["error"] is null ? Figures.Of(result, added) : null);
        }
    }

    /// <summary>A bill comes on its day, a later part of a stay not before the earlier ones.</summary>
    private static DateOnly DayInOrder(List<Told> standing, Told told) => told.Bill!.Stay.Length == 0 ? told.Bill.Date : standing
        .Where(t => t.Bill!.Stay == told.Bill.Stay && t.Bill.Hospital == told.Bill.Hospital && t.Scheme == told.Scheme && t.StayPart <= told.StayPart)
        .Max(t => t.Bill!.Date);

    private static Dictionary<string, long> Added(JsonObject result, StayOf stay)
    {
        var added = result["counters"]!.AsObject().ToDictionary(c => stay.Whole(c.Key), c => Figures.Fen(c.Value));
        foreach (var (counter, ones) in stay.Added)
        {
            added[counter] = ones;
        }

        return added;
    }

    public static string Yuan(long fen) => (fen / 100m).ToString("0.00", CultureInfo.InvariantCulture);

    private void Note(Told told)
    {
        byRequest.Add(told.Call.RequestId, told);
        if (told.Refused.Count > 0)
        {
            return;
        }

        Written.Add(told);
        _ = told.Undoes?.UndoneBy = told;
        foreach (var (counter, fen) in told.Figures.Added)
        {
            var key = (told.PersonKey, told.Scheme, counter);
            counters[key] = counters.GetValueOrDefault(key) + fen;
        }
    }

    private Told Settle(Call call, Bill bill)
    {
        var person = patients[bill.Person];
        var designated = bill.Hospital != YearLaw.Hospitals[1] || bill.Date >= YearLaw.Designated;
        var refused = Unentitled(person, bill);
        if (Against(bill.Hospital.Code.Text, bill.VisitId, bill.Batch, designated && refused is null ? person.PersonKey.Text : "") is { } standing)
        {
            return new Told { Call = call, Refused = [Refusal.VisitAlreadySettled], Subject = standing.SettlementId };
        }

        if (!designated)
        {
            return new Told { Call = call, Refused = [Refusal.HospitalNotDesignated] };
        }

        return refused is { } refusal ? new Told { Call = call, Refused = [refusal] } : Split(call, bill, person);
    }

    private static Refusal? Unentitled(Eligibility person, Bill bill)
    {
        bool Holds(QualificationKind kind, string disease) => person.Qualifications.Any(
            q => q.Kind == kind && q.Disease == disease && bill.Date > q.Approved && (q.Until is null || bill.Date < q.Until));
        foreach (var disease in bill.Diseases)
        {
            if (bill.Care == Care.TwoDisease && Holds(QualificationKind.Chronic, disease))
            {
                return Refusal.ChronicBenefitHeld;
            }

            if ((bill.Care == Care.TwoDisease && !Holds(QualificationKind.TwoDisease, disease))
                || (bill.Care == Care.OutpatientChronic && !Holds(QualificationKind.Chronic, disease)))
            {
                return Refusal.NotQualified;
            }
        }

        return null;
    }

    private Told Split(Call call, Bill bill, Eligibility person)
    {
        var stay = new StayOf(
            bill, counter => counters.GetValueOrDefault((person.PersonKey.Text, person.Scheme, counter)),
            day => Written.Where(t => t.Stands && (t.PersonKey, t.Scheme) == (person.PersonKey.Text, person.Scheme) && t.AdmittedOn <= day
                && t.AdmittedOn?.Year == day.Year).Sum(t => t.Admissions));
        var result = Evaluate(bill, person, stay, counters);
        if (Faults(bill, result) is { Count: > 0 } faults)
        {
            return new Told { Call = call, Refused = faults };
        }

        return new Told
        {
            NotAllotted = IsNotAllotted(bill, result, changed => Evaluate(changed, person, stay, counters)),
            Call = call, PersonKey = person.PersonKey.Text, Scheme = person.Scheme, StayPart = stay.Part, Admission = stay.Admission,
            AdmittedOn = stay.AdmittedOn, Admissions = stay.Admissions, Person = person, Figures = Figures.Of(result, Added(result, stay)),
            Warned = OtherVisits.Of(bill, Written.Where(t => t.Stands && t.PersonKey == person.PersonKey.Text)),
        };
    }

    private JsonObject Evaluate(
        Bill bill, Eligibility person, StayOf stay, Dictionary<(string Person, string Scheme, string Counter), long> counters)
    {
        return Oracle.Oracle.Evaluate(law.LawOn(person.Scheme, bill.Date, bill.Hospital), new JsonObject
        {
            ["visit"] = bill.ToVisit(stay.Admission),
            ["person"] = new JsonObject
            {
                ["age"] = AgeOn(person.BirthDate, bill.Date),
                ["county"] = person.County.Text,
                ["identities"] = new JsonArray([.. person.Identities.Where(i => i.HoldsOn(bill.Date)).Select(i => Vocabulary.Identity.WordOf(i.Kind))]),
            },
            ["counters"] = new JsonObject(counters
                .Where(c => c.Key.Person == person.PersonKey.Text && c.Key.Scheme == person.Scheme && stay.Own(c.Key.Counter) is not null)
                .Select(c => KeyValuePair.Create(stay.Own(c.Key.Counter)!, (JsonNode?)Yuan(c.Value)))),
        }.ToJsonString());
    }

    /// <summary>
    /// Whether a later layer pays more if the payment of others first takes what no later layer covers, as much of it as there is. Null where the
    /// bill has more than one such payment, or several diseases.
    /// </summary>
    private static bool? IsNotAllotted(Bill bill, JsonObject result, Func<Bill, JsonObject> evaluate)
    {
        if (bill.External.All(p => p.For.Length > 0))
        {
            return false;
        }

        if (bill.External is not [var payment] || bill.Diseases.Count() > 1)
        {
            return null;
        }

        Dictionary<string, long> Paid(JsonObject of) => of["layers"]!.AsArray().Where(l => l!["rule"] is not null)
            .GroupBy(l => l!["id"]!.GetValue<string>()).ToDictionary(g => g.Key, g => g.Sum(l => Figures.Fen(l!["paid"]) + Figures.Fen(l["deferred"])));
        var later = result["layers"]!.AsArray().SkipWhile(l => l!["id"]!.GetValue<string>() != payment.Layer).Where(l => l!["rule"] is not null);
        var shared = later.SelectMany(l => YearLaw.Covers[l!["id"]!.GetValue<string>()]).ToHashSet();
        string[] free = [.. YearLaw.Covers[payment.Layer].Where(c => !shared.Contains(c))];
        if (free.Length == 0)
        {
            return false;
        }

        var tried = evaluate(bill with { External = [payment with { For = free }] });
        var takes = tried["layers"]!.AsArray().Where(l => l!["id"]!.GetValue<string>() == payment.Layer).Sum(l => Figures.Fen(l!["paid"]));
        BillPayment[] parts = [payment with { For = free, AmountFen = takes }, payment with { AmountFen = payment.AmountFen - takes }];
        var elsewhere = evaluate(bill with { External = [.. parts.Where(p => p.AmountFen > 0)] });
        var before = Paid(result);
        return Paid(elsewhere).Any(l => l.Value > before.GetValueOrDefault(l.Key));
    }

    /// <summary>Why a settlement refuses what the oracle only shows.</summary>
    private static List<Refusal> Faults(Bill bill, JsonObject result)
    {
        if (result["error"] is { } error)
        {
            return error["code"]!.GetValue<string>() switch
            {
                "for_not_covered" => [Refusal.ExternalForNotCovered],
                "upstream_above_room" => [Refusal.UpstreamAboveRoom],
                "upstream_beside_diseases" => [Refusal.UpstreamBesideDiseases],
                var code => throw new InvalidOperationException($"{code}: {error["message"]}"),
            };
        }

        var lines = result["layers"]!.AsArray().ToLookup(l => l!["id"]!.GetValue<string>(), l => Figures.Fen(l!["paid"]));
        var faults = new List<Refusal>();
        if (bill.External.GroupBy(p => p.Layer).Any(g => g.Sum(p => p.AmountFen) > lines[g.Key].Sum()))
        {
            faults.AddRange([Refusal.LayerNotInForce, Refusal.ExternalAboveRoom]);
        }

        if (bill.Upstream.Any(p => !lines[p.Layer].Any()))
        {
            faults.Add(Refusal.LayerNotInForce);
        }

        if (bill.Account is not null && result["account"] is null)
        {
            faults.Add(Refusal.AccountNotInPack);
        }

        if (result["no_rule"] is not null)
        {
            faults.Add(Refusal.NoRuleForCare);
        }

        return faults;
    }

    private Told Reverse(Call call, Undo undo)
    {
        if (Find(undo.SettlementId) is not { } target || target.Bill!.Hospital.Code.Text != undo.Hospital)
        {
            return new Told { Call = call, Refused = [Refusal.SettlementNotFound] };
        }

        if (target.Undoes is not null)
        {
            return new Told { Call = call, Refused = [Refusal.NotReversible], Subject = target.SettlementId };
        }

        if (target.UndoneBy is { } reversal)
        {
            return new Told { Call = call, Refused = [Refusal.AlreadyReversed], Subject = reversal.SettlementId };
        }

        if (LaterPart(target) is { } later)
        {
            return new Told { Call = call, Refused = [Refusal.LaterPartStands], Subject = later.SettlementId };
        }

        return new Told
        {
            Call = call, PersonKey = target.PersonKey, Scheme = target.Scheme, StayPart = target.StayPart, Admission = target.Admission,
            Undoes = target, Figures = target.Figures.Mirrored(),
        };
    }

    private static int AgeOn(DateOnly birth, DateOnly day) =>
        day.Year - birth.Year - ((day.Month, day.Day).CompareTo((birth.Month, birth.Day)) < 0 ? 1 : 0);

    /// <summary>
    /// Which part of its stay and which admission of the year a bill is, from what was counted before. A stay is one admission, in the year of
    /// its first in-patient bill, whatever bills it has besides; what the hospital tells counts for that bill. Those before it are those that
    /// stand and began on an earlier day of the year, or on the same day.
    /// </summary>
    private sealed class StayOf
    {
        private readonly string suffix;
        private readonly string own;

        public StayOf(Bill bill, Func<string, long> counted, Func<DateOnly, long> admittedUntil)
        {
            suffix = $"@stay:{bill.Hospital.Code}/{bill.Stay}";
            own = bill.Stay.Length == 0 ? "" : $"@stay:{bill.Stay}";
            Admission = bill.Admission;
            if (bill.Stay.Length > 0)
            {
                Part = (int)counted($"visit/parts{suffix}") + 1;
                Added[$"visit/parts{suffix}"] = 1;
            }

            if (bill.Care != Care.Inpatient)
            {
                return;
            }

            var day = bill.AdmittedOn ?? bill.Date;
            day = day.Year < bill.Date.Year ? new DateOnly(bill.Date.Year, 1, 1) : day;
            var (earlier, before) = (admittedUntil(day), own.Length == 0 ? 0 : counted($"visit/admission{suffix}"));
            Admission ??= (int)(before > 0 ? before : earlier + 1);
            if (before == 0)
            {
                (AdmittedOn, Admissions) = (day, Math.Max(1, (bill.Admission ?? 0) - earlier));
                Added[$"visit/admissions@{day:yyyy-MM}"] = Admissions;
                Added[$"visit/admissions@{day:yyyy-MM-dd}"] = Admissions;
                if (own.Length > 0)
                {
                    Added[$"visit/admission{suffix}"] = Admission.Value;
                }
            }
        }

        public DateOnly? AdmittedOn { get; }

        public long Admissions { get; }

        public int? Part { get; }

        public int? Admission { get; }

        public Dictionary<string, long> Added { get; } = new(StringComparer.Ordinal);

        /// <summary>The name of a counter for the oracle; null for one of another stay and for what the gateway counts.</summary>
        public string? Own(string counter) => counter.StartsWith("visit/", StringComparison.Ordinal) ? null
            : !counter.Contains("@stay:", StringComparison.Ordinal) ? counter
            : own.Length > 0 && counter.EndsWith(suffix, StringComparison.Ordinal) ? counter[..^suffix.Length] + own : null;

        /// <summary>The name of a counter of the oracle in the ledger.</summary>
        public string Whole(string counter) =>
            own.Length > 0 && counter.EndsWith(own, StringComparison.Ordinal) ? counter[..^own.Length] + suffix : counter;
    }
}
