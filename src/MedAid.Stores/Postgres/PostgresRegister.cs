using System.Text.Json;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>The register of insured persons on PostgreSQL.</summary>
public sealed class PostgresRegister(PostgresDatabase database) : IEligibilityRegister
{
    private const string FindSql = "SELECT body, version FROM person WHERE id_token = $1";

    private const string ClaimKeySql =
        "INSERT INTO setting (name, value) VALUES ('person_key_fingerprint', $1) ON CONFLICT (name) DO NOTHING";

    private const string ReadKeySql = "SELECT value FROM setting WHERE name = 'person_key_fingerprint'";

    private const string KnownSql = "SELECT id_token, person_key, version, body FROM person WHERE id_token = ANY ($1) FOR UPDATE";

    private const string PutSql =
        """
        INSERT INTO person (id_token, person_key, version, body)
        SELECT * FROM unnest($1, $2, $3, $4) AS w (id_token, person_key, version, body)
        ON CONFLICT (id_token) DO UPDATE SET version = excluded.version, body = excluded.body
        """;

    /// <inheritdoc/>
    public Task<Eligibility?> FindAsync(string idToken, CancellationToken cancellationToken) => database.UseAsync(
        async connection =>
        {
            await using var query = new NpgsqlCommand(FindSql, connection) { Parameters = { PostgresRows.Text(idToken) } };
            await using var row = await query.ExecuteReaderAsync(cancellationToken);
            return await row.ReadAsync(cancellationToken)
                ? JsonSerializer.Deserialize(row.GetString(0), StoredJson.Default.Eligibility)! with { Version = row.GetInt64(1) }
                : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken) => database.UseAsync(
        async connection =>
        {
            await using var claim = new NpgsqlCommand(ClaimKeySql, connection) { Parameters = { PostgresRows.Text(fingerprint) } };
            await claim.ExecuteNonQueryAsync(cancellationToken);
            await using var read = new NpgsqlCommand(ReadKeySql, connection);
            return await read.ExecuteScalarAsync(cancellationToken) is string kept && kept == fingerprint;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> ImportAsync(
        IReadOnlyList<(string IdToken, Eligibility Person)> persons, CancellationToken cancellationToken) =>
        database.UseAsync<IReadOnlyCollection<string>>(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);

            // One import at a time, by whichever gateway: two would make the same version of two contents.
            await using var alone = new NpgsqlCommand("LOCK TABLE person IN SHARE ROW EXCLUSIVE MODE", connection);
            await alone.ExecuteNonQueryAsync(cancellationToken);
            var changed = new HashSet<string>(StringComparer.Ordinal);
            foreach (var part in persons.Chunk(Limits.ImportPartMax))
            {
                changed.UnionWith(await ImportPartAsync(connection, part, cancellationToken));
            }

            await transaction.CommitAsync(cancellationToken);
            return changed;
        },
        cancellationToken);

    private static async Task<IEnumerable<string>> ImportPartAsync(
        NpgsqlConnection connection, (string IdToken, Eligibility Person)[] persons, CancellationToken cancellationToken)
    {
        var known = await KnownAsync(connection, [.. persons.Select(p => p.IdToken)], cancellationToken);
        var changed = new Dictionary<string, (string Key, long Version, string? Body)>(StringComparer.Ordinal);
        foreach (var (idToken, person) in persons)
        {
            // The key of a person stays, whatever the import calls them; the version is the register's own.
            var (key, version, stored) = known.TryGetValue(idToken, out var k) ? k : (person.PersonKey, 0, null);
            var body = JsonSerializer.Serialize(person with { PersonKey = key, Version = 0 }, StoredJson.Default.Eligibility);
            if (body != stored)
            {
                changed[idToken] = known[idToken] = (key, version + 1, body);
            }
        }

        await using var put = new NpgsqlCommand(PutSql, connection)
        {
            Parameters =
            {
                PostgresRows.Texts([.. changed.Keys]),
                PostgresRows.Texts([.. changed.Values.Select(c => c.Key)]),
                PostgresRows.Longs([.. changed.Values.Select(c => c.Version)]),
                PostgresRows.Texts([.. changed.Values.Select(c => c.Body)]),
            },
        };
        await put.ExecuteNonQueryAsync(cancellationToken);
        return changed.Keys;
    }

    private static async Task<Dictionary<string, (string Key, long Version, string? Body)>> KnownAsync(
        NpgsqlConnection connection, string[] idTokens, CancellationToken cancellationToken)
    {
        await using var query = new NpgsqlCommand(KnownSql, connection) { Parameters = { PostgresRows.Texts(idTokens) } };
        await using var row = await query.ExecuteReaderAsync(cancellationToken);
        var known = new Dictionary<string, (string, long, string?)>(StringComparer.Ordinal);
        while (await row.ReadAsync(cancellationToken))
        {
            known.Add(row.GetString(0), (row.GetString(1), row.GetInt64(2), row.GetString(3)));
        }

        return known;
    }
}
