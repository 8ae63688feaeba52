using MedAid.Stores.Embedded;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Tests.Embedded;

/// <summary>An embedded database in a folder of its own.</summary>
internal sealed class EmbeddedFolder
{
    private readonly string folder = Directory.CreateTempSubdirectory("medaid-stores-").FullName;

    public EmbeddedFolder() => Database = EmbeddedDatabase.Open(Path);

    public string Path => System.IO.Path.Combine(folder, "medaid.db");

    public EmbeddedDatabase Database { get; private set; }

    public void Reopen()
    {
        Database.Dispose();
        Database = EmbeddedDatabase.Open(Path);
    }

    /// <summary>Runs a script; what SQLite says if it refuses, else null.</summary>
    public string? Run(string sql)
    {
        try
        {
            using var connection = Connect();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
            return null;
        }
        catch (SqliteException refused)
        {
            return refused.Message;
        }
    }

    public IReadOnlyList<string> Ask(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var row = command.ExecuteReader();
        var answers = new List<string>();
        while (row.Read())
        {
            answers.Add(row.GetString(0));
        }

        return answers;
    }

    public Task RemoveAsync()
    {
        Database.Dispose();
        Directory.Delete(folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>A connection as a forger would open it: without foreign keys.</summary>
    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path};Foreign Keys=False;Pooling=False");
        connection.Open();
        return connection;
    }
}
