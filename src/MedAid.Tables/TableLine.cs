namespace MedAid.Tables;

/// <summary>One line of a table, its number as the clerk's program shows it, and its cells as text.</summary>
/// <param name="Number">Number of the line, from 1.</param>
/// <param name="Cells">The cells as they are shown; blank ones are empty.</param>
/// <param name="Numeric">
/// Columns, from 0, whose cell holds a number and no text, or in CSV a number that a spreadsheet shortened (1.41123E+17): a code kept so has lost
/// its leading zeros, and an id number its last digits.
/// </param>
public readonly record struct TableLine(int Number, IReadOnlyList<string> Cells, IReadOnlyList<int> Numeric);
