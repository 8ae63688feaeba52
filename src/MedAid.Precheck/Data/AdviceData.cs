namespace MedAid.Precheck.Data;

/// <summary>All data of this project. Immutable; a reload replaces the whole.</summary>
public sealed class AdviceData
{
    private readonly Dictionary<string, Drug> drugs;
    private readonly ILookup<string, Drug> byIngredient;

    /// <summary>Books of checks and lists.</summary>
    public AdviceData(
        CheckBook checks, IReadOnlyList<Drug> drugs, IReadOnlyList<PathItem> paths, IReadOnlyList<QualifyingDiagnosis> diagnoses)
    {
        (Checks, Paths, Diagnoses) = (checks, paths, diagnoses);
        this.drugs = drugs.ToDictionary(d => d.Code, StringComparer.Ordinal);
        byIngredient = drugs.ToLookup(d => d.Ingredient, StringComparer.Ordinal);
    }

    /// <summary>No checks and no lists.</summary>
    public static AdviceData Empty { get; } = new(CheckBook.Empty, [], [], []);

    /// <summary>The checks.</summary>
    public CheckBook Checks { get; }

    /// <summary>Examinations of care paths.</summary>
    public IReadOnlyList<PathItem> Paths { get; }

    /// <summary>Diagnoses that may give a qualification.</summary>
    public IReadOnlyList<QualifyingDiagnosis> Diagnoses { get; }

    /// <summary>How many drugs the list has.</summary>
    public int DrugCount => drugs.Count;

    /// <summary>The drug of a code, or null.</summary>
    public Drug? Drug(string code) => drugs.GetValueOrDefault(code);

    /// <summary>Drugs with the same ingredient, the one itself among them.</summary>
    public IEnumerable<Drug> SameIngredient(Drug drug) => byIngredient[drug.Ingredient];
}

/// <summary>Holds the books in use; a call takes them once.</summary>
public sealed class AdviceDataHolder(AdviceData books)
{
    private volatile AdviceData current = books;

    /// <summary>The books in use. Setting them replaces all at once.</summary>
    public AdviceData Current
    {
        get => current;
        set => current = value;
    }
}
