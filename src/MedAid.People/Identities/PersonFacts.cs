using MedAid.Core;
using MedAid.People.Privacy;
using MedAid.Settlement.People;

namespace MedAid.People.Identities;

/// <summary>What is known of a person now.</summary>
public sealed record PersonFacts
{
    /// <summary>Opaque key; of a person not yet known, the key that they will have.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>Search token of the id number.</summary>
    public required string IdNumberHash { get; init; }

    /// <summary>Whether anything was known before.</summary>
    public bool Known { get; init; }

    /// <summary>Name and id number, sealed; null where they were never imported.</summary>
    public SealedDetail? Detail { get; init; }

    /// <summary>Hash of the entry in the register of insured persons that was taken last; null if none was.</summary>
    public byte[]? EntryHash { get; init; }

    /// <summary>Insurance and qualifications as settling sees them; null: not insured as far as we know.</summary>
    public Eligibility? Insured { get; init; }

    /// <summary>Identities as known now.</summary>
    public IReadOnlyList<IdentityPeriod> Periods { get; init; } = [];

    /// <summary>Those of them that came by a roster, and not the register of insured persons.</summary>
    public IReadOnlyList<IdentityPeriod> ByRoster { get; init; } = [];

    /// <summary>Qualifications that were applied for and granted; what the register of insured persons says besides is in Insured.</summary>
    public IReadOnlyList<Qualification> Granted { get; init; } = [];

    /// <summary>Household and place by the last roster; null if none named them.</summary>
    public HouseholdPlace? Household { get; init; }
}

/// <summary>What is to be known of a person from now on. What is null stays as it is.</summary>
public sealed record PersonChange
{
    /// <summary>All identities, those that stay too.</summary>
    public IReadOnlyList<IdentityPeriod>? Periods { get; init; }

    /// <summary>Name and id number, sealed.</summary>
    public SealedDetail? Detail { get; init; }

    /// <summary>Hash of the entry that says so.</summary>
    public byte[]? EntryHash { get; init; }

    /// <summary>Insurance and qualifications; its identities and version are not looked at.</summary>
    public Eligibility? Insured { get; init; }

    /// <summary>Household and place by a roster.</summary>
    public HouseholdPlace? Household { get; init; }

    /// <summary>Line of the import that causes it; 0: none.</summary>
    public int Line { get; init; }
}

/// <summary>Where a person lives and whose household they belong to, as a roster has it.</summary>
public sealed record HouseholdPlace(PersonKey HeadKey, CountyCode County, string Township, string Village);

/// <summary>Makes what settling sees out of insurance, identities and qualifications.</summary>
public static class Entitled
{
    /// <summary>
    /// The person with identities as known, and with what was granted besides the qualifications that the insurance brings; version and
    /// key stay.
    /// </summary>
    public static Eligibility By(Eligibility insured, IReadOnlyList<IdentityPeriod> periods, IReadOnlyList<Qualification> granted)
    {
        IdentityPeriod[] ordered = [.. periods.OrderBy(p => p.Kind).ThenBy(p => p.From)];

        // What was granted stands as it is now: it may have ended since the insurance's list was made.
        var now = granted.GroupBy(KeyOf).ToDictionary(g => g.Key, g => g.Last());
        Qualification[] kept = [.. insured.Qualifications.Select(q => now.GetValueOrDefault(KeyOf(q), q)).Distinct()];
        var added = now.Values.Except(kept).OrderBy(q => q.Kind).ThenBy(q => q.Disease, StringComparer.Ordinal).ThenBy(q => q.Approved);
        return insured with
        {
            Identities = [.. ordered.Select(p => p.Span)],
            Provisional = [.. ordered.Where(p => p.CertifyBy is not null)
                .Select(p => new ProvisionalIdentity(p.Span, p.CertifyBy!.Value))],
            Qualifications = [.. kept, .. added],
        };
    }

    private static (QualificationKind Kind, string Disease, DateOnly Approved) KeyOf(Qualification q) => (q.Kind, q.Disease, q.Approved);
}
