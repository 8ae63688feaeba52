namespace MedAid.Precheck.Data;

/// <summary>What the lists say of a drug beside the catalogue.</summary>
/// <param name="Code">National code.</param>
/// <param name="Name">Name with strength, as shown.</param>
/// <param name="Ingredient">Active ingredient: drugs with the same word are the same substance.</param>
/// <param name="Form">Form by how it releases: tablet, sustained, capsule …</param>
/// <param name="StrengthMillionths">Millionths of a milligram in one unit; null: not known.</param>
/// <param name="Units">Units of a pack, or null.</param>
/// <param name="PriceMillionths">Price of a pack at the hospital in millionths of a yuan, or null.</param>
/// <param name="Indications">Beginnings of ICD-10 codes to which payment is restricted; none: not known.</param>
/// <param name="Substitutes">Codes of drugs that may be given in its place, the preferred first.</param>
/// <param name="Procured">Whether its price was won in central procurement.</param>
public sealed record Drug(
    string Code, string Name, string Ingredient, string Form, long? StrengthMillionths, int? Units, long? PriceMillionths,
    IReadOnlyList<string> Indications, IReadOnlyList<string> Substitutes, bool Procured)
{
    /// <summary>Whether another drug has the same substance, form and strength: a pack of it does the same.</summary>
    public bool IsEqualTo(Drug other) => Code != other.Code && Ingredient == other.Ingredient && Form == other.Form
        && StrengthMillionths is not null && StrengthMillionths == other.StrengthMillionths && Units is not null && Units == other.Units;
}

/// <summary>An examination that a care path of a disease has.</summary>
/// <param name="Path">Name of the path.</param>
/// <param name="Disease">Code of the disease; a final * makes it the beginning of codes.</param>
/// <param name="Code">Code of the item.</param>
/// <param name="EveryDays">Days from one to the next, at the least; null: the path does not say.</param>
public sealed record PathItem(string Path, string Disease, string Code, int? EveryDays = null);

/// <summary>A diagnosis that may give a qualification for out-patient benefit.</summary>
/// <param name="Diagnosis">Beginning of ICD-10 codes.</param>
/// <param name="Chronic">门诊慢特病; else 两病.</param>
/// <param name="Disease">Code of the disease of the qualification.</param>
/// <param name="Name">Its name.</param>
public sealed record QualifyingDiagnosis(string Diagnosis, bool Chronic, string Disease, string Name);

/// <summary>What a region says of the begin of a qualification for a disease.</summary>
/// <param name="SameDay">From the day of the decision; else from the day after.</param>
/// <param name="AtOnce">Whether it is decided at once.</param>
public sealed record QualificationStart(bool SameDay, bool AtOnce);
