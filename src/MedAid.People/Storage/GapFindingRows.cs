using System.Data.Common;
using MedAid.Core;
using MedAid.People.EntitlementGaps;
using MedAid.Settlement;

namespace MedAid.People.Storage;

/// <summary>From rows of findings, lists, referrals and acts to what they mean and back.</summary>
internal static class GapFindingRows
{
    public const string ShownColumns = "kind, person_key, county_code, subject, since_date, amount_fen, line_fen, days, indicator_id";

    public const string FindingColumns = $"{ShownColumns}, finding_id, found_us, standing, standing_us";

    public const string LineColumns =
        $"{ShownColumns}, list_id, line_number, receiver, finding_id, settlement_ids, outcome, note, answered_by, answered_us";

    public const string HeadColumns =
        """
        list_id, receiver, county_code, number, built_us, operator,
        (SELECT count(*) FROM gap_line n WHERE n.list_id = l.list_id),
        (SELECT count(*) FROM gap_line n WHERE n.list_id = l.list_id AND n.outcome IS NOT NULL)
        """;

    public const string ReferralColumns = "finding_id, note, operator, referred_us, granted_fen, reason, decided_by, decided_us";

    public const string ActColumns = "person_key, county_code, on_date, end_reason, note, operator, acted_us";

    public static GapFinding Finding(DbDataReader row) => new(
        Snapshot(row), Instants.OfMicroseconds(row.GetInt64(10)), (FindingStanding)row.GetInt32(11), Instants.OfMicroseconds(row.GetInt64(12)));

    public static object?[] Values(GapFinding f) =>
    [
        .. Values(f.Snapshot), f.FindingId, Instants.Microseconds(f.FoundTime), (int)f.Standing, Instants.Microseconds(f.StandingTime),
    ];

    public static (string ListId, Receiver Receiver, ReferralLine Line) Line(DbDataReader row) => (
        row.GetString(9), (Receiver)row.GetInt32(11),
        new ReferralLine(
            row.GetInt32(10), Snapshot(row), [.. row.GetString(13).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(id => new SettlementId(id))],
            row.IsDBNull(14)
                ? null
                : new Acknowledgement(
                    (LineOutcome)row.GetInt32(14), row.GetString(15), row.GetString(16), Instants.OfMicroseconds(row.GetInt64(17)))));

    public static object?[] Values(string listId, Receiver receiver, ReferralLine line) =>
    [
        .. Values(line.Snapshot), listId, line.LineNumber, (int)receiver, line.FindingId, string.Join(' ', line.SettlementIds), null, null,
        null, null,
    ];

    public static ReferralListHead Head(DbDataReader row) => new(
        row.GetString(0), (Receiver)row.GetInt32(1), new CountyCode(row.GetString(2)), row.GetInt32(3), Instants.OfMicroseconds(row.GetInt64(4)),
        row.GetString(5), row.GetInt32(6), row.GetInt32(7));

    public static Referral Referral(DbDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetString(2), Instants.OfMicroseconds(row.GetInt64(3)),
        row.IsDBNull(4)
            ? null
            : new AidDecision(row.GetInt64(4), row.GetString(5), row.GetString(6), Instants.OfMicroseconds(row.GetInt64(7))));

    public static UremiaAct Act(DbDataReader row) => new(
        new PersonKey(row.GetString(0)), new CountyCode(row.GetString(1)), row.GetFieldValue<DateOnly>(2), row.IsDBNull(3) ? null
            : (UremiaEnd)row.GetInt32(3),
        row.GetString(4), row.GetString(5), Instants.OfMicroseconds(row.GetInt64(6)));

    public static object?[] Values(UremiaAct a) =>
        [a.PersonKey, a.CountyCode, a.Day, (int?)a.End, a.Note, a.Operator, Instants.Microseconds(a.Time)];

    private static FindingSnapshot Snapshot(DbDataReader row) => new(
        (FindingKind)row.GetInt32(0), new PersonKey(row.GetString(1)), new CountyCode(row.GetString(2)), row.GetString(3),
        row.GetFieldValue<DateOnly>(4),
        row.GetInt64(5), row.GetInt64(6), row.GetInt32(7), row.GetString(8));

    private static object?[] Values(FindingSnapshot s) =>
        [(int)s.Kind, s.PersonKey, s.CountyCode, s.Subject, s.Since, s.AmountFen, s.LineFen, s.Days, s.IndicatorId];
}
