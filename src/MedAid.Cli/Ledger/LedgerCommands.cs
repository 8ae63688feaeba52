using System.CommandLine;
using MedAid.Clearing.Books;
using MedAid.Clearing.Proof;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;

namespace MedAid.Cli;

/// <summary>`medaid ledger …`: proves the books by themselves, whatever the gateway says.</summary>
internal static class LedgerCommands
{
    // What is read once need not be remembered.
    private const int CacheKibibytes = 8_192;

    public static Command Create() => new("ledger", "账本：核对、总账、明细账")
    {
        Verify(), VerifyChain(), LedgerReports.Head(), LedgerReports.Void(), LedgerReports.Balance(), LedgerReports.Account(),
    };

    private static Command Verify() => Prove(
        "verify",
        "核对账本和往来账：单据自身的金额、分录借贷、累计、登记栏、撤销、请求与待发记录、往来账链条和它接收的每笔结算、总账、"
        + "逐笔应收和患者账；损坏的行逐条列出；有差异时退出码为 1。只读，不锁账；PostgreSQL 上可与网关同时进行，单机账本要先停网关。"
        + "账本按网关的设置找（MEDAID__POSTGRES 或 MEDAID__DATAFOLDER）",
        proof => $"{proof.Ledger.Settlements} 笔结算，{proof.Ledger.Entries} 条分录，{proof.Ledger.Counters} 个累计，{proof.Records} 条往来记录，"
            + $"{proof.Differences.Count} 处差异");

    private static Command VerifyChain() => Prove(
        "verify-chain", "同 verify，并印出往来账哈希链的末端，供留存；有差异时退出码为 1。账本按网关的设置找",
        proof => $"{proof.Records} 条记录，{proof.Differences.Count} 处差异，末端 {proof.Head}");

    private static Command Prove(string name, string description, Func<BookProof, string> sum)
    {
        var (json, head, resume) = (Input.Json(), HeadOption(), ResumeOption());
        var command = new Command(name, description) { head, resume, json };
        command.SetAction((parsed, cancellation) => StoreCalls.GuardAsync(async () =>
        {
            var asked = Asked(parsed.GetValue(head)!);
            var proof = await ProveAsync(asked, parsed.GetValue(resume), cancellation);
            if (parsed.GetValue(json))
            {
                Terminal.Json(Json(proof, asked));
            }
            else
            {
                Tell(proof, asked);
                await Console.Out.WriteLineAsync(sum(proof));
            }

            return ExitOf(proof, asked.Length > 0 && proof.FoundNumber is null);
        }));
        return command;
    }

    private static Option<string> HeadOption() => new("--head")
    {
        Description = "以前打印留存的末端哈希；账里已经没有它时退出码为 1", DefaultValueFactory = _ => "",
    };

    private static Option<bool> ResumeOption() => new("--resume")
    {
        Description = "从上次被中断时记下的进度接着核对；记下之前已经核对过的不再读",
    };

    private static string Asked(string head) => head.Trim().ToLowerInvariant();

    private static int ExitOf(BookProof proof, bool lost) => lost || proof.Differences.Count > 0 ? ExitCode.Failed : ExitCode.Done;

    private static Task<BookProof> ProveAsync(string head, bool resume, CancellationToken cancellation)
    {
        var settings = GatewayHost.ReadSettings();
        return WithBooksAsync(settings, opened => LedgerProofs.ProveAsync(settings, opened, head, resume, cancellation));
    }

    private static void Tell(BookProof proof, string asked)
    {
        proof.Differences.ToList().ForEach(Console.Out.WriteLine);
        if (asked.Length == 0)
        {
            Console.Error.WriteLine(BookProof.WithoutHead);
            return;
        }

        Console.Out.WriteLine(
            proof.FoundNumber is { } number ? $"{asked} 是第 {number} 条，此前未被改动" : $"账里没有 {asked}：这不是当时的账");
    }

    /// <summary>Opens ledger and clearing book of the gateway's settings for one piece of work.</summary>
    private static async Task<T> WithBooksAsync<T>(Settings settings, Func<OpenedBooks, Task<T>> work)
    {
        if (settings.Postgres.Length > 0)
        {
            await using var shared = new PostgresDatabase(settings.Postgres, patient: true) { IsOnlyRead = true };
            await using var ledger = new PostgresLedger(shared);
            var portable = new PostgresSql(shared);
            return await work(new OpenedBooks(ledger, new ClearingBookStore(portable), portable) { Server = shared });
        }

        using var database = OpenEmbedded(settings);
        database.CacheKibibytes = CacheKibibytes;
        await using var embedded = new EmbeddedLedger(database);
        var sql = new EmbeddedSql(database);
        return await work(new OpenedBooks(embedded, new ClearingBookStore(sql), sql) { File = database });
    }

    /// <summary>Opens the ledger of the gateway's settings for one piece of work.</summary>
    internal static Task<T> WithLedgerAsync<T>(Settings settings, Func<ILedger, Task<T>> work) =>
        WithBooksAsync(settings, opened => work(opened.Ledger));

    private static EmbeddedDatabase OpenEmbedded(Settings settings)
    {
        var file = settings.LedgerPath;

        // One that is not there must not be made by who only wants to look at it.
        return File.Exists(file) || File.Exists(file + "-wal")
            ? EmbeddedDatabase.OpenToRead(file)
            : throw new LedgerUnavailableException($"没有账本文件 {file}；请用 MEDAID__DATAFOLDER 指明数据目录");
    }

    private static object Json(BookProof proof, string asked) => new
    {
        Settlements = proof.Ledger.Settlements,
        Entries = proof.Ledger.Entries,
        Counters = proof.Ledger.Counters,
        Records = proof.Records,
        Head = proof.Head,
        HeadGiven = asked.Length > 0,
        FoundNumber = proof.FoundNumber,
        HeadLost = asked.Length > 0 && proof.FoundNumber is null,
        Remark = asked.Length == 0 ? BookProof.WithoutHead : "",
        Differences = proof.Differences,
    };
}
