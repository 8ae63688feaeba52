namespace MedAid.Bureau.Regions;

/// <summary>How a file of a reconciliation is written; every form is read.</summary>
/// <param name="IsZip">Whether it is packed.</param>
/// <param name="IsArray">Whether its bytes are an array of numbers; else Base64.</param>
/// <param name="HasCarriageReturn">Whether a line ends with CR LF; else with LF.</param>
/// <param name="HasLastLineEnd">Whether the last line ends so too.</param>
/// <param name="HasTrailingTab">Whether a line ends with a tab.</param>
/// <param name="HasExtension">Whether there is a column for extensions.</param>
/// <param name="Empty">What stands in an empty column.</param>
public sealed record FileForm(
    bool IsZip, bool IsArray, bool HasCarriageReturn, bool HasLastLineEnd, bool HasTrailingTab, bool HasExtension, string Empty);
