using MedAid.Settlement.People;
using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>An id number that a spreadsheet kept as a number: it holds fifteen digits, and writes zeros for the last three.</summary>
internal static class ShortenedNumber
{
    private const int Digits = 18;

    /// <summary>Whether the id number of a cell was shortened so; a number that is right is none, whatever it ends in.</summary>
    public static bool Is(TableLine line, int column, string id) =>
        line.Numeric.Contains(column) || (id.Length == Digits && id.EndsWith("000", StringComparison.Ordinal) && !IdNumber.IsValid(id));
}
