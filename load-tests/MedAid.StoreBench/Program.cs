using System.Diagnostics;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.StoreBench;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using Npgsql;

// Usage: MedAid.StoreBench [seconds a round] [embedded|postgres]   with MEDAID_TEST_POSTGRES set; prints one line a round.
//        MedAid.StoreBench book RECORDS FOLDER|CONNECTION        fills a new database with a clearing book of so many records.
if (args is ["book", var records, var place])
{
    await BookFill.RunAsync(int.Parse(records), place);
    return 0;
}

var seconds = args.Length > 0 ? int.Parse(args[0]) : 5;
var only = args.Length > 1 ? args[1] : "";
var sample = Dialysis.Posting("size", "P");
Console.WriteLine($"a stored document has {SettlementCodec.Encode(sample.Prepare(new long[3], []).Record!.Document).Length} bytes");
var watch = Stopwatch.StartNew();
for (var i = 0; i < 5_000; i++)
{
    SettlementCodec.Encode(sample.Prepare(new long[3], []).Record!.Document);
}

Console.WriteLine($"preparing and encoding one takes {watch.Elapsed.TotalMicroseconds / 5_000:0.0} us");

if (only != "postgres")
{
    var folder = Directory.CreateTempSubdirectory("medaid-bench-");
    using (var embedded = EmbeddedDatabase.Open(Path.Combine(folder.FullName, "medaid.db")))
    {
        await using var ledger = new EmbeddedLedger(embedded);
        await MeasureAsync("embedded", ledger);
    }

    folder.Delete(recursive: true);
}

if (only != "embedded" && Environment.GetEnvironmentVariable("MEDAID_TEST_POSTGRES") is { Length: > 0 } address)
{
    var schema = $"bench{Environment.ProcessId}";
    await RunAsync(address, $"CREATE SCHEMA {schema}");
    await using (var database = new PostgresDatabase(new NpgsqlConnectionStringBuilder(address) { SearchPath = schema }.ToString()))
    {
        await using var ledger = new PostgresLedger(database);
        await MeasureAsync("postgres", ledger);
    }

    await RunAsync(address, $"DROP SCHEMA {schema} CASCADE");
}

return 0;

async Task MeasureAsync(string name, ILedger ledger)
{
    await RoundAsync(ledger, 32, TimeSpan.FromSeconds(2), "warm");
    foreach (var inFlight in new[] { 1, 32, 128 })
    {
        var (count, latencies, took) = await RoundAsync(ledger, inFlight, TimeSpan.FromSeconds(seconds), $"{name}{inFlight}");
        latencies.Sort();
        Console.WriteLine(
            $"{name,-9} {inFlight,4} in flight: {count / took.TotalSeconds,8:0} /s   p50 {latencies[latencies.Count / 2],7:0.00} ms"
            + $"   p99 {latencies[latencies.Count * 99 / 100],7:0.00} ms");
    }

    var proof = await ledger.VerifyAsync(CancellationToken.None);
    Console.WriteLine($"{name,-9} proof: {proof.Settlements} settlements, {proof.Differences.Count} differences");
}

static async Task<(int Count, List<double> Latencies, TimeSpan Took)> RoundAsync(
    ILedger ledger, int inFlight, TimeSpan duration, string round)
{
    var from = Stopwatch.GetTimestamp();
    var all = await Task.WhenAll(Enumerable.Range(0, inFlight).Select(caller => Task.Run(async () =>
    {
        var latencies = new List<double>();
        for (var i = 0; Stopwatch.GetElapsedTime(from) < duration; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await ledger.PostAsync(Dialysis.Posting($"{round}-{caller}-{i}", $"P{((i * 131) + caller) % 20_000}"), CancellationToken.None);
            latencies.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return latencies;
    })));
    return (all.Sum(l => l.Count), [.. all.SelectMany(l => l)], Stopwatch.GetElapsedTime(from));
}

static async Task RunAsync(string address, string sql)
{
    await using var connection = new NpgsqlConnection(address);
    await connection.OpenAsync();
    await using var command = new NpgsqlCommand(sql, connection);
    await command.ExecuteNonQueryAsync();
}
