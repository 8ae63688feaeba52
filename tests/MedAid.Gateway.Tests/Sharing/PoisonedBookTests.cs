using MedAid.Clearing.Books;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>
/// A clearing book that holds records which do not fit: a payment of 92,233,720,368,547,758.07 yuan, and one that rests on it. Everything else
/// goes on, on every gateway and after a restart; two persons take them out, and the book is clean.
/// </summary>
public sealed class PoisonedBookTests
{
    private const string Hospital = Requests.CountyHospital;
    private const string County = "141123";
    private const string SetAside = "BookKeeping[1305]";

    [Fact]
    public async Task An_embedded_book_goes_on_beside_records_that_do_not_fit()
    {
        var data = GatewayProcess.NewDataFolder();
        string agreement;
        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            agreement = await BeginAsync(gateway);
        }

        using (var database = EmbeddedDatabase.Open(Path.Combine(data.FullName, "medaid.db")))
        {
            await PoisonAsync(new ClearingBookStore(new EmbeddedSql(database)));
        }

        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            gateway.Declare(SetAside);
            await GoesOnAsync(gateway, agreement, "a");
        }

        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            gateway.Declare(SetAside);
            await GoesOnAsync(gateway, agreement, "b");
            await TakeOutAsync(gateway);
            await IsCleanAsync(gateway);
        }

        await using (var gateway = await GatewayProcess.InsideAsync(data))
        {
            await IsCleanAsync(gateway);
        }

        data.Delete(recursive: true);
    }

    [SharedFact]
    public async Task Two_gateways_go_on_beside_records_that_do_not_fit()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using var one = await servers.GatewayAsync(withRedis: false);
        await using var other = await servers.GatewayAsync(withRedis: false);
        var agreement = await BeginAsync(one);
        await using (var database = new PostgresDatabase(servers.Settings().Single(s => s.Name == "Postgres").Value))
        {
            await PoisonAsync(new ClearingBookStore(new PostgresSql(database)));
        }

        one.Declare(SetAside);
        other.Declare(SetAside);
        await GoesOnAsync(one, agreement, "a");
        await GoesOnAsync(other, agreement, "b");
        await using (var later = await servers.GatewayAsync(withRedis: false))
        {
            later.Declare(SetAside);
            await GoesOnAsync(later, agreement, "c");
        }

        await TakeOutAsync(other);
        await IsCleanAsync(one);
        await IsCleanAsync(other);
    }

    /// <summary>An agreement, a debt under it, an advance and a payment.</summary>
    private static async Task<string> BeginAsync(GatewayProcess gateway)
    {
        var signed = await new PatientAccountService.PatientAccountServiceClient(gateway.Channel).SignAgreementAsync(new()
        {
            RequestId = "sign-1", IdNumber = Requests.Jia, HospitalCode = Hospital, Number = "2026-001", SignedDate = "2026-03-02",
        });
        await gateway.Settlements.SettleAsync(Requests.Sample("owed-1"));
        await PayAsync(gateway, "B0", 1_00);
        return signed.AgreementId;
    }

    /// <summary>Writes two records that do not fit past the gateway.</summary>
    internal static async Task PoisonAsync(ClearingBookStore book)
    {
        var lines = await book.ReadAsync(0, 1_000, default);
        var (number, head) = (lines[^1].Record.Number, lines[^1].Hash);
        (RecordKind Kind, PaymentFact Fact)[] bad =
        [
            (RecordKind.PaymentRecorded, new PaymentFact("B1", new DateOnly(2026, 4, 1), long.MaxValue, 0)),
            (RecordKind.PaymentMatched, new PaymentFact("B1", new DateOnly(2026, 4, 1), long.MaxValue, 0)),
        ];
        foreach (var (kind, fact) in bad)
        {
            var record = new ClearingRecord
            {
                Number = ++number, Kind = kind, RequestId = $"bad-{number}", ContentHash = "", Operator = "x", RecordedTime = DateTimeOffset.UnixEpoch,
                HospitalCode = new(Hospital), CountyCode = new(County), Payment = fact,
                Entries =
                [
                    new Settlement.Ledger.JournalEntry(Settlement.Ledger.Account.Bank, new CountyCode(County), default, new Fen(long.MaxValue)), new Settlement.Ledger.JournalEntry(Settlement.Ledger.Account.UnmatchedReceipt, new CountyCode(County), default, new Fen(-long.MaxValue)),
                ],
            };
            var line = Chain.Link(record, head);
            Assert.True(await book.AppendAsync(line, default));
            head = line.Hash;
        }
    }

    private static async Task GoesOnAsync(GatewayProcess gateway, string agreement, string id)
    {
        var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
        var accounts = new PatientAccountService.PatientAccountServiceClient(gateway.Channel);
        var head = (await gateway.GetAsync("/v1/journal:head")).Read<BookHead>();
        Assert.Equal(["到账", "到账认领"], head.SetAsideRecords.Select(r => r.Title));
        Assert.Equal("到账 B1 的金额超出范围", head.SetAsideRecords[0].Reason);
        await SaysAsync(gateway, "degraded");
        var differences = (await gateway.ProveByJsonAsync()).Differences;
        Assert.Equal(2, differences.Count);
        Assert.Contains($"往来账第 {head.SetAsideRecords[0].RecordNumber} 条（到账）与前面的记录不相容", differences[0], StringComparison.Ordinal);

        // A settlement under the agreement, its debt, payments, deposits and every paper.
        var settled = await gateway.Settlements.SettleAsync(Requests.Outpatient($"stay-{id}", Requests.Jia, "2026-03-02", 100_00).With(v =>
        {
            v.Care = Care.Inpatient;
            v.AgreementId = agreement;
        }));
        Assert.Equal(0, settled.Settlement.PayNowFen);
        await PayAsync(gateway, $"B-{id}", 2_00);
        await accounts.TakeDepositAsync(new()
        {
            RequestId = $"deposit-{id}", IdNumber = Requests.Wei, HospitalCode = Hospital, AmountFen = 5_00,
        });
        var owed = Assert.Single((await clearing.AgeReceivablesAsync(new())).Counties, c => c.CountyCode == County);
        Assert.True(owed.OutstandingFen >= 33_13);
        string[] reads =
        [
            "/v1/receivables", "/v1/patientAccounts:age", "/v1/statements/141123?from_date=2026-01-01&to_date=2026-12-31&with_page=true",
            "/v1/journal:balance?from_date=2026-01-01&to_date=2099-12-31", "/v1/journal/accounts/bank/entries?from_date=2026-01-01&to_date=2099-12-31",
        ];
        foreach (var path in reads)
        {
            Assert.Equal(200, (await gateway.GetAsync(path)).Code);
        }

        // The poisoned request itself: it was written once and counts for nothing.
        var again = await DoorError.ByGrpcAsync(clearing.MatchPaymentAsync(new()
        {
            RequestId = $"bad-{head.SetAsideRecords[0].RecordNumber}", PaymentId = "B0",
        }));
        Assert.Equal("RECORD_SET_ASIDE", again.Reason);
    }

    private static async Task TakeOutAsync(GatewayProcess gateway)
    {
        var journal = new JournalService.JournalServiceClient(gateway.Channel);
        foreach (var record in (await journal.GetBookHeadAsync(new())).SetAsideRecords)
        {
            VoidRecordRequest Request(string key, string second) => new()
            {
                RequestId = $"{key}-{record.RecordNumber}", RecordNumber = record.RecordNumber, Note = "录入错误", CheckedBy = second,
            };
            var same = await DoorError.ByGrpcAsync(journal.VoidRecordAsync(Request("same", "李会计 ")));
            Assert.Equal("SECOND_OPERATOR_NEEDED", same.Reason);
            var taken = await journal.VoidRecordAsync(Request("void", "赵科长"));
            Assert.Equal((record.RecordNumber, false), (taken.VoidedRecordNumber, taken.Replayed));
            Assert.True((await journal.VoidRecordAsync(Request("void", "赵科长"))).Replayed);
        }

        var none = await DoorError.ByGrpcAsync(journal.VoidRecordAsync(new()
        {
            RequestId = "none", RecordNumber = 1, Note = "录入错误", CheckedBy = "赵科长",
        }));
        Assert.Equal("RECORD_NOT_SET_ASIDE", none.Reason);
    }

    private static async Task IsCleanAsync(GatewayProcess gateway)
    {
        Assert.Empty((await gateway.GetAsync("/v1/journal:head")).Read<BookHead>().SetAsideRecords);
        Assert.Empty((await gateway.ProveByJsonAsync()).Differences);
        await SaysAsync(gateway, "up");
    }

    /// <summary>Readiness may be a second old.</summary>
    private static async Task<TimeSpan> SaysAsync(GatewayProcess gateway, string status) => await Waiting.Until($"/readyz says that the book is {status}", async () =>
        await gateway.GetAsync("/readyz") is { Code: 200 } ready
        && ready.Text.Contains($"\"name\":\"clearing\",\"status\":\"{status}\"", StringComparison.Ordinal));

    private static async Task PayAsync(GatewayProcess gateway, string paymentId, long fen) =>
        await new ClearingService.ClearingServiceClient(gateway.Channel).RecordPaymentAsync(new()
        {
            RequestId = $"pay-{paymentId}", PaymentId = paymentId, HospitalCode = Hospital, CountyCode = County, PaidDate = "2026-04-01",
            ReceivedFen = fen,
        });
}
