using System.CommandLine;
using System.Text.Json.Nodes;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;

namespace MedAid.Cli;

/// <summary>`medaid ledger …`: proves the books by themselves, whatever the gateway says.</summary>
internal static class LedgerCommands
{
    public static Command Create() => new("ledger", "账本：核对") { Verify() };

    private static Command Verify()
    {
        var json = PolicyCommands.JsonOption();
        var command = new Command(
            "verify",
            "核对账本：分录借贷相平、累计等于逐笔重算、单据与登记一致、撤销与原结算互为相反数；有差异时退出码为 1。"
            + "账本按网关的设置找（MEDAID__POSTGRES 或 MEDAID__DATAFOLDER）；单机账本要先停网关") { json };
        command.SetAction((parsed, cancellation) => StoreCalls.GuardAsync(async () =>
        {
            var proof = await ProveAsync(GatewayHost.ReadSettings(), cancellation);
            if (parsed.GetValue(json))
            {
                Terminal.Json(Json(proof));
            }
            else
            {
                foreach (var difference in proof.Differences)
                {
                    await Console.Out.WriteLineAsync(difference);
                }

                await Console.Out.WriteLineAsync(
                    $"{proof.Settlements} 笔结算，{proof.Entries} 条分录，{proof.Counters} 个累计，{proof.Differences.Count} 处差异");
            }

            return proof.Differences.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }

    private static Task<LedgerProof> ProveAsync(Settings settings, CancellationToken cancellation) =>
        WithLedgerAsync(settings, ledger => ledger.VerifyAsync(cancellation));

    /// <summary>Opens the ledger of the gateway's settings for one piece of work.</summary>
    internal static async Task<T> WithLedgerAsync<T>(Settings settings, Func<ILedger, Task<T>> work)
    {
        if (settings.Postgres.Length > 0)
        {
            await using var shared = new PostgresDatabase(settings.Postgres);
            await using var ledger = new PostgresLedger(shared);
            return await work(ledger);
        }

        var file = Path.Combine(settings.DataPath, "medaid.db");
        if (!File.Exists(file))
        {
            throw new LedgerUnavailableException($"没有账本文件 {file}；请用 MEDAID__DATAFOLDER 指明数据目录");
        }

        using var database = EmbeddedDatabase.Open(file);
        await using var embedded = new EmbeddedLedger(database);
        return await work(embedded);
    }

    private static JsonObject Json(LedgerProof proof) => new()
    {
        ["settlements"] = proof.Settlements,
        ["entries"] = proof.Entries,
        ["counters"] = proof.Counters,
        ["differences"] = new JsonArray([.. proof.Differences.Select(d => JsonValue.Create(d))]),
    };
}
