using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>
/// Whether every page, row and index of the file can be read and fits the others, people's tables too: the proof of the books reads what
/// settles and clears, and a copy is to be whole. It reads the whole file, so it is for when nobody settles.
/// </summary>
public static class EmbeddedFileCheck
{
    // One damaged page is named by many. The proof itself reads what the rules of columns are about; a rule that cannot be asked of a damaged
    // value would end the check.
    private const string RulesOffSql = "PRAGMA ignore_check_constraints = ON";
    private const string RulesOnSql = "PRAGMA ignore_check_constraints = OFF";
    private const string Sql = "PRAGMA integrity_check(20)";
    private const int Failed = 1;
    private const string Whole = "ok";

    /// <summary>What is damaged, in Chinese; empty if nothing is.</summary>
    public static Task<IReadOnlyList<string>> DifferencesAsync(EmbeddedDatabase database, CancellationToken cancellationToken) =>
        database.UseAsync(Differences, cancellationToken);

    private static IReadOnlyList<string> Differences(SqliteConnection connection)
    {
        var found = new List<string>();
        Run(connection, RulesOffSql);
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
        catch (SqliteException e) when (EmbeddedErrors.IsDamage(e) || e.SqliteErrorCode == Failed)
        {
            found.Add(Sentence(e.Message));
        }
        finally
        {
            Run(connection, RulesOnSql);
        }

        return found;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var pragma = new Statement(connection, sql);
        pragma.Execute();
    }

    private static string Sentence(string told) => $"账本文件损坏，请从备份恢复（SQLite：{told.ReplaceLineEndings(" ")}）";
}
