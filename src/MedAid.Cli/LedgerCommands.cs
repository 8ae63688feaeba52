using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Clearing;
using MedAid.Clearing.Ports;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Clearing;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;

namespace MedAid.Cli;

/// <summary>`medaid ledger …`: proves the books by themselves, whatever the gateway says.</summary>
internal static class LedgerCommands
{
    public static Command Create() => new("ledger", "账本：核对、总账、明细账")
    {
        Verify(), VerifyChain(), LedgerReports.Head(), LedgerReports.Balance(), LedgerReports.Account(),
    };

    private static Command Verify()
    {
        var json = PolicyCommands.JsonOption();
        var command = new Command(
            "verify",
            "核对账本和往来账：分录借贷相平、累计等于逐笔重算、单据与登记一致、撤销与原结算互为相反数、往来账链条完整、总账等于分录合计、"
            + "逐笔应收等于总账余额；有差异时退出码为 1。账本按网关的设置找（MEDAID__POSTGRES 或 MEDAID__DATAFOLDER）；单机账本要先停网关") { json };
        command.SetAction((parsed, cancellation) => StoreCalls.GuardAsync(async () =>
        {
            var (proof, book) = await WithBooksAsync(GatewayHost.ReadSettings(), async (ledger, book) =>
                (await ledger.VerifyAsync(cancellation), await BookProof.OfAsync(ledger, book, "", cancellation)));
            string[] differences = [.. proof.Differences, .. book.Differences];
            if (parsed.GetValue(json))
            {
                Terminal.Json(Json(proof, book, differences));
            }
            else
            {
                Array.ForEach(differences, Console.Out.WriteLine);
                await Console.Out.WriteLineAsync(
                    $"{proof.Settlements} 笔结算，{proof.Entries} 条分录，{proof.Counters} 个累计，{book.Records} 条往来记录，{differences.Length} 处差异");
            }

            return differences.Length == 0 ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }

    private static Command VerifyChain()
    {
        var json = PolicyCommands.JsonOption();
        var head = new Option<string>("--head")
        {
            Description = "以前打印留存的末端哈希；账里已经没有它时退出码为 1", DefaultValueFactory = _ => "",
        };
        var command = new Command(
            "verify-chain", "从头核对往来账的哈希链，连同它所接收的每笔结算；有差异时退出码为 1。账本按网关的设置找") { head, json };
        command.SetAction((parsed, cancellation) => StoreCalls.GuardAsync(async () =>
        {
            var hash = parsed.GetValue(head)!.Trim().ToLowerInvariant();
            var proof = await WithBooksAsync(GatewayHost.ReadSettings(), (ledger, book) => BookProof.OfAsync(ledger, book, hash, cancellation));
            var lost = hash.Length > 0 && proof.FoundNumber is null;
            if (parsed.GetValue(json))
            {
                Terminal.Json(Json(proof, lost));
            }
            else
            {
                proof.Differences.ToList().ForEach(Console.Out.WriteLine);
                if (hash.Length > 0)
                {
                    await Console.Out.WriteLineAsync(lost ? $"账里没有 {hash}：这不是当时的账" : $"{hash} 是第 {proof.FoundNumber} 条，此前未被改动");
                }

                await Console.Out.WriteLineAsync($"{proof.Records} 条记录，{proof.Differences.Count} 处差异，末端 {proof.Head}");
            }

            return lost || proof.Differences.Count > 0 ? ExitCode.Failed : ExitCode.Done;
        }));
        return command;
    }

    /// <summary>Opens ledger and clearing book of the gateway's settings for one piece of work.</summary>
    private static async Task<T> WithBooksAsync<T>(Settings settings, Func<ILedger, IClearingBook, Task<T>> work)
    {
        if (settings.Postgres.Length > 0)
        {
            await using var shared = new PostgresDatabase(settings.Postgres);
            await using var ledger = new PostgresLedger(shared);
            return await work(ledger, new ClearingBookStore(new PostgresSql(shared)));
        }

        using var database = OpenEmbedded(settings);
        await using var embedded = new EmbeddedLedger(database);
        return await work(embedded, new ClearingBookStore(new EmbeddedSql(database)));
    }

    /// <summary>Opens the ledger of the gateway's settings for one piece of work.</summary>
    internal static Task<T> WithLedgerAsync<T>(Settings settings, Func<ILedger, Task<T>> work) =>
        WithBooksAsync(settings, (ledger, _) => work(ledger));

    private static EmbeddedDatabase OpenEmbedded(Settings settings)
    {
        var file = Path.Combine(settings.DataPath, "medaid.db");
        return File.Exists(file)
            ? EmbeddedDatabase.Open(file)
            : throw new LedgerUnavailableException($"没有账本文件 {file}；请用 MEDAID__DATAFOLDER 指明数据目录");
    }

    private static JsonObject Json(LedgerProof proof, BookProof book, string[] differences) => new()
    {
        ["settlements"] = proof.Settlements,
        ["entries"] = proof.Entries,
        ["counters"] = proof.Counters,
        ["records"] = book.Records,
        ["head"] = book.Head,
        ["differences"] = new JsonArray([.. differences.Select(d => JsonValue.Create(d))]),
    };

    private static JsonObject Json(BookProof proof, bool lost) => new()
    {
        ["records"] = proof.Records,
        ["head"] = proof.Head,
        ["found_number"] = proof.FoundNumber,
        ["head_lost"] = lost,
        ["differences"] = new JsonArray([.. proof.Differences.Select(d => JsonValue.Create(d))]),
    };
}
