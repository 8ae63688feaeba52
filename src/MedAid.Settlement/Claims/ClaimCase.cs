using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;

namespace MedAid.Settlement.Claims;

/// <summary>A claim with everything looked up that its split needs: hospital, person, law, catalogue entries.</summary>
public sealed class ClaimCase
{
    private readonly int countersOfLaw;
    private readonly StayCount stay;
    private VisitFacts? facts;

    private ClaimCase(ReferenceData books, Hospital hospital, VisitClaim claim, Eligibility person, PolicyTerms terms, VisitInput input)
    {
        Reference = books;
        Hospital = hospital;
        Claim = claim;
        Person = person;
        Terms = terms;
        List<string> counterKeys = [.. terms.Counters.Select(c => c.KeyOn(claim.ServiceDate))];
        Input = Waivers.Counted(terms, input, claim.HospitalCode, counterKeys);
        if (input.Stay is { } stayId)
        {
            counterKeys.AddRange(terms.StayKeys(stayId));
        }

        countersOfLaw = counterKeys.Count;
        stay = new StayCount(claim, counterKeys);
        CounterKeys = counterKeys;
    }

    /// <summary>The reference data that it was opened from; whoever goes on with the claim uses the same.</summary>
    public ReferenceData Reference { get; }

    /// <summary>The hospital; that of a comparison need not be among the reference data.</summary>
    public Hospital Hospital { get; }

    /// <summary>The claim.</summary>
    public VisitClaim Claim { get; }

    /// <summary>The person.</summary>
    public Eligibility Person { get; }

    /// <summary>The law in force.</summary>
    public PolicyTerms Terms { get; }

    /// <summary>What the adjudicator takes.</summary>
    public VisitInput Input { get; }

    /// <summary>The agreement under which the patient pays later, or null.</summary>
    public PayLaterAgreement? Agreement { get; private init; }

    /// <summary>What is said of papers that the visit needs and that nobody has signed.</summary>
    public IReadOnlyList<string> PaperWarnings { get; private init; } = [];

    /// <summary>
    /// Keys of the counters, by slot: those of the pack, those of waivers with limits, those of the stay, and what the gateway counts of stays.
    /// </summary>
    public IReadOnlyList<string> CounterKeys { get; }

    /// <summary>What other visits of the person are compared with; it is of no settlement yet.</summary>
    public VisitFacts Facts => facts ??= new VisitFacts
    {
        SettlementId = default,
        HospitalCode = Claim.HospitalCode,
        VisitId = Claim.VisitId,
        Stay = Claim.Stay,
        FirstDay = Claim.AdmissionDay ?? Claim.ServiceDate,
        LastDay = Claim.ServiceDate,
        Dialyses = GivenCare.Dialyses(Claim, Reference.Catalogue),
        Supplies = GivenCare.Supplies(Claim, Reference.Catalogue),
    };

    /// <summary>Which other visits of the person the visit is compared with.</summary>
    public VisitSearch Search => new(
        Person.PersonKey, Facts.FirstDay, Facts.LastDay, Facts.Supplies.Count == 0 ? 0 : Facts.Supplies.Max(s => s.Days));

    /// <summary>Puts a claim together, or says why it is refused.</summary>
    public static (ClaimCase? Case, Refusal Refusal) Open(
        ReferenceData books, Hospital hospital, Eligibility? person, VisitClaim claim, Purpose purpose)
    {
        if (!hospital.IsDesignatedOn(claim.ServiceDate))
        {
            return (null, Refusal.HospitalNotDesignated);
        }

        if (person is null)
        {
            return (null, Refusal.PersonNotFound);
        }

        if (books.Policies.At(person.County, person.Scheme, claim.ServiceDate) is not { } terms)
        {
            return (null, Refusal.NoPolicyForDate);
        }

        var refusal = Entitlement.Check(person, claim, books.Qualifications);
        return refusal == Refusal.None
            ? (new ClaimCase(books, hospital, claim, person, terms, InputOf(books.Catalogue, hospital, person, claim, purpose)), Refusal.None)
            : (null, refusal);
    }

    /// <summary>The same claim, paid later under an agreement; the split is the same.</summary>
    public ClaimCase Under(PayLaterAgreement agreement) => new(Reference, Hospital, Claim, Person, Terms, Input) { Agreement = agreement };

    /// <summary>The same claim, with what is said of its papers; the split is the same.</summary>
    public ClaimCase WithPaperWarnings(IReadOnlyList<string> paperWarnings) => paperWarnings.Count == 0
        ? this
        : new(Reference, Hospital, Claim, Person, Terms, Input) { Agreement = Agreement, PaperWarnings = paperWarnings };

