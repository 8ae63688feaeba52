using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Precheck.Data;

/// <summary>How urgent a card is, by the words of CDS Hooks.</summary>
public enum Severity
{
    /// <summary>Good to know.</summary>
    Info = 1,

    /// <summary>Something should be seen to before signing.</summary>
    Warning = 2,

    /// <summary>The patient may come to harm; never because of money.</summary>
    Critical = 3,
}

/// <summary>A document that checks cite by its id.</summary>
/// <param name="Id">Capital letter and digits, e.g. S0.</param>
/// <param name="Title">Title.</param>
/// <param name="Number">Official number (文号), or null.</param>
/// <param name="Published">Day of publication, or null.</param>
/// <param name="Regions">Beginnings of the codes of the counties where it holds; null: everywhere.</param>
public sealed record CheckSource(
    string Id, string Title, string? Number = null, DateOnly? Published = null, IReadOnlyList<string>? Regions = null)
{
    /// <summary>Whether it holds in one of these counties.</summary>
    public bool HoldsIn(ReadOnlySpan<CountyCode> counties)
    {
        foreach (var county in counties)
        {
            if (Regions is null || Regions.Any(r => county.Text.StartsWith(r, StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return Regions is null;
    }
}

/// <summary>A reason for going on in spite of a card.</summary>
/// <param name="Text">As the doctor reads it.</param>
/// <param name="When">Words that must all be facts of the card for the reason to be true of it.</param>
public sealed record OverrideReason(string Text, IReadOnlyList<string> When);

/// <summary>How many cards an answer has, the rest being counted.</summary>
/// <param name="Cards">For every department.</param>
/// <param name="Departments">For some, by their codes.</param>
public sealed record CardBudget(int Cards, IReadOnlyDictionary<string, int> Departments)
{
    /// <summary>The budget of a department.</summary>
    public int Of(string department) => Departments.GetValueOrDefault(department, Cards);
}

/// <summary>When a check that nobody heeds steps back.</summary>
/// <param name="Days">Days over which answers are counted.</param>
/// <param name="AnswersMin">Fewer answers of a department say nothing.</param>
/// <param name="AcceptedPercentMin">Below this share of accepted cards the check steps back.</param>
public sealed record Demotion(int Days, int AnswersMin, int AcceptedPercentMin);

/// <summary>Another setting of a check at a hospital, in a department, or in a department of a hospital, on some days.</summary>
public sealed record CheckSetting(
    HospitalCode? Hospital = null, string? Department = null, bool? On = null, Severity? Severity = null, DateOnly? From = null,
    DateOnly? Ends = null)
{
    /// <summary>Whether it is for a department of a hospital on a day.</summary>
    public bool IsFor(HospitalCode hospital, string department, DateOnly day) =>
        (Hospital is null || Hospital == hospital) && (Department is null || Department == department) && !(day < From) && !(day > Ends);
}

/// <summary>A check as data: what it rests on, when it holds, and its figures. The code of the same id does the work.</summary>
public sealed record CheckEntry(
    string Id, string Title, Severity Severity, string Cite, DateOnly From, IReadOnlyDictionary<string, int> Figures,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Lists, IReadOnlyList<string> Reasons, DateOnly? Ends = null, bool Assumed = false,
    string Note = "", IReadOnlyList<CheckSetting>? Settings = null, bool AfterSettlement = false)
{
    /// <summary>A figure of the check.</summary>
    public int Figure(string name) => Figures[name];

    /// <summary>The severity at a place on a day; null if it is off.</summary>
    public Severity? At(HospitalCode hospital, string department, DateOnly day)
    {
        if (day < From || day > Ends)
        {
            return null;
        }

        var (on, severity) = (true, Severity);
        foreach (var setting in Settings ?? [])
        {
            if (setting.IsFor(hospital, department, day))
            {
                (on, severity) = (setting.On ?? on, setting.Severity ?? severity);
            }
        }

        return on ? severity : null;
    }
}

/// <summary>A pattern of settled visits as data: what it rests on, when it holds, and its figures. The code of the same id does the work.</summary>
public sealed record PatternEntry(
    string Id, string Title, string Cite, DateOnly From, IReadOnlyDictionary<string, int> Figures,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Lists, DateOnly? Ends = null, bool Assumed = false, string Note = "", bool On = true)
{
    /// <summary>A figure of the pattern.</summary>
    public int Figure(string name) => Figures[name];

    /// <summary>Whether it is looked for in visits of a day.</summary>
    public bool HoldsOn(DateOnly day) => On && day >= From && !(day > Ends);
}

/// <summary>How many visits of each doctor are drawn in a month: so many, or so many of a hundred if that is more.</summary>
public sealed record Sampling(int VisitsMin, int Percent, string Cite, bool Assumed = false, string Note = "");

/// <summary>All checks with their sources, in the order in which their cards come, and what is looked for after settlement.</summary>
public sealed record CheckBook(
    string Version, IReadOnlyList<CheckSource> Sources, CardBudget Budget, Demotion Demotion,
    IReadOnlyDictionary<string, OverrideReason> Reasons, IReadOnlyList<CheckEntry> Checks, IReadOnlyList<PatternEntry> Patterns,
    Sampling Sampling)
{
    private const string Assumption = "（检查口径暂设，以当地经办机构为准）";

    /// <summary>No checks: nothing is ever said.</summary>
    public static CheckBook Empty { get; } = new(
        "", [], new CardBudget(1, new Dictionary<string, int>()), new Demotion(1, 1, 0), new Dictionary<string, OverrideReason>(), [], [],
        new Sampling(1, 1, ""));

    /// <summary>The check of an id, or null.</summary>
    public CheckEntry? Find(string id) => Checks.FirstOrDefault(c => c.Id == id);

    /// <summary>The pattern of an id, or null.</summary>
    public PatternEntry? FindPattern(string id) => Patterns.FirstOrDefault(p => p.Id == id);

    /// <summary>
    /// What a check rests on in these counties, as a card prints it: of the documents that it cites those that hold in one of them. Where none does,
    /// and where it is an assumption, it says so.
    /// </summary>
    public string BasisOf(string cite, bool assumed, params ReadOnlySpan<CountyCode> counties)
    {
        var holding = Holding(cite, counties);
        return holding.Length == 0 ? $"没有见到当地文件{Assumption}" : Basis(Documents.OnPapers(holding), assumed);
    }

    /// <summary>What rests on documents that are named already; an assumption says so.</summary>
    public static string Basis(string documents, bool assumed) => $"{documents}{(assumed ? Assumption : "")}";

    private string Holding(string cite, ReadOnlySpan<CountyCode> counties)
    {
        var parts = new List<string>();
        foreach (var part in cite.Split(';', StringSplitOptions.TrimEntries))
        {
            if (Sources.FirstOrDefault(s => PolicySources.IdsIn(part).Contains(s.Id, StringComparer.Ordinal)) is not { } source
                || source.HoldsIn(counties))
            {
                parts.Add(part);
            }
        }

        return string.Join("; ", parts);
    }

    private PolicySources Documents => field ??= new PolicySources(
        [
            .. Sources.Select(s => new PolicySource { Id = s.Id, Title = s.Title, Number = s.Number ?? "", Published = s.Published }),
        ]);
}
