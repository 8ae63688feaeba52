using System.Data;
using System.Data.Common;
using System.Text;

namespace MedAid.Settlement.Sql;

/// <summary>
/// One connection, perhaps in a transaction, on which portable SQL is run. Where the database takes an array for a list of keys
/// (<paramref name="hasArrays"/>), a query by keys has one text whatever their number, so that it is planned once for a connection.
/// </summary>
public sealed class SqlSession(
    DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken, bool hasArrays = false)
{
    /// <summary>Runs a statement; returns how many rows it touched.</summary>
    public async Task<int> ExecuteAsync(string sql, params object?[] values)
    {
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>All rows of a query.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<DbDataReader, T> map, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await row.ReadAsync(cancellationToken))
        {
            rows.Add(map(row));
        }

        return rows;
    }

    /// <summary>
    /// Rows of a query until it is enough. The columns of a row are read in their order, each once; a large one may be read as a stream.
    /// </summary>
    public async Task<List<T>> QueryUntilAsync<T>(string sql, Func<DbDataReader, T> map, Func<List<T>, bool> isEnough, params object?[] values)
    {
        await using var command = Command(sql, values);
        await using var row = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);
        var rows = new List<T>();
        while (!isEnough(rows) && await row.ReadAsync(cancellationToken))
        {
            rows.Add(map(row));
        }

        return rows;
    }

    /// <summary>
    /// All rows of a query whose text ends with <c>IN {0}</c> or has it once: the list of keys goes there, in parts if it is long. Another value
    /// goes where <c>{1}</c> stands.
    /// </summary>
    public async Task<List<T>> QueryInAsync<TKey, T>(
        string sql, IReadOnlyList<TKey> keys, Func<DbDataReader, T> map, object? other = null)
    {
        var rows = new List<T>();
        foreach (var part in keys.Chunk(Limits.ParametersOfStatementMax))
        {
            if (hasArrays)
            {
                var ofArray = sql.Replace("IN {0}", "= ANY (@0)", StringComparison.Ordinal).Replace("{1}", "@1", StringComparison.Ordinal);
                rows.AddRange(await QueryAsync(ofArray, map, other is null ? [ArrayOf(part)] : [ArrayOf(part), other]));
                continue;
            }

            var list = new StringBuilder("(").AppendJoin(", ", part.Select((_, i) => $"@{i}")).Append(')');
            var text = sql.Replace("{0}", list.ToString(), StringComparison.Ordinal)
                .Replace("{1}", $"@{part.Length}", StringComparison.Ordinal);
            object?[] values = [.. part.Select(key => (object?)key)];
            rows.AddRange(await QueryAsync(text, map, other is null ? values : [.. values, other]));
        }

        return rows;
    }

    /// <summary>
    /// Inserts rows, many by one statement. <paramref name="into"/> is the text before VALUES, <paramref name="conflict"/> what follows it.
    /// </summary>
    public async Task<int> InsertAsync(string into, IReadOnlyList<object?[]> rows, string conflict = "")
    {
        var inserted = 0;
        DbCommand? full = null;
        foreach (var part in rows.Count == 0 ? [] : rows.Chunk(Math.Max(1, Limits.ParametersOfStatementMax / rows[0].Length)))
        {
            object?[] values = [.. part.SelectMany(r => r)];
            if (full is null || full.Parameters.Count != values.Length)
            {
                await DisposeAsync(full);
                full = Command($"{into} VALUES {Places(part.Length, part[0].Length)} {conflict}", values);
            }

            inserted += await ExecuteAsync(full, values);
        }

        await DisposeAsync(full);
        return inserted;
    }

    /// <summary>Runs one statement for each row of values.</summary>
    public async Task ExecuteEachAsync(string sql, IReadOnlyList<object?[]> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = Command(sql, rows[0]);
        foreach (var values in rows)
        {
            await ExecuteAsync(command, values);
        }
    }

    /// <summary>Keys as an array of what the driver knows.</summary>
    private static Array ArrayOf<TKey>(TKey[] keys)
    {
        object[] values = [.. keys.Select(key => SqlValues.Of(key))];
        var array = Array.CreateInstance(values[0].GetType(), values.Length);
        values.CopyTo(array, 0);
        return array;
    }

    private static string Places(int rows, int width)
    {
        var places = new StringBuilder();
        for (var i = 0; i < rows; i++)
        {
            places.Append(i == 0 ? "(" : ", (").AppendJoin(", ", Enumerable.Range(i * width, width).Select(n => $"@{n}")).Append(')');
        }

        return places.ToString();
    }

    private static ValueTask DisposeAsync(DbCommand? command) => command?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<int> ExecuteAsync(DbCommand command, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = SqlValues.Of(values[i]);
        }

        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private DbCommand Command(string sql, object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = $"@{i}";
            parameter.Value = SqlValues.Of(values[i]);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
