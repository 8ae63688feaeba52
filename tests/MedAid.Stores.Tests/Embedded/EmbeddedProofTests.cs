using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Embedded;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Embedded;

public sealed class EmbeddedProofTests : ProofContract
{
    private static readonly string R1 = SettlementIds.Of("R1").Text;
    private readonly EmbeddedFolder folder = new();

    protected override IReadOnlyList<string> Tables =>
        ["settlement", "request", "outbox", "counter", "clearing_record", "clearing_end", "sqlite_sequence", "person", "identity_period", "person_access"];

    protected override IReadOnlyList<Tamper> OwnTampers =>
    [
        new("entries", $"UPDATE settlement SET entries = replace(entries, '-10000', '-9999') WHERE settlement_id = '{R1}'", $"结算 {R1}：分录借贷不平"),
        new("lines", $"UPDATE settlement SET lines = replace(lines, '5000', '4999') WHERE settlement_id = '{R1}'", $"结算 {R1}：单据与各层支付不一致"),
        new("changes", $"UPDATE settlement SET changes = replace(changes, '5000', '4999') WHERE settlement_id = '{R1}'", $"结算 {R1}：单据与累计变动不一致"),
        new(
            "counter and change alike",
            $"""
            UPDATE settlement SET changes = replace(changes, '5000', '4999') WHERE settlement_id = '{R1}';
            UPDATE counter SET used_fen = used_fen - 1 WHERE person_key = 'P1'
            """,
            $"结算 {R1}：单据与累计变动不一致"),
        new("entries no JSON", $"UPDATE settlement SET entries = '[[1]]' WHERE settlement_id = '{R1}'", $"结算 {R1}（登记号 1）：登记栏损坏"),
        new("impossible instant", $"UPDATE settlement SET settled_us = 9223372036854775807 WHERE settlement_id = '{R1}'", $"结算 {R1}（登记号 1）：登记栏损坏"),
        new("impossible day", $"UPDATE settlement SET service_date = '2026-02-30' WHERE settlement_id = '{R1}'", $"结算 {R1}（登记号 1）：登记栏损坏"),
        new("instant moved", $"UPDATE settlement SET settled_us = settled_us + 86400000000 WHERE settlement_id = '{R1}'", $"结算 {R1}：单据与登记栏不一致"),
    ];

    protected override string OwnNumbers => "";

    protected override Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync() =>
        Task.FromResult<(ILedger, ISqlDatabase)>((new EmbeddedLedger(folder.Database), new EmbeddedSql(folder.Database)));

    protected override Task<string?> RunAsync(string sql) => Task.FromResult(folder.Run(sql));

    protected override Task DropGuardsAsync()
    {
        foreach (var name in folder.Ask("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        {
            Assert.Null(folder.Run($"DROP TRIGGER {name}"));
        }

        return Task.CompletedTask;
    }

    protected override Task RemoveAsync() => folder.RemoveAsync();

    protected override string Blob(byte[] bytes) => $"x'{Convert.ToHexString(bytes)}'";

    protected override (string Change, string Sentence) AMinuteLater =>
        ("settled_us = settled_us + 60000000", "往来账第 1 条：所接收的结算与当时不同");
}
