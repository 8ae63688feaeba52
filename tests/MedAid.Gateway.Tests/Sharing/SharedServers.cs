using System.Diagnostics;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Cache;
using MedAid.Stores.Tests.Postgres;
using Npgsql;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>A PostgreSQL and a Redis that the gateways of one test share, and that the test may kill.</summary>
internal sealed class SharedServers : IAsyncDisposable
{
    private readonly string personKey = Convert.ToBase64String(Guid.NewGuid().ToByteArray().Concat(Guid.NewGuid().ToByteArray()).ToArray());

    private readonly DirectoryInfo keys = Directory.CreateTempSubdirectory("medaid-keys-");

    private SharedServers(PrivateServer postgres) => Postgres = postgres;

    public PrivateServer Postgres { get; }

    public OwnRedis Redis { get; } = new();

    /// <summary>Both servers, created; PostgreSQL runs only if asked for.</summary>
    public static async Task<SharedServers> CreateAsync(bool running = true)
    {
        var servers = new SharedServers(await PrivateServer.CreateAsync());
        await File.WriteAllTextAsync(servers.DetailKeysFile, $"k1-shared {servers.personKey}\n");
        if (running)
        {
            await servers.Postgres.StartAsync();
        }

        await servers.Redis.StartAsync();
        return servers;
    }

    /// <summary>The settings of a gateway on these servers.</summary>
    public (string Name, string Value)[] Settings(bool withRedis = true, int? postgresPort = null) =>
    [
        ("Postgres", Address(postgresPort ?? Postgres.Port)),
        ("Redis", withRedis ? $"127.0.0.1:{Redis.Port}" : ""),
        ("PersonKey", personKey),
        ("DetailKeysFile", DetailKeysFile),
    ];

    public Task<GatewayProcess> GatewayAsync(bool withRedis = true) => GatewayProcess.StartAsync(null, Settings(withRedis));

    /// <summary>One command to Redis as an administrator would type it, and what it says.</summary>
    public async Task<string> RedisAsync(params string[] command)
    {
        using var client = Process.Start(new ProcessStartInfo("redis-cli", ["-p", $"{Redis.Port}", .. command])
        {
            RedirectStandardOutput = true,
        })!;
        var answer = await client.StandardOutput.ReadToEndAsync().WaitAsync(GatewayProcess.Patience);
        await client.WaitForExitAsync().WaitAsync(GatewayProcess.Patience);
        Assert.Equal(0, client.ExitCode);
        return answer;
    }

    /// <summary>One statement to PostgreSQL as an administrator would type it.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{Address(Postgres.Port)};Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Everything that is in the books, oldest first, after they have been proved.</summary>
    public async Task<IReadOnlyList<StoredSettlement>> ProvenBooksAsync()
    {
        await using var database = new PostgresDatabase(Address(Postgres.Port));
        await using var ledger = new PostgresLedger(database);
        var proof = await ledger.VerifyAsync(CancellationToken.None).WaitAsync(GatewayProcess.Patience);
        Assert.Empty(proof.Differences);
        var all = await ledger.ListAsync(new SettlementFilter { Limit = 1_000_000 }, CancellationToken.None).WaitAsync(GatewayProcess.Patience);
        Assert.Equal(proof.Settlements, all.Count);
        return [.. all.Reverse()];
    }

    public async ValueTask DisposeAsync()
    {
        await Redis.DisposeAsync();
        await Postgres.DisposeAsync();
        keys.Delete(recursive: true);
    }

    private string DetailKeysFile => Path.Combine(keys.FullName, "detail.keys");

    private string Address(int port) =>
        new NpgsqlConnectionStringBuilder(Postgres.Address) { Port = port, SslMode = SslMode.Disable }.ToString();
}
