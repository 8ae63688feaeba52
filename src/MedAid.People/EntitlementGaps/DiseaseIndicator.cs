using MedAid.Settlement.Ledger;

namespace MedAid.People.EntitlementGaps;

/// <summary>Where in a settlement an indicator is looked for.</summary>
public enum IndicatorKind
{
    /// <summary>项目: a service or a material of the bill.</summary>
    Item = 1,

    /// <summary>药品: a drug of the bill, by the ATC code within its national code.</summary>
    Drug = 2,

    /// <summary>病种: the disease that the visit was for.</summary>
    Disease = 3,
}

/// <summary>What in a person's settlements hints at a disease, and how often it has to be there.</summary>
/// <param name="Disease">National code of the disease.</param>
/// <param name="Kind">Where it is looked for.</param>
/// <param name="Prefixes">How codes begin that count, any of them.</param>
/// <param name="DaysMin">Different days on which it has to be seen, at least.</param>
/// <param name="SpanDaysMin">Days from the first of them to the last, at least.</param>
/// <param name="Source">What it rests on.</param>
/// <param name="Assumed">Whether it is a choice of ours.</param>
public sealed record DiseaseIndicator(
    string Disease, IndicatorKind Kind, IReadOnlyList<string> Prefixes, int DaysMin, int SpanDaysMin, string Source, bool Assumed)
{
    /// <summary>Names the indicator among those of its disease: kind and first prefix, e.g. <c>drug:XA10</c>.</summary>
    public string IndicatorId => $"{IndicatorWords.WordOf(Kind)}:{Prefixes[0]}";

    /// <summary>Whether a settlement shows it.</summary>
    public bool IsShownBy(SettlementDocument document) => Kind == IndicatorKind.Disease
        ? document.DiseaseCode is { } disease && Begins(disease)
        : document.Breakdown.Items.Any(i => Begins(i.Code));

    /// <summary>Whether it was seen often enough, over long enough a time.</summary>
    public bool Suffices(DateOnly first, DateOnly last, int days) =>
        days >= DaysMin && last.DayNumber - first.DayNumber >= SpanDaysMin;

    private bool Begins(string code) => Prefixes.Any(p => code.StartsWith(p, StringComparison.Ordinal));
}

/// <summary>Words of <see cref="IndicatorKind"/>: in the clerk's file, and in ids.</summary>
internal static class IndicatorWords
{
    private static readonly (IndicatorKind Kind, string Chinese, string Word)[] Words =
        [(IndicatorKind.Item, "项目", "item"), (IndicatorKind.Drug, "药品", "drug"), (IndicatorKind.Disease, "病种", "disease")];

    public static IndicatorKind? KindOf(string chinese) =>
        Words.Where(w => w.Chinese == chinese).Select(w => (IndicatorKind?)w.Kind).FirstOrDefault();

    public static string WordOf(IndicatorKind kind) => Words.First(w => w.Kind == kind).Word;
}
