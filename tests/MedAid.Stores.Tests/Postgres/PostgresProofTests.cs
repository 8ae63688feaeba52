using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores.Postgres;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Postgres;

[NeedsPostgres]
public sealed class PostgresProofTests : ProofContract
{
    private static readonly string R1 = SettlementIds.Of("R1").Text;
    private static readonly string R2 = SettlementIds.Of("R2").Text;
    private static readonly string U2 = SettlementIds.Of("U2").Text;

    private PostgresSchema schema = null!;
    private PostgresDatabase database = null!;

    protected override IReadOnlyList<string> Tables =>
    [
        "settlement", "request", "reversal", "outbox", "outbox_count", "counter", "clearing_record", "clearing_end", "person", "identity_period",
        "person_access",
    ];

    protected override IReadOnlyList<Tamper> OwnTampers =>
    [
        new("entries", $"UPDATE settlement SET entry_fen[2] = entry_fen[2] + 1 WHERE settlement_id = '{R1}'", $"结算 {R1}：分录借贷不平"),
        new("lines", $"UPDATE settlement SET line_paid_fen[1] = 1 WHERE settlement_id = '{R1}'", $"结算 {R1}：单据与各层支付不一致"),
        new("changes", $"UPDATE settlement SET change_fen[1] = 1 WHERE settlement_id = '{R1}'", $"结算 {R1}：单据与累计变动不一致"),
        new(
            "counter and change alike",
            $"""
            UPDATE settlement SET change_fen[1] = change_fen[1] - 1 WHERE settlement_id = '{R1}';
            UPDATE counter SET used_fen = used_fen - 1 WHERE person_key = 'P1'
            """,
            $"结算 {R1}：单据与累计变动不一致"),
        new("request's instant", "UPDATE request SET settled_at = settled_at + interval '1 second' WHERE request_id = 'R1'", $"结算 {R1}：请求记录与结算不对应"),
        new("reversal row deleted", $"DELETE FROM reversal WHERE settlement_id = '{R2}'", $"撤销 {U2}：撤销登记与结算不对应"),
        new("reversal row elsewhere", $"UPDATE reversal SET settlement_id = '{R1}' WHERE settlement_id = '{R2}'", $"撤销 {U2}：撤销登记与结算不对应"),
        new("reversal row invented", $"INSERT INTO reversal VALUES ('{R1}', 'S9')", "撤销 S9：撤销登记与结算不对应"),
        new("rows torn", $"UPDATE settlement SET line_rules = '{{}}' WHERE settlement_id = '{R1}'", $"结算 {R1}（登记号 1）：登记栏损坏"),
    ];

    protected override string OwnNumbers => "OVERRIDING SYSTEM VALUE";

    protected override async Task<(ILedger Ledger, ISqlDatabase Database)> OpenAsync()
    {
        schema = await PostgresSchema.CreateAsync();
        database = schema.Open();
        return (new PostgresLedger(database), new PostgresSql(database));
    }

    protected override Task<string?> RunAsync(string sql) => schema.RunAsync(sql);

    protected override async Task DropGuardsAsync() => Assert.Null(await schema.RunAsync(
        """
        DO $$
        DECLARE
            part record;
        BEGIN
            FOR part IN SELECT c.oid::regclass AS name FROM pg_class c
                WHERE c.relnamespace = current_schema::regnamespace AND c.relkind IN ('r', 'p') LOOP
                EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', part.name);
            END LOOP;
            FOR part IN SELECT conname FROM pg_constraint WHERE conrelid = 'settlement'::regclass AND contype = 'c' LOOP
                EXECUTE format('ALTER TABLE settlement DROP CONSTRAINT %I', part.conname);
            END LOOP;
        END $$
        """));

    protected override async Task RemoveAsync()
    {
        await database.DisposeAsync();
        await schema.RemoveAsync();
    }

    protected override string Blob(byte[] bytes) => $"'\\x{Convert.ToHexString(bytes)}'";

    protected override (string Change, string Sentence) AMinuteLater =>
        ("settled_at = settled_at + interval '1 minute'", $"结算 {R1}：有待发记录（登记号 1），账本里没有这笔结算");
}
