using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using Npgsql;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>A schema of its own on a server of the tests.</summary>
internal sealed class PostgresSchema
{
    private readonly string server;

    private PostgresSchema(string server, string name)
    {
        this.server = server;
        Name = name;
    }

    public string Name { get; }

    /// <summary>What a gateway would be given.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(server) { SearchPath = Name, MaxPoolSize = 10 }.ToString();

    public static async Task<PostgresSchema> CreateAsync(string? server = null)
    {
        server ??= NeedsPostgresAttribute.Address ?? throw new InvalidOperationException(NeedsPostgresAttribute.Missing);
        var schema = new PostgresSchema(server, $"t{Guid.NewGuid():N}");
        Assert.Null(await RunAsync(server, $"CREATE SCHEMA {schema.Name}"));
        return schema;
    }

    public PostgresDatabase Open() => new(ConnectionString);

    /// <summary>Runs a script; what PostgreSQL says if it refuses, else null.</summary>
    public Task<string?> RunAsync(string sql) => RunAsync(ConnectionString, sql);

    public async Task<object?> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Unpooled(ConnectionString));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    public async Task RemoveAsync() => Assert.Null(await RunAsync(server, $"DROP SCHEMA {Name} CASCADE"));

    private static string Unpooled(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ToString();

    private static async Task<string?> RunAsync(string connectionString, string sql)
    {
        try
        {
            await using var connection = new NpgsqlConnection(Unpooled(connectionString));
            await connection.OpenAsync();
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException refused)
        {
            return refused.MessageText;
        }
    }
}
