namespace MedAid.People.Rosters;

/// <summary>A household while its lines are read.</summary>
internal sealed class Household
{
    private readonly HashSet<string> members = new(StringComparer.Ordinal);
    private int joining;
    private int leaving;
    private int unreadable;
    private bool whole;

    /// <summary>Line on which it begins.</summary>
    public required int Line { get; init; }

    /// <summary>Column of the head's id number.</summary>
    public required int HeadColumn { get; init; }

    /// <summary>Column of the size.</summary>
    public required int SizeColumn { get; init; }

    /// <summary>Name of the head.</summary>
    public required string HeadName { get; init; }

    /// <summary>Id number of the head; empty if it is bad.</summary>
    public required string HeadId { get; init; }

    /// <summary>乡镇.</summary>
    public required string Township { get; init; }

    /// <summary>行政村.</summary>
    public required string Village { get; init; }

    /// <summary>家庭人口数 as written; null if it was not.</summary>
    public required int? Size { get; init; }

    /// <summary>What it contributes to the certificate's counts.</summary>
    public HouseholdTotal Total => new(whole ? 1 : 0, joining, leaving > 0 ? 1 : 0, leaving);

    /// <summary>Counts one line.</summary>
    public void Count(LineEffect? effect, string? idNumber)
    {
        if (idNumber is null)
        {
            unreadable++;
        }
        else
        {
            members.Add(idNumber);
        }

        whole |= effect == LineEffect.Household;
        joining += effect is LineEffect.Household or LineEffect.Joins ? 1 : 0;
        leaving += effect == LineEffect.Leaves ? 1 : 0;
    }

    /// <summary>
    /// Ends the household. Where it enters whole, its head enters too, also if only the members are listed; and the number of persons
    /// must be the one written.
    /// </summary>
    public void Close(RosterReading reading, DateOnly date)
    {
        if (!whole)
        {
            return;
        }

        if (HeadId.Length > 0 && members.Add(HeadId))
        {
            joining++;
            reading.AddHead(new RosterLine(Line, HeadColumn, HeadName, HeadId, LineEffect.Household, date, HeadId, Township, Village));
        }

        if (Size is { } size && size != members.Count + unreadable)
        {
            reading.Remark(
                Line, SizeColumn, "HOUSEHOLD_SIZE_DIFFERS", $"家庭人口数写 {size} 人，名单列出 {members.Count + unreadable} 人，请核对是否漏列或多列");
        }
    }
}

/// <summary>Households and persons that enter and leave.</summary>
internal readonly record struct HouseholdTotal(int NewHouseholds, int NewPersons, int FewerHouseholds, int FewerPersons);
