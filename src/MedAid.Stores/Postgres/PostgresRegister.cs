using System.Text.Json;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>The register of insured persons on PostgreSQL.</summary>
public sealed class PostgresRegister(PostgresDatabase database) : IEligibilityRegister
{
    private const string FindSql = "SELECT body, version FROM person WHERE id_number_hash = $1";

    private const string ClaimKeySql =
        "INSERT INTO setting (name, value) VALUES ('person_key_fingerprint', $1) ON CONFLICT (name) DO NOTHING";

    private const string ReadKeySql = "SELECT value FROM setting WHERE name = 'person_key_fingerprint'";

    /// <inheritdoc/>
    public Task<Eligibility?> FindAsync(string idNumberHash, CancellationToken cancellationToken) => database.UseAsync(
        async connection =>
        {
            await using var query = new NpgsqlCommand(FindSql, connection) { Parameters = { PostgresRows.Text(idNumberHash) } };
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
}
