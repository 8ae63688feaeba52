using System.Collections.Frozen;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Settlement.Reference;

/// <summary>Everything that a split looks up and that changes only by an import: law, catalogue, hospitals. Immutable.</summary>
public sealed class ReferenceData
{
    private readonly FrozenDictionary<HospitalCode, Hospital> hospitals;

    /// <summary>Law, catalogue, hospitals and, where regions have them, bindings to the chosen hospital.</summary>
    public ReferenceData(PolicyBook policies, Catalogue catalogue, IEnumerable<Hospital> hospitals, QualificationTerms? qualifications = null)
    {
        Qualifications = qualifications ?? QualificationTerms.None;
        Policies = policies;
        Catalogue = catalogue;
        this.hospitals = hospitals.ToFrozenDictionary(h => h.Code);
    }

    /// <summary>The law.</summary>
    public PolicyBook Policies { get; }

    /// <summary>The catalogue.</summary>
    public Catalogue Catalogue { get; }

    /// <summary>Which diseases hold at the chosen hospital only.</summary>
    public QualificationTerms Qualifications { get; }

    /// <summary>How paying is arranged: who may pay later, deposits, what hospitals claim themselves.</summary>
    public Arrangements Arrangements { get; init; } = Arrangements.None;

    /// <summary>Forms that notices demand.</summary>
    public ReportBook Reports { get; init; } = ReportBook.None;

    /// <summary>Names of counties by code, as far as they are known.</summary>
    public IReadOnlyDictionary<string, string> CountyNames { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>All hospitals, by code.</summary>
    public IEnumerable<Hospital> Hospitals => hospitals.Values.OrderBy(h => h.Code);

    /// <summary>The hospital of a code, or null.</summary>
    public Hospital? Hospital(HospitalCode code) => hospitals.GetValueOrDefault(code);
}

/// <summary>Holds the reference data in use; a call takes them once and works with that one set to its end.</summary>
public sealed class ReferenceDataHolder(ReferenceData first)
{
    private volatile ReferenceData current = first;

    /// <summary>The data in use. Setting them replaces all at once.</summary>
    public ReferenceData Current
    {
        get => current;
        set => current = value;
    }

    /// <summary>The name of the hospital of a code, or null.</summary>
    public string? NameOf(HospitalCode code) => current.Hospital(code)?.Name;
}
