using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>
/// A PostgreSQL server of one test, which may be killed. Made as eng/services.sh makes its own: by initdb, on a free port of 127.0.0.1, as
/// user postgres when we are root.
/// </summary>
internal sealed class PrivateServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = Waiting.Longest;

    private readonly string folder;
    private readonly int port = Ports.Free();

    private PrivateServer(string? folder) =>
        this.folder = folder is null ? Directory.CreateTempSubdirectory("medaid-postgres-").FullName : Directory.CreateDirectory(folder).FullName;

    public string Address => $"Host=127.0.0.1;Port={port};Username=medaid;Database=postgres";

    public int Port => port;

    private string Data => Path.Combine(folder, "data");

    /// <summary>A server that is created but does not run yet; in a folder that the test chose, if it did.</summary>
    public static async Task<PrivateServer> CreateAsync(string? folder = null)
    {
        var server = new PrivateServer(folder);
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres:", server.folder);
        }

        await AsPostgresAsync(
            Binary("initdb"), "-D", server.Data, "-U", "medaid", "-A", "trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync");
        return server;
    }

    public Task StartAsync(params string[] settings) => AsPostgresAsync(
        Binary("pg_ctl"), "-D", Data, "-l", Path.Combine(Data, "server.log"), "-w", "-t", "240", "-o",
        $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' {string.Join(' ', settings.Select(s => $"-c {s}"))}",
        "start");

    /// <summary>Asks everybody but user medaid for a password from now on.</summary>
    public async Task AskForPasswordsAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Data, "pg_hba.conf"), "host all medaid 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n");
        await AsPostgresAsync(Binary("pg_ctl"), "-D", Data, "reload");
    }

    /// <summary>Stops everything that serves a connection where it stands, or lets it go on; the server itself takes new connections.</summary>
    public Task FreezeAsync(bool frozen) => RunAsync(
        "sh", "-c",
        $"""
        server=$(head -1 {Data}/postmaster.pid)
        for child in $(cat /proc/$server/task/$server/children); do
            if grep -q 'postgres: medaid' /proc/$child/cmdline; then kill -{(frozen ? "STOP" : "CONT")} $child; fi
        done
        """);

    public Task StopAsync() => AsPostgresAsync(Binary("pg_ctl"), "-D", Data, "-m", "fast", "-w", "-t", "240", "stop");

    /// <summary>The end without warning: <c>kill -9</c> of the server and all its children.</summary>
    public async Task KillAsync()
    {
        var pid = int.Parse(
            (await File.ReadAllLinesAsync(Path.Combine(Data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        await RunAsync("kill", "-9", pid.ToString(CultureInfo.InvariantCulture));

        // Its children see that it is gone and end; until then they hold its memory.
        await Waiting.Until("PostgreSQL is gone", async () => !Directory.Exists($"/proc/{pid}") && !await AnswersAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (await AnswersAsync())
        {
            await AsPostgresAsync(Binary("pg_ctl"), "-D", Data, "-m", "immediate", "-w", "-t", "240", "stop");
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Task AsPostgresAsync(params string[] command) => Environment.UserName == "root"
        ? RunAsync(["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", .. command])
        : RunAsync(command);

    private static async Task RunAsync(params string[] command)
    {
        // Not over pipes: a server that is started here would inherit and hold them.
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", .. command])
        {
            WorkingDirectory = "/",
        })!;
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    private static string Binary(string name) =>
        Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(d => Path.Combine(d, "bin", name)).Last(File.Exists);
}
