using System.Data.Common;
using System.Text.Json;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Identities;
using MedAid.People.LaterVisits;
using MedAid.People.Privacy;
using MedAid.People.Rosters;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Sql;

namespace MedAid.People.Storage;

/// <summary>From rows to what they mean and back; rows stop here.</summary>
internal static class PeopleRows
{
    public const string PeriodColumns = "person_key, identity, valid_from, valid_until, certify_by";

    public const string HistoryColumns =
        $"{PeriodColumns}, known_from_us, known_to_us, opened_by, opened_line, closed_by, closed_line";

    public const string ImportColumns =
        """
        import_id, request_id, kind, county_code, identity, list_date, operator, state, started_us, touched_us,
        lines, lines_done, lines_changed, lines_bad, lines_warned, marks, run_id
        """;

    /// <summary>What is known of a person, without the history; a condition on <c>d</c> follows.</summary>
    public const string FactsSql =
        """
        SELECT d.person_key, d.id_number_hash, d.key_id, d.sealed, d.entry_hash, p.body, p.version,
               h.head_key, h.county_code, h.township, h.village
        FROM person_detail d
            LEFT JOIN person p ON p.id_number_hash = d.id_number_hash
            LEFT JOIN household_member h ON h.person_key = d.person_key
        """;

    /// <summary>The period of <see cref="PeriodColumns"/>.</summary>
    public static IdentityPeriod Period(DbDataReader row) => new(
        Kind(row.GetString(1)), row.GetFieldValue<DateOnly>(2), Day(row, 3), Day(row, 4));

    /// <summary>A row of <see cref="HistoryColumns"/>.</summary>
    public static HistoryRow History(DbDataReader row) => new(
        new PersonKey(row.GetString(0)), Period(row), Instants.OfMicroseconds(row.GetInt64(5)), row.IsDBNull(6) ? null
            : Instants.OfMicroseconds(row.GetInt64(6)),
        row.GetString(7), row.GetInt32(8), row.IsDBNull(9) ? null : row.GetString(9), row.IsDBNull(10) ? null : row.GetInt32(10));

    /// <summary>A row of <see cref="ImportColumns"/>.</summary>
    public static RosterImport Import(DbDataReader row) => new()
    {
        ImportId = row.GetString(0),
        RequestId = row.GetString(1),
        Kind = (RosterKind)row.GetInt32(2),
        County = new(row.GetString(3)),
        Identity = row.IsDBNull(4) ? null : Kind(row.GetString(4)),
        ListDate = Day(row, 5),
        Operator = row.GetString(6),
        State = (RosterState)row.GetInt32(7),
        Started = Instants.OfMicroseconds(row.GetInt64(8)),
        Touched = Instants.OfMicroseconds(row.GetInt64(9)),
        Counts = new RosterCounts(
            row.GetInt32(10), row.GetInt32(11), row.GetInt32(12), row.GetInt32(13), row.GetInt32(14), row.GetInt32(15)),
        RunId = row.GetString(16),
    };

    /// <summary>The values of <see cref="ImportColumns"/>.</summary>
    public static object?[] Values(RosterImport import) =>
    [
        import.ImportId, import.RequestId, (int)import.Kind, import.County, import.Identity is { } kind ? Word(kind) : null,
        import.ListDate, import.Operator, (int)import.State, Instants.Microseconds(import.Started), Instants.Microseconds(import.Touched),
        import.Counts.Lines, import.Counts.Done, import.Counts.Changed, import.Counts.Bad, import.Counts.Warned, import.Counts.Marks,
        import.RunId,
    ];

    /// <summary>A row of person_detail, person and household_member, without periods.</summary>
    public static PersonFacts Facts(DbDataReader row) => new()
    {
        PersonKey = new(row.GetString(0)),
        IdNumberHash = row.GetString(1),
        Known = true,
        Detail = Detail(row, 2),
        EntryHash = row.IsDBNull(4) ? null : row.GetFieldValue<byte[]>(4),
        Insured = row.IsDBNull(5)
            ? null
            : JsonSerializer.Deserialize(row.GetString(5), StoredJson.Default.Eligibility)! with { Version = row.GetInt64(6) },
        Household = row.IsDBNull(7)
            ? null
            : new HouseholdPlace(new PersonKey(row.GetString(7)), new CountyCode(row.GetString(8)), row.GetString(9), row.GetString(10)),
    };

    /// <summary>Key id and bytes from two columns, or null.</summary>
    public static SealedDetail? Detail(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : new SealedDetail(row.GetString(column), row.GetFieldValue<byte[]>(column + 1));

    /// <summary>A row of person_version: body, version, since when, by what, by whom.</summary>
    public static PersonVersion Version(DbDataReader row) => new(
        JsonSerializer.Deserialize(row.GetString(0), StoredJson.Default.Eligibility)! with { Version = row.GetInt64(1) },
        Instants.OfMicroseconds(row.GetInt64(2)), row.GetString(3), row.GetString(4));

    /// <summary>A row of household_version: head, county, township, village, since when, by what, by whom.</summary>
    public static HouseholdVersion Household(DbDataReader row) => new(
        new HouseholdPlace(new PersonKey(row.GetString(0)), new CountyCode(row.GetString(1)), row.GetString(2), row.GetString(3)),
        Instants.OfMicroseconds(row.GetInt64(4)), row.GetString(5), row.GetString(6));

    public static ReadjudicationMark Mark(DbDataReader row) => new(
        new SettlementId(row.GetString(0)), new PersonKey(row.GetString(1)), row.GetString(2), row.GetInt32(3),
        Instants.OfMicroseconds(row.GetInt64(4)),
        row.IsDBNull(5)
            ? null
            : new MarkResolution(
                row.GetString(5), new SettlementId(row.GetString(0)), (MarkOutcome)row.GetInt32(6), new SettlementId(row.GetString(7)),
                row.GetString(8), row.GetString(9),
                Instants.OfMicroseconds(row.GetInt64(10))),
        row.GetInt32(11) > 0,
        row.IsDBNull(12) ? null : LaterMark.Of(new SettlementId(row.GetString(0)), row.GetInt64(12), row.GetInt64(13), row.GetString(14)));

    public static string Word(IdentityKind kind) => Vocabulary.Identity.WordOf(kind);

    public static Task<List<string>> TokensAsync(SqlSession session, PersonKey personKey) =>
        session.QueryAsync("SELECT id_number_hash FROM person_detail WHERE person_key = @0", row => row.GetString(0), personKey);

    private static DateOnly? Day(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetFieldValue<DateOnly>(column);

    private static IdentityKind Kind(string word) => Vocabulary.Identity.TryFind(word, out var kind)
        ? kind
        : throw new InvariantBrokenException("an identity in the store has a word");
}
