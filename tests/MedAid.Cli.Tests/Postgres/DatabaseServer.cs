using MedAid.Stores.Tests.Postgres;
using Npgsql;

namespace MedAid.Cli.Tests.Postgres;

/// <summary>One server for the tests of a class; each has a database of its own.</summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    private PrivateServer server = null!;

    public async Task InitializeAsync()
    {
        if (!ServerFactAttribute.IsMissing)
        {
            server = await PrivateServer.CreateAsync();
            await server.StartAsync();
        }
    }

    public async Task DisposeAsync()
    {
        if (!ServerFactAttribute.IsMissing)
        {
            await server.DisposeAsync();
        }
    }

    /// <summary>A new, empty database, by the connection string of its owner.</summary>
    internal async Task<string> NewDatabaseAsync()
    {
        var name = $"d{Guid.NewGuid():N}";
        await RunAsync(server.Address, $"CREATE DATABASE {name}");
        return new NpgsqlConnectionStringBuilder(server.Address) { Database = name, SslMode = SslMode.Disable }.ToString();
    }

    internal static async Task RunAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
