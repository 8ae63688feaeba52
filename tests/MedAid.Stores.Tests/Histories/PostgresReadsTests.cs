using System.Globalization;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;
using MedAid.Stores.Tests.Postgres;
using Xunit.Abstractions;

namespace MedAid.Stores.Tests.Histories;

/// <summary>
/// What a gateway reads of a table does not grow with the table. Its statements are planned while PostgreSQL knows the tables to be nearly empty,
/// and no statistics come later: so a plan that reads a whole table or index is kept, those of triggers too.
/// </summary>
[NeedsPostgres]
public sealed class PostgresReadsTests(ITestOutputHelper report)
{
    private const int Persons = 100;
    private const int PostingsOfPerson = 4;

    /// <summary>A visit reads its ten counters, and of each other table a row or two. A whole table of visits would be 50 rows on average.</summary>
    private const int RowsOfPosting = 25;

    private const string Analyze =
        """
        DO $$ DECLARE found text; BEGIN
            FOR found IN SELECT oid::regclass::text FROM pg_class WHERE relnamespace = current_schema::regnamespace AND relkind = 'r' LOOP
                EXECUTE format('ANALYZE %s', found);
                EXECUTE format('ALTER TABLE %s SET (autovacuum_enabled = false)', found);
            END LOOP;
        END $$
        """;

    /// <summary>After how many persons plans are made anew, with the statistics of then.</summary>
    private static readonly int[] Analyzed = [1, 5, 20];

    private const string ReadRows =
        """
        SELECT string_agg(name || ' ' || rows, chr(10) ORDER BY rows DESC) FROM (
            SELECT relname AS name, seq_tup_read AS rows FROM pg_stat_user_tables WHERE schemaname = current_schema
            UNION ALL SELECT indexrelname, idx_tup_read FROM pg_stat_user_indexes WHERE schemaname = current_schema) r
        """;

    private const string WrittenRequests =
        "SELECT n_tup_ins FROM pg_stat_user_tables WHERE schemaname = current_schema AND relname = 'request'";

    private static readonly YearLaw Law = YearLaw.Read();

    [ContractFact]
    public async Task No_statement_of_a_batch_reads_a_whole_table_or_index_though_it_was_planned_on_an_empty_one()
    {
        var schema = await PostgresSchema.CreateAsync();
        await using (var database = schema.Open())
        await using (var ledger = new PostgresLedger(database))
        {
            for (var person = 0; person < Persons; person++)
            {
                if (Analyzed.Contains(person))
                {
                    Assert.Null(await schema.RunAsync(Analyze));
                }

                await SettleAsync(ledger, person);
            }
        }

        // What a session did is counted for good when it has ended.
        await Waiting.Until(
            "what was written is counted", async () => (await schema.AskAsync(WrittenRequests))?.Equals((long)Persons * PostingsOfPerson) == true);
        var read = await ReadAsync(schema);
        report.WriteLine(string.Join(", ", read.Where(r => r.Rows > 0).Select(r => $"{r.Name} {r.Rows}")));
        Assert.All(read, r => Assert.True(r.Rows <= RowsOfPosting * Persons * PostingsOfPerson, $"{r.Name}: {r.Rows} rows were read"));
        await schema.RemoveAsync();
    }

    /// <summary>Two bills of a stay, the first sent twice, the second undone, and the visit of another day: one after the other, so each is a batch.</summary>
    private static async Task SettleAsync(PostgresLedger ledger, int person)
    {
        var patients = new Patients(person);
        var office = new HistoryOffice(ledger, Law.Books, patients);
        var bill = new Bill
        {
            Person = 0, Hospital = YearLaw.Hospitals[0], VisitId = $"V{person}", Stay = "S1", Batch = "1", Date = new DateOnly(2025, 3, 2),
            Care = Care.Inpatient, Items = [new BillItem("A1", "", 4000m, 1m, 0)],
        };
        await SendAsync(office, new Call($"r{person}-1", bill));
        await SendAsync(office, new Call($"r{person}-1", bill));
        await SendAsync(office, new Call($"r{person}-2", bill with { Batch = "2" }));
        await SendAsync(office, new Call($"r{person}-3", null, new Undo(bill.Hospital.Code.Text, SettlementIds.Of($"r{person}-2").Text, "退费")));
        await SendAsync(office, new Call($"r{person}-4", bill with { VisitId = $"W{person}", Stay = "", Batch = "", Care = Care.Outpatient }));
    }

    private static async Task SendAsync(HistoryOffice office, Call call)
    {
        Answer<Settled> answer = await office.SendAsync(call).Within();
        Assert.True(answer.Value is not null, $"{answer.Refusal}");
    }

    private static async Task<IReadOnlyList<(string Name, long Rows)>> ReadAsync(PostgresSchema schema) =>
    [
        .. ((string)(await schema.AskAsync(ReadRows))!).Split('\n').Select(line => line.Split(' '))
            .Select(parts => (parts[0], long.Parse(parts[1], CultureInfo.InvariantCulture))),
    ];
}
