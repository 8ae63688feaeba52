using MedAid.Settlement.Sql;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>A prepared statement whose parameters are given by position, in the order of their names.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }
    }

    public SqliteTransaction? Transaction
    {
        set => command.Transaction = value;
    }

    public void Execute(params ReadOnlySpan<object?> values) => Bind(values).ExecuteNonQuery();

    public SqliteDataReader Query(params ReadOnlySpan<object?> values) => Bind(values).ExecuteReader();

    public void Dispose() => command.Dispose();

    private SqliteCommand Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = SqlValues.Of(values[i]);
        }

        return command;
    }
}
