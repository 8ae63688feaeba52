using System.Globalization;
using Grpc.Net.Client;
using MedAid.Contract.Settlement.V1;
using Npgsql;

namespace MedAid.LoadTests;

/// <summary>
/// A year of settled visits for every patient: twelve are settled through the gateway for one more patient, and PostgreSQL copies their rows for
/// all others, documents as they are. What advice does not read (requests, outbox) is left out, so no proof holds on such a database.
/// </summary>
internal sealed class PrecheckHistory(string postgres, Visits visits, int patients)
{
    public static readonly DateOnly Day = new(2026, 11, 25);

    private const int VisitsOfYear = 12;
    private const int DaysBetween = 30;
    private const string Marker = "bench_filled";

    // Boxes of 28 days: on the day of the calls the last one has not run out.
    private static readonly string[] Drugs = ["XC08CAA001A001010100001", "XC09CAX001A001010100002", "XA10BAE048A001010100003"];

    private static readonly string[] Copies =
    [
        """
        INSERT INTO settlement (
            settled_at, settlement_id, person_key, request_id, kind, hospital_code, visit_id, batch, stay, stay_part, scheme, county_code,
            admission_day, service_date, dialyses, supplies, gross_fen, waived_fen, hospital_borne_fen, patient_fen, entry_accounts, entry_counties,
            entry_funds, entry_fen, line_layers, line_funds, line_rules, line_paid_fen, line_advanced, change_counters, change_fen, document)
        SELECT (t.service_date + time '08:00') AT TIME ZONE 'Asia/Shanghai' + random() * interval '8 hours',
            'S' || upper(substr(md5(p.person_key || t.visit_id), 1, 24)), p.person_key, 'F' || md5(p.person_key || t.visit_id), t.kind,
            t.hospital_code, t.visit_id || '-' || substr(p.person_key, 2, 10), t.batch, t.stay, t.stay_part, t.scheme, t.county_code,
            t.admission_day, t.service_date, t.dialyses, t.supplies, t.gross_fen, t.waived_fen, t.hospital_borne_fen, t.patient_fen,
            t.entry_accounts, t.entry_counties, t.entry_funds, t.entry_fen, t.line_layers, t.line_funds, t.line_rules, t.line_paid_fen,
            t.line_advanced, t.change_counters, t.change_fen, t.document
        FROM settlement t CROSS JOIN person p WHERE t.person_key = $1 AND p.person_key <> $1
        ORDER BY t.service_date
        """,
        """
        INSERT INTO counter_owner (person_key, scheme)
        SELECT p.person_key, t.scheme FROM counter_owner t CROSS JOIN person p WHERE t.person_key = $1 AND p.person_key <> $1
        """,
        """
        INSERT INTO counter (person_key, scheme, counter, used_fen)
        SELECT p.person_key, t.scheme, t.counter, t.used_fen FROM counter t CROSS JOIN person p WHERE t.person_key = $1 AND p.person_key <> $1
        """,
    ];

    /// <summary>How many rows an earlier run has filled; 0: none, or not to the end.</summary>
    public async Task<long> FilledRowsAsync()
    {
        await using var source = NpgsqlDataSource.Create(postgres);
        await using var exists = source.CreateCommand($"SELECT to_regclass('{Marker}') IS NOT NULL");
        if (!(bool)(await exists.ExecuteScalarAsync())!)
        {
            return 0;
        }

        await using var rows = source.CreateCommand($"SELECT settled FROM {Marker}");
        return (long)(await rows.ExecuteScalarAsync())!;
    }

    public async Task FillAsync(Uri gateway)
    {
        var template = await SettleAsync(gateway);
        await using var source = NpgsqlDataSource.Create(postgres);
        await RunAsync(
            source, "SELECT make_month(m::date) FROM generate_series(date_trunc('month', $1::date), $2::date, interval '1 month') AS m",
            Day.AddDays(-VisitsOfYear * DaysBetween), Day);
        foreach (var copy in Copies)
        {
            await RunAsync(source, copy, template);
        }

        await RunAsync(source, "VACUUM (ANALYZE)");
        await RunAsync(source, $"CREATE TABLE {Marker} AS SELECT count(*) AS settled FROM settlement");
        Console.Error.WriteLine($"filled: {await FilledRowsAsync()} settlements of {patients} patients");
    }

    /// <summary>Settles the year of the patient after the last; returns the person's key.</summary>
    private async Task<string> SettleAsync(Uri gateway)
    {
        using var channel = GrpcChannel.ForAddress(gateway);
        var client = new SettlementService.SettlementServiceClient(channel);
        var person = "";
        for (var number = 1; number <= VisitsOfYear; number++)
        {
            var request = visits.Settle("history", patients, number);
            request.Visit.ServiceDate = Day.AddDays((number - VisitsOfYear - 1) * DaysBetween + 10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            foreach (var (item, code) in request.Visit.Items.TakeLast(Drugs.Length).Zip(Drugs))
            {
                (item.Code, item.Name, item.Category, item.UnitPriceYuan, item.Quantity, item.AmountFen) = (code, "", "", "20.00", "1", 20_00);
            }

            person = (await client.SettleAsync(request)).Settlement.PersonKey;
        }

        return person;
    }

    private static async Task RunAsync(NpgsqlDataSource source, string sql, params object[] values)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 0;
        command.Parameters.AddRange(values.Select(v => new NpgsqlParameter { Value = v }).ToArray());
        await command.ExecuteNonQueryAsync();
    }
}
