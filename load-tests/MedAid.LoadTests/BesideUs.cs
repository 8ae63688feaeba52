using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using StackExchange.Redis;

namespace MedAid.LoadTests;

/// <summary>The limits beside us, measured in the same run: one Redis GET, and PostgreSQL writing the same rows without us.</summary>
internal static partial class BesideUs
{
    /// <summary>How long one GET of a value of a person's size takes, one after the other.</summary>
    public static async Task<Histogram> RedisGetAsync(string server, TimeSpan length)
    {
        using var connection = await ConnectionMultiplexer.ConnectAsync(server);
        var database = connection.GetDatabase();
        await database.StringSetAsync("bench:person", new byte[400], TimeSpan.FromMinutes(5));
        var latency = new Histogram();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < length)
        {
            var before = Stopwatch.GetTimestamp();
            await database.StringGetAsync("bench:person");
            latency.Record(Stopwatch.GetElapsedTime(before));
        }

        await database.KeyDeleteAsync("bench:person");
        return latency;
    }

    /// <summary>Transactions a second, and their mean latency in microseconds, of pgbench with so many clients.</summary>
    public static async Task<(long PerSecond, long MeanUs)> PgbenchAsync(
        string pgbench, string host, string port, string user, string database, string script, int clients, TimeSpan length)
    {
        var seconds = ((int)length.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var arguments = new[]
        {
            "-n", "-h", host, "-p", port, "-U", user, "-f", script, "-M", "prepared", "-T", seconds, "-j", "2",
            "-c", clients.ToString(CultureInfo.InvariantCulture), database,
        };
        using var process = Process.Start(new ProcessStartInfo(pgbench, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"pgbench: {await process.StandardError.ReadToEndAsync()}");
        }

        var perSecond = (long)Number(Tps(), output);
        var meanUs = (long)(Number(Latency(), output) * 1_000);
        return (perSecond, meanUs);
    }

    private static double Number(Regex pattern, string output) =>
        double.Parse(pattern.Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = ([\d.]+)")]
    private static partial Regex Tps();

    [GeneratedRegex(@"latency average = ([\d.]+) ms")]
    private static partial Regex Latency();
}
