using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>
/// Whether every page, row and index of the file can be read and fits the others, people's tables too: the proof of the books reads what
/// settles and clears, and a copy is to be whole. It reads the whole file, so it is for when nobody settles.
/// </summary>
public static class EmbeddedFileCheck
{
    // One damaged page is named by many.
    private const string Sql = "PRAGMA integrity_check(20)";
    private const string Whole = "ok";

    /// <summary>What is damaged, in Chinese; empty if nothing is.</summary>
    public static Task<IReadOnlyList<string>> DifferencesAsync(EmbeddedDatabase database, CancellationToken cancellationToken) =>
        database.UseAsync(Differences, cancellationToken);

    private static IReadOnlyList<string> Differences(SqliteConnection connection)
    {
        var found = new List<string>();
        try
        {
            using var check = new Statement(connection, Sql);
            using var rows = check.Query();
            while (rows.Read())
            {
                if (rows.GetString(0) is var told && told != Whole)
                {
                    found.Add(Sentence(told));
                }
            }
        }
        catch (SqliteException e) when (EmbeddedErrors.IsDamage(e))
        {
            found.Add(Sentence(e.Message));
        }

        return found;
    }

    private static string Sentence(string told) => $"账本文件损坏，请从备份恢复（SQLite：{told.ReplaceLineEndings(" ")}）";
}
