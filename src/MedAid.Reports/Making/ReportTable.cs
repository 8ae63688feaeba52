using MedAid.Core.Policy;

namespace MedAid.Reports.Making;

/// <summary>What stands in a place of a report.</summary>
/// <param name="Measure">What it is.</param>
/// <param name="Value">Number, fen, or hundredths of a percent; null: words, or not known.</param>
/// <param name="Words">Words, or empty.</param>
/// <param name="Unknown">Why it is not known; empty: it is.</param>
public sealed record ReportCell(ReportMeasure Measure, long? Value, string Words = "", string Unknown = "")
{
    /// <summary>A value that is not known, and why.</summary>
    public static ReportCell Not(ReportMeasure measure, string why) => new(measure, null, "", why);
}

/// <summary>A row of a report.</summary>
public sealed record ReportLine(string Id, string Title, IReadOnlyList<ReportCell> Cells);

/// <summary>A report as it was made: every place with its value, or why that is not known.</summary>
public sealed record ReportTable(ReportForm Form, ReportPeriod Period)
{
    /// <summary>Name of the county or the region.</summary>
    public required string Place { get; init; }

    /// <summary>Who is named for it; empty: nobody.</summary>
    public required string Contact { get; init; }

    /// <summary>First day that counts.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day that counts.</summary>
    public required DateOnly To { get; init; }

    /// <summary>By which day it is to be handed in.</summary>
    public required DateOnly DueDay { get; init; }

    /// <summary>Rows.</summary>
    public required IReadOnlyList<ReportLine> Lines { get; init; }

    /// <summary>Parts in words: title and words.</summary>
    public required IReadOnlyList<(string Title, string Words)> Paragraphs { get; init; }

    /// <summary>What the reader has to know: what is not known and why, what is over its limit, what is not counted.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>Whether something is not known.</summary>
    public bool HasUnknown => Lines.Any(l => l.Cells.Any(c => c.Unknown.Length > 0));

    /// <summary>Columns of all groups, in order.</summary>
    public IEnumerable<(ReportGroup Group, ReportColumn Column)> Columns => Form.Groups.SelectMany(g => g.Columns.Select(c => (g, c)));
}
