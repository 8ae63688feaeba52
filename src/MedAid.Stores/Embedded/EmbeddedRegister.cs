using System.Text.Json;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>The register of insured persons on SQLite.</summary>
public sealed class EmbeddedRegister(EmbeddedDatabase database) : IEligibilityRegister
{
    private const string FindSql = "SELECT body, version, person_key FROM person WHERE id_token = $id_token";

    /// <inheritdoc/>
    public Task<Eligibility?> FindAsync(string idToken, CancellationToken cancellationToken) => Guarded(connection =>
    {
        using var find = new Statement(connection, FindSql, "$id_token");
        using var row = find.Query(idToken);
        return row.Read() ? Person(row) : null;
    });

    /// <inheritdoc/>
    public Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken) => Guarded(connection =>
    {
        using var claim = new Statement(
            connection,
            "INSERT INTO setting VALUES ('person_key_fingerprint', $1) ON CONFLICT (name) DO NOTHING", "$1");
        claim.Execute(fingerprint);
        using var read = new Statement(connection, "SELECT value FROM setting WHERE name = 'person_key_fingerprint'");
        using var row = read.Query();
        return row.Read() && string.Equals(row.GetString(0), fingerprint, StringComparison.Ordinal);
    });

    /// <inheritdoc/>
    public Task<IReadOnlyCollection<string>> ImportAsync(
        IReadOnlyList<(string IdToken, Eligibility Person)> persons, CancellationToken cancellationToken) =>
        Guarded<IReadOnlyCollection<string>>(connection =>
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        using var find = new Statement(connection, FindSql, "$id_token") { Transaction = transaction };
        using var put = new Statement(
            connection,
            """
            INSERT INTO person (id_token, person_key, version, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (id_token) DO UPDATE SET version = excluded.version, body = excluded.body
            """,
            "$1", "$2", "$3", "$4") { Transaction = transaction };
        var changed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (idToken, person) in persons)
        {
            if (Put(find, put, idToken, person))
            {
                changed.Add(idToken);
            }
        }

        transaction.Commit();
        return changed;
    });

    private static bool Put(Statement find, Statement put, string idToken, Eligibility person)
    {
        string? known = null;
        var (version, key) = (0L, person.PersonKey);
        using (var row = find.Query(idToken))
        {
            if (row.Read())
            {
                (known, version, key) = (row.GetString(0), row.GetInt64(1), row.GetString(2));
            }
        }

        // The key of a person stays, whatever the import calls them; the version is the register's own.
        var body = JsonSerializer.Serialize(person with { PersonKey = key, Version = 0 }, StoredJson.Default.Eligibility);
        if (body == known)
        {
            return false;
        }

        put.Execute(idToken, key, version + 1, body);
        return true;
    }

    private static Eligibility Person(SqliteDataReader row) =>
        JsonSerializer.Deserialize(row.GetString(0), StoredJson.Default.Eligibility)! with { Version = row.GetInt64(1) };

    private Task<T> Guarded<T>(Func<SqliteConnection, T> work)
    {
        try
        {
            using var connection = database.Connect();
            return Task.FromResult(work(connection));
        }
        catch (SqliteException e) when (EmbeddedErrors.Translate(e, committing: false) is { } translated)
        {
            return Task.FromException<T>(translated);
        }
    }
}
