using MedAid.Settlement.Ledger;

namespace MedAid.People.Rosters;

/// <summary>
/// A request id that an earlier import has, sent again with something else: which import it was, and which fields differ. Where none does, the file,
/// its certificate, the deadline or the scheme is another.
/// </summary>
public sealed record RosterReuse(string ImportId, IReadOnlyList<string> Differing)
{
    private const string File = "file";
    private const int Words = 2;

    /// <summary>What the earlier import and a new request differ in. What a request leaves to the head of its file differs in nothing.</summary>
    internal static RosterReuse Of(RosterImport sent, RosterTerms terms)
    {
        (string Field, bool Differs)[] fields =
        [
            ("kind", sent.Kind != terms.Kind), ("county_code", sent.County != terms.County),
            ("identity", terms.Identity is { } identity && sent.Identity != identity),
            ("list_date", terms.ListDate is { } day && sent.ListDate != day),
        ];
        string[] differing = [.. fields.Where(f => f.Differs).Select(f => f.Field)];
        return new RosterReuse(sent.ImportId, differing.Length > 0 ? differing : [File]);
    }

    /// <summary>The same out of the subject of a refusal; null if it is none.</summary>
    public static RosterReuse? Of(RefusalRecord refusal) =>
        refusal.Reason == Core.Refusal.RequestIdReused && refusal.Subject.Split(' ', Words) is [var import, var fields]
            ? new RosterReuse(import, fields.Split(','))
            : null;

    /// <summary>As the subject of a refusal.</summary>
    internal RefusalRecord ToRefusal() => new(Core.Refusal.RequestIdReused, $"{ImportId} {string.Join(',', Differing)}");
}