    /// <summary>The same claim as a question, with other payments from outside.</summary>
    internal ClaimCase Bringing(IReadOnlyList<LayerPayment> external) =>
        new(Reference, Hospital, Claim, Person, Terms, Input with { External = external, Purpose = Purpose.Quote })
        {
            Agreement = Agreement, PaperWarnings = PaperWarnings,
        };

    /// <summary>The same claim with every item wholly in scope (class A), for an expected bill of which nobody knows the items yet.</summary>
    internal ClaimCase AllInScope() => new(Reference, Hospital, Claim, Person, Terms, Input with
    {
        Items =
        [
            .. Input.Items.Select(i => i with
            {
                Class = ItemClass.A, FirstSelfPay = Rate.Zero, CeilingMillionths = null, Restricted = false,
            }),
        ],
    }) { Agreement = Agreement, PaperWarnings = PaperWarnings };

    /// <summary>Splits the claim from what the counters stand at.</summary>
    public (Breakdown Breakdown, Refusal Refusal) Split(ReadOnlySpan<long> usedFen)
    {
        var breakdown = new Breakdown(Terms, Input.Items.Count, Input.WaiverCounters);
        var input = Input.Facts.Admission is null && Admission(usedFen) is { } counted
            ? Input with { Facts = Input.Facts with { Admission = counted } }
            : Input;
        return (breakdown, Adjudicator.Adjudicate(input, usedFen[..countersOfLaw], breakdown));
    }

    /// <summary>The how-manieth admission of the year, as given or counted; null if the visit is none.</summary>
    public int? Admission(ReadOnlySpan<long> usedFen) => stay.Admission(usedFen);

    /// <summary>The same as the counters make it, whatever the hospital says.</summary>
    public int? CountedAdmission(ReadOnlySpan<long> usedFen) => stay.Counted(usedFen);

    /// <summary>The how-manieth part of its stay, or null.</summary>
    public int? StayPart(ReadOnlySpan<long> usedFen) => stay.Part(usedFen);

    /// <summary>Puts so many earlier admissions of the year among the figures of the counters.</summary>
    internal void SetEarlierAdmissions(Span<long> usedFen, long count) => stay.SetEarlier(usedFen, count);

    /// <summary>What a split from these figures adds to each of <see cref="CounterKeys"/>.</summary>
    public long[] Added(Breakdown breakdown, ReadOnlySpan<long> usedFen)
    {
        var added = new long[usedFen.Length];
        breakdown.CounterAddedFen.CopyTo(added);
        stay.Add(usedFen, added);
        return added;
    }

    private static VisitInput InputOf(
        Catalogue catalogue, Hospital hospital, Eligibility person, VisitClaim claim, Purpose purpose) => new()
    {
        Facts = new Facts
        {
            ServiceDate = claim.ServiceDate,
            Care = claim.Care,
            Mode = claim.Mode,
            Disease = claim.DiseaseCode,
            Hospital = claim.HospitalCode,
            HospitalLevel = hospital.Level,
            HospitalTier = hospital.Tier,
            Place = hospital.PlaceFor(person.County),
            Filed = claim.Filed,
            Accident = claim.Accident,
            Admission = claim.Admission,
            Age = IdNumber.AgeOn(person.BirthDate, claim.ServiceDate),
            Employment = person.Employment,
            County = person.County,
            Identities = IdentitySpan.OnDay(person.Identities, claim.ServiceDate),
        },
        Items = [.. claim.Items.Select(item => Item(catalogue, hospital, claim.ServiceDate, item))],
        Waivers = hospital.Waivers,
        Advances = hospital.Advances,
        External = claim.External,
        Upstream = claim.Upstream,
        Account = claim.Account,
        Stay = claim.StayOfHospital,
        Purpose = purpose,
    };

    private static Item Item(Catalogue catalogue, Hospital hospital, DateOnly day, ClaimItem item)
    {
        var entry = catalogue.Find(item.Code, day, hospital.Level, hospital.County);
        return new Item
        {
            Code = item.Code,
            Category = entry?.Category ?? item.Category,
            Disease = item.Disease,
            PriceMillionths = item.PriceMillionths,
            QuantityTenThousandths = item.QuantityTenThousandths,
            GivenAmountFen = item.AmountFen,
            Class = entry?.Class ?? ItemClass.C,
            FirstSelfPay = entry?.FirstSelfPay ?? Rate.Zero,
            CeilingMillionths = entry?.CeilingMillionths,
            Restricted = entry?.Restricted ?? false,
            Approval = item.Approval,
        };
    }
}
