namespace MedAid.Policies.Catalogues;

/// <summary>One line of a table, its number as the clerk's program shows it, and its cells as text.</summary>
internal readonly record struct TableLine(int Number, IReadOnlyList<string> Cells);
