using System.Text.Json;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>The register of insured persons on SQLite.</summary>
public sealed class EmbeddedRegister(EmbeddedDatabase database) : IEligibilityRegister
{
    private const string FindSql = "SELECT body, version, person_key FROM person WHERE id_number_hash = $id_number_hash";

    /// <inheritdoc/>
    public Task<Eligibility?> FindAsync(string idNumberHash, CancellationToken cancellationToken) => database.UseAsync(
        connection =>
        {
            using var find = new Statement(connection, FindSql, "$id_number_hash");
            using var row = find.Query(idNumberHash);
            return row.Read() ? Person(row) : null;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken) => database.UseAsync(
        connection =>
        {
            using var claim = new Statement(
                connection, "INSERT INTO setting VALUES ('person_key_fingerprint', $1) ON CONFLICT (name) DO NOTHING", "$1");
            claim.Execute(fingerprint);
            using var read = new Statement(connection, "SELECT value FROM setting WHERE name = 'person_key_fingerprint'");
            using var row = read.Query();
            return row.Read() && string.Equals(row.GetString(0), fingerprint, StringComparison.Ordinal);
        },
        cancellationToken);

    private static Eligibility Person(SqliteDataReader row) =>
        JsonSerializer.Deserialize(row.GetString(0), StoredJson.Default.Eligibility)! with { Version = row.GetInt64(1) };
}
