using MedAid.Stores.Postgres;
using Npgsql;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>A server of its own, the line to it, which a test cuts, and the database as a gateway sees it through that line.</summary>
internal sealed class CutServer : IAsyncDisposable
{
    private CutServer(PrivateServer server)
    {
        Server = server;
        Line = new CuttingProxy(server.Port);
        Database = new PostgresDatabase(
            new NpgsqlConnectionStringBuilder(server.Address) { Port = Line.Port, SslMode = SslMode.Disable }.ToString());
    }

    public PrivateServer Server { get; }

    public CuttingProxy Line { get; }

    public PostgresDatabase Database { get; }

    /// <summary>One that is not running yet.</summary>
    public static async Task<CutServer> CreateAsync() => new(await PrivateServer.CreateAsync());

    /// <summary>One that is running.</summary>
    public static async Task<CutServer> StartAsync()
    {
        var made = await CreateAsync();
        await made.Server.StartAsync();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        await Line.DisposeAsync();
        await Server.DisposeAsync();
    }
}
