namespace MedAid.People.Qualifications;

/// <summary>A disease of a region's list, with what the region says of its qualifications.</summary>
/// <param name="Code">National code (门诊慢特病病种代码).</param>
/// <param name="Name">Name as shown.</param>
/// <param name="Chronic">Whether it gives a chronic qualification.</param>
/// <param name="TwoDisease">Whether it is hypertension or diabetes of the two-disease benefit.</param>
/// <param name="AtOnce">Whether a chronic application is decided at once (即时办结).</param>
/// <param name="Months">Months for which a qualification holds; null: without end.</param>
/// <param name="Bound">Whether a chronic qualification holds at the chosen hospital only.</param>
public sealed record ListedDisease(string Code, string Name, bool Chronic, bool TwoDisease, bool AtOnce, int? Months, bool Bound = false)
{
    /// <summary>Whether a two-disease application is decided at once.</summary>
    public bool TwoDiseaseAtOnce { get; init; }

    /// <summary>Months within which what is not decided at once has to be decided.</summary>
    public int DecisionMonths { get; init; } = 1;

    /// <summary>Whether the chronic benefit begins on the day of the decision; else the day after.</summary>
    public bool ChronicSameDay { get; init; }

    /// <summary>Whether the two-disease benefit begins on the day of the decision (备案后即可享受); else the day after.</summary>
    public bool TwoDiseaseSameDay { get; init; }

    /// <summary>Lowest level, 1 to 3, of a hospital that may recognise the disease.</summary>
    public int LowestLevel { get; init; } = 2;

    /// <summary>Whether two doctors of the township hospital may sign for a poor household instead of a hospital.</summary>
    public bool TwoDoctors { get; init; }

    /// <summary>Whether a chronic benefit for any disease bars the two-disease benefit; else only one for this disease.</summary>
    public bool AnyChronicBars { get; init; }

    /// <summary>Whether an application of a kind is decided at once.</summary>
    internal bool IsAtOnce(bool chronic) => chronic ? AtOnce : TwoDiseaseAtOnce;

    /// <summary>The day before the benefit begins, if it is granted on a day.</summary>
    internal DateOnly EveOf(bool chronic, DateOnly granted) =>
        (chronic ? ChronicSameDay : TwoDiseaseSameDay) ? granted.AddDays(-1) : granted;
}
