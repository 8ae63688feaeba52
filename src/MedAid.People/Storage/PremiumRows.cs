using System.Data.Common;
using MedAid.Core.Calculation;
using MedAid.People.Premiums;
using MedAid.Settlement;

namespace MedAid.People.Storage;

/// <summary>From rows of runs and entitlements to what they mean and back.</summary>
internal static class PremiumRows
{
    public const string RunColumns =
        """
        run_id, premium_year, county_code, scheme, enrolled_by, personal_fen, fiscal_fen, operator, started_us, ended_us, reached,
        persons, changed, difference_fen
        """;

    public const string Columns =
        """
        person_key, premium_year, revision, run_id, county_code, township, scheme, rule, object_from, identities, personal_fen, fiscal_fen,
        relief_fen, veterans_aid_fen, province_fen, county_fen, insured_fen, pack, cite, assumed, noted_us
        """;

    /// <summary>Revisions with what the one before bore.</summary>
    public const string SelectSql =
        """
        SELECT e.person_key, e.premium_year, e.revision, e.run_id, e.county_code, e.township, e.scheme, e.rule, e.object_from, e.identities,
               e.personal_fen, e.fiscal_fen, e.relief_fen, e.veterans_aid_fen, e.province_fen, e.county_fen, e.insured_fen, e.pack, e.cite,
               e.assumed, e.noted_us,
               coalesce(b.relief_fen + b.veterans_aid_fen + b.province_fen + b.county_fen, 0) AS before_fen
        FROM premium_entitlement e LEFT JOIN premium_entitlement b
            ON b.person_key = e.person_key AND b.premium_year = e.premium_year AND b.revision = e.revision - 1
        """;

    /// <summary>Whether a revision is the last one.</summary>
    public const string IsLast =
        """
        NOT EXISTS (
            SELECT 1 FROM premium_entitlement n
            WHERE n.person_key = e.person_key AND n.premium_year = e.premium_year AND n.revision = e.revision + 1)
        """;

    public static PremiumRun Run(DbDataReader row) => new()
    {
        RunId = row.GetString(0),
        Year = row.GetInt32(1),
        County = new(row.GetString(2)),
        Scheme = row.GetString(3),
        EnrolledBy = row.GetFieldValue<DateOnly>(4),
        Premium = new Premium(row.GetInt64(5), row.GetInt64(6)),
        Operator = row.GetString(7),
        Started = Instants.OfMicroseconds(row.GetInt64(8)),
        Ended = row.IsDBNull(9) ? null : Instants.OfMicroseconds(row.GetInt64(9)),
        Reached = row.GetString(10),
        Persons = row.GetInt32(11),
        Changed = row.GetInt32(12),
        DifferenceFen = row.GetInt64(13),
    };

    public static object?[] Values(PremiumRun run) =>
    [
        run.RunId, run.Year, run.County, run.Scheme, run.EnrolledBy, run.Premium.PersonalFen, run.Premium.FiscalFen,
        run.Operator, Instants.Microseconds(run.Started), run.Ended is { } ended ? Instants.Microseconds(ended) : null, run.Reached,
        run.Persons, run.Changed, run.DifferenceFen,
    ];

    /// <summary>A row of <see cref="SelectSql"/>.</summary>
    public static PremiumLine Line(DbDataReader row) => new(
        new PremiumEntitlement
        {
            PersonKey = new(row.GetString(0)),
            Year = row.GetInt32(1),
            Revision = row.GetInt32(2),
            RunId = row.GetString(3),
            County = new(row.GetString(4)),
            Township = row.GetString(5),
            Scheme = row.GetString(6),
            Rule = PremiumRules.Of(row.GetString(7)),
            ObjectFrom = row.IsDBNull(8) ? null : row.GetFieldValue<DateOnly>(8),
            Identities = row.GetString(9),
            Premium = new Premium(row.GetInt64(10), row.GetInt64(11)),
            Shares = new PremiumShares(row.GetInt64(12), row.GetInt64(13), row.GetInt64(14), row.GetInt64(15), row.GetInt64(16)),
            Pack = row.GetString(17),
            Cite = row.GetString(18),
            Assumed = row.GetInt32(19) == 1,
            Noted = Instants.OfMicroseconds(row.GetInt64(20)),
        },
        row.GetInt64(21));

    /// <summary>The values of <see cref="Columns"/>.</summary>
    public static object?[] Values(PremiumEntitlement e) =>
    [
        e.PersonKey, e.Year, e.Revision, e.RunId, e.County, e.Township, e.Scheme, PremiumRules.WordOf(e.Rule), e.ObjectFrom, e.Identities,
        e.Premium.PersonalFen, e.Premium.FiscalFen, e.Shares.ReliefFen, e.Shares.VeteransAidFen, e.Shares.ProvinceFen, e.Shares.CountyFen,
        e.Shares.PersonFen, e.Pack, e.Cite, e.Assumed ? 1 : 0, Instants.Microseconds(e.Noted),
    ];
}
