using System.Data.Common;
using MedAid.People.Qualifications;
using MedAid.Settlement.People;
using MedAid.Stores.Sql;

namespace MedAid.Stores.People;

/// <summary>From rows of applications to what they mean and back.</summary>
internal static class QualificationRows
{
    public const string Columns =
        """
        application_id, person_key, kind, disease, hospital, source, evidence, signers, applied_by, applied_us, due_by,
        state, decided_by, decided_us, approved_on, valid_until, reason
        """;

    private const string OfPersonsSql =
        $$"""SELECT {{Columns}} FROM qualification_application WHERE person_key IN {0}""";

    private const string GrantedSql =
        """
        SELECT person_key, kind, disease, approved_on, valid_until FROM qualification_application
        WHERE state = 2 AND person_key IN {0}
        """;

    /// <summary>A row of <see cref="Columns"/>.</summary>
    public static QualificationApplication Application(DbDataReader row) => new()
    {
        ApplicationId = row.GetString(0),
        PersonKey = row.GetString(1),
        Kind = (QualificationKind)row.GetInt32(2),
        Disease = row.GetString(3),
        Hospital = row.GetString(4),
        Source = (ApplicationSource)row.GetInt32(5),
        Evidence = (EvidenceKind)row.GetInt32(6),
        Signers = row.GetString(7),
        AppliedBy = row.GetString(8),
        Applied = PeopleRows.Instant(row.GetInt64(9)),
        DueBy = row.GetFieldValue<DateOnly>(10),
        State = (ApplicationState)row.GetInt32(11),
        DecidedBy = row.IsDBNull(12) ? null : row.GetString(12),
        Decided = row.IsDBNull(13) ? null : PeopleRows.Instant(row.GetInt64(13)),
        ApprovedOn = row.IsDBNull(14) ? null : row.GetFieldValue<DateOnly>(14),
        Until = row.IsDBNull(15) ? null : row.GetFieldValue<DateOnly>(15),
        Reason = row.IsDBNull(16) ? null : (RefusalReason)row.GetInt32(16),
    };

    /// <summary>The values of <see cref="Columns"/>.</summary>
    public static object?[] Values(QualificationApplication a) =>
    [
        a.ApplicationId, a.PersonKey, (int)a.Kind, a.Disease, a.Hospital, (int)a.Source, (int)a.Evidence, a.Signers, a.AppliedBy,
        PeopleRows.Microseconds(a.Applied), a.DueBy, (int)a.State, a.DecidedBy,
        a.Decided is { } decided ? PeopleRows.Microseconds(decided) : null, a.ApprovedOn, a.Until, (int?)a.Reason,
    ];

    /// <summary>All applications of persons.</summary>
    public static async Task<ILookup<string, QualificationApplication>> OfPersonsAsync(
        SqlSession session, IReadOnlyList<string> personKeys) =>
        (await session.QueryInAsync(OfPersonsSql, personKeys, Application)).ToLookup(a => a.PersonKey);

    /// <summary>What was granted to persons.</summary>
    public static async Task<ILookup<string, Qualification>> GrantedAsync(SqlSession session, IReadOnlyList<string> personKeys) =>
        (await session.QueryInAsync(GrantedSql, personKeys, row => (
            Key: row.GetString(0),
            Granted: new Qualification(
                (QualificationKind)row.GetInt32(1), row.GetString(2), row.GetFieldValue<DateOnly>(3),
                row.IsDBNull(4) ? null : row.GetFieldValue<DateOnly>(4)))))
        .ToLookup(g => g.Key, g => g.Granted);
}
