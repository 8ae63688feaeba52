using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Contracts;

public abstract partial class ProofContract
{
    private static readonly string R1 = SettlementIds.Of("R1").Text;
    private static readonly string R3 = SettlementIds.Of("R3").Text;
    private static readonly string U2 = SettlementIds.Of("U2").Text;
    private static readonly string N1 = SettlementIds.Of("N1").Text;

    private static readonly Tamper[] Tampers =
    [
        .. new[]
        {
            ("patient_fen", "patient_fen + 1"), ("gross_fen", "gross_fen + 1"), ("waived_fen", "1"), ("hospital_borne_fen", "1"), ("visit_id", "'V'"),
            ("county_code", "'141124'"), ("hospital_code", "'H9'"), ("scheme", "'employee'"), ("person_key", "'P9'"), ("service_date", "'2026-03-15'"),
            ("admission_day", "'2026-03-01'"), ("dialyses", "1"), ("supplies", "'D001:28'"),
        }
        .Select(c => new Tamper(
            $"column {c.Item1}",
            $"UPDATE settlement SET {c.Item1} = {c.Item2} WHERE settlement_id = '{R1}'",
            $"结算 {R1}：单据与登记栏不一致")),
        new(
            "document of another",
            $"UPDATE settlement SET document = (SELECT document FROM settlement WHERE settlement_id = '{R3}') WHERE settlement_id = '{R1}'",
            $"结算 {R1}：单据与登记栏不一致"),
        new("settlement deleted", $"DELETE FROM settlement WHERE settlement_id = '{R3}'", $"结算 {R3}：有待发记录"),
        new("outbox row deleted", $"DELETE FROM outbox WHERE settlement_id = '{R3}'", $"结算 {R3}：待发记录缺失或重复"),
        new("outbox row deleted, told by the book", $"DELETE FROM outbox WHERE settlement_id = '{R3}'", $"结算 {R3}：往来账接收过，账本里没有了"),
        new("outbox kind", $"UPDATE outbox SET kind = 2 WHERE settlement_id = '{R3}'", $"结算 {R3}：待发记录与结算不对应"),
        new(
            "outbox numbers swapped",
            """
            UPDATE outbox SET outbox_number = 1000 WHERE outbox_number = 1;
            UPDATE outbox SET outbox_number = 1 WHERE outbox_number = 5;
            UPDATE outbox SET outbox_number = 5 WHERE outbox_number = 1000
            """,
            $"结算 {R1}：往来账接收过，账本里没有了"),
        new("request row deleted", "DELETE FROM request WHERE request_id = 'R3'", $"结算 {R3}：请求记录与结算不对应"),
        new("request of another settlement", $"UPDATE request SET settlement_id = '{R1}' WHERE request_id = 'R3'", $"结算 {R3}：请求记录与结算不对应"),
        new(
            "request's hash",
            $"UPDATE request SET content_hash = (SELECT content_hash FROM request WHERE request_id = 'R3') WHERE request_id = 'R1'",
            $"结算 {R1}：请求内容的哈希与单据不一致"),
        new(
            "counter lowered",
            "UPDATE counter SET used_fen = used_fen - 1 WHERE person_key = 'P2'",
            "累计 P2 resident relief_year:2026：记为 249.99，按结算重算为 250.00"),
        new("counter deleted", "DELETE FROM counter WHERE person_key = 'P2'", "累计 P2 resident relief_year:2026：记为 0.00，按结算重算为 250.00"),
        new("newest deleted whole", NewestDeleted(), "待发记录应有 6 条，实有 5 条"),
        new(
            "newest renamed everywhere",
            $"UPDATE settlement SET request_id = 'N2' WHERE settlement_id = '{N1}'; UPDATE request SET request_id = 'N2' WHERE request_id = 'N1'",
            $"结算 {N1}：编号不是由请求编号得出"),
        new(
            "reversal of another",
            $"UPDATE settlement SET reverses_settlement_id = '{R1}' WHERE settlement_id = '{U2}'",
            $"撤销 {U2}：与原结算不互为相反数"),
        new("content", "UPDATE clearing_record SET content = replace(content, '李会计', '王会计') WHERE record_number = 5", "往来账第 5 条：链条断开"),
        new("middle record deleted", "DELETE FROM clearing_record WHERE record_number = 3", "往来账第 3 条不见了"),
        new("two records swapped", Swapped(4, 5), "往来账第 4 条：链条断开"),
        new("last record deleted", "DELETE FROM clearing_record WHERE record_number = 6", "往来账只到第 5 条，原有 6 条记录"),
        new("last five deleted", "DELETE FROM clearing_record WHERE record_number > 1", "往来账只到第 1 条，原有 6 条记录"),
        new("all records deleted", "DELETE FROM clearing_record", "往来账是空的，原有 6 条记录：整本往来账被删除过"),
        .. new[]
        {
            ("request_id", "'x'", "请求编号"), ("kind", "5", "种类"), ("county_code", "'141124'", "县区"), ("hospital_code", "'H9'", "机构"),
            ("recorded_us", "recorded_us + 1", "时间"), ("entries", "'[]'", "分录"),
        }
        .Select(c => new Tamper($"clearing column {c.Item1}", $"UPDATE clearing_record SET {c.Item1} = {c.Item2} WHERE record_number = 6", $"往来账第 6 条：登记栏与内容不一致（{c.Item3}）")),
        new("version of a person", "UPDATE person SET version = 7 WHERE person_key = 'P1'", "人员 P1：现行版本 7 与版本记录不一致"),
        new("body of a person", "UPDATE person SET body = replace(body, '2020', '2019') WHERE person_key = 'P1'", "人员 P1：现行版本 2 与版本记录不一致"),
        new("person deleted", "DELETE FROM person", "人员 P1：有版本记录，登记册里没有了"),
        new("day of an identity", "UPDATE identity_period SET valid_from = '2019-01-01'", "人员 P1：现行身份与身份期间记录不一致"),
        new("identity deleted", "DELETE FROM identity_period", "人员 P1：现行身份与身份期间记录不一致"),
        new("notes of readings emptied", "DELETE FROM person_access", "查阅记录应有 1 条，实有 0 条"),
        new("content no JSON", "UPDATE clearing_record SET content = 'gone' WHERE record_number = 5", "往来账第 5 条：内容损坏，无法读出"),
        new("content of null", "UPDATE clearing_record SET content = 'null' WHERE record_number = 5", "往来账第 5 条：内容损坏，无法读出"),
    ];

    /// <summary>The document alone, or it and the columns that repeat it.</summary>
    private IEnumerable<Tamper> DocumentTampers()
    {
        var document = new Visit("R1", 100_00).Settled();
        var line = document.Breakdown.Lines[0];
        var taken = "往来账第 1 条：所接收的结算与当时不同";
        BreakdownDocument With(LineDocument changed) => document.Breakdown with { Lines = [changed] };
        Tamper Of(string name, SettlementDocument changed, string sentence, string also = "") => new(
            $"document: {name}", $"UPDATE settlement SET document = {Blob(SettlementCodec.Encode(changed))}{also} WHERE settlement_id = '{R1}'", sentence);
        yield return Of("sentences", document with { Breakdown = document.Breakdown with { Sentences = ["别的话"] } }, taken);
        yield return Of("cite", document with { Breakdown = With(line with { Cite = "第二条" }) }, taken);
        yield return Of("base", document with { Breakdown = With(line with { BaseFen = 99_00 }) }, $"结算 {R1}：单据自身不平");
        yield return Of("deductible", document with { Breakdown = With(line with { DeductibleFen = 1 }) }, $"结算 {R1}：单据自身不平");
        yield return Of(
            "ratio", document with { Breakdown = With(line with { Shares = [new ShareDocument(0, null, 100_00, 600_000, 50_00)] }) },
            $"结算 {R1}：单据自身不平");
        yield return Of(
            "share", document with { Breakdown = With(line with { Shares = [new ShareDocument(0, null, 100_00, 500_000, 40_00)] }) },
            $"结算 {R1}：单据自身不平");
        yield return Of("capped", document with { Breakdown = With(line with { CappedFen = 1 }) }, $"结算 {R1}：单据自身不平");
        yield return Of(
            "by quota: not the ratio", document with { Breakdown = With(line with { QuotaFen = 100_00, BureauPaysFen = 60_00 }) },
            $"结算 {R1}：单据自身不平（relief 层的应付医院金额与定额或按人头包干不符）");
        yield return Of(
            "by quota: no limit cut it", document with { Breakdown = With(line with { QuotaFen = 100_00, BureauPaysFen = 40_00 }) },
            $"结算 {R1}：单据自身不平（relief 层的应付医院金额与定额或按人头包干不符）");
        yield return Of(
            "by quota: no quota", document with { Breakdown = With(line with { BureauPaysFen = 60_00 }) },
            $"结算 {R1}：单据自身不平（relief 层的应付医院金额与定额或按人头包干不符）");
        yield return Of(
            "by quota: not in the journal", document with { Breakdown = With(line with { QuotaFen = 120_00, BureauPaysFen = 60_00 }) },
            $"结算 {R1}：单据分录与单据金额不符");
        yield return Of(
            "an account that is none",
            document with { Entries = [.. document.Entries.Select(e => e.CountyCode.IsEmpty ? e : e with { Account = Account.FromText("cash_box") })] },
            $"结算 {R1}：单据分录与单据金额不符");
        yield return Of(
            "items", document with { Breakdown = document.Breakdown with { Items = [new ItemDocument(1, "D001", "A", 0, new ChargeSplit(99_00, 0, 0, 0))] } },
            $"结算 {R1}：单据自身不平");
        yield return Of(
            "item code", document with { Breakdown = document.Breakdown with { Items = [new ItemDocument(1, "D002", "A", 0, new ChargeSplit(100_00, 0, 0, 0))] } },
            taken);
        yield return Of(
            "charges", document with { Breakdown = document.Breakdown with { Charges = new ChargeSplit(99_00, 0, 0, 0) } },
            $"结算 {R1}：单据自身不平");
        yield return Of("total", document with { Breakdown = document.Breakdown with { TotalFen = 1 } }, $"结算 {R1}：单据自身不平");
        yield return Of(
            "account", document with { Breakdown = document.Breakdown with { AccountFen = 1 } }, $"结算 {R1}：单据分录与单据金额不符");
        yield return Of(
            "account above the share", document with { Breakdown = document.Breakdown with { AccountFen = 100_00 } }, $"结算 {R1}：单据自身不平（个人账户");
        yield return Of(
            "helper without account", document with { Breakdown = document.Breakdown with { HelperFen = 1 } }, $"结算 {R1}：单据自身不平（个人账户");
        yield return Of(
            "used before", document with { Breakdown = document.Breakdown with { Counters = [new CounterUse(Visit.Counter, 1, 50_00)] } },
            $"结算 {R1}：单据所记结算前累计 relief_year:2026 为 0.01，按此前各笔结算为 0.00");
        yield return Of(
            "policy hash", document with { Breakdown = document.Breakdown with { Policy = document.Breakdown.Policy with { ContentHash = "ff" } } },
            taken);
        yield return Of("disease", document with { DiseaseCode = "M07800" }, taken);
        yield return Of("care", document with { Care = Care.Inpatient }, taken);
        yield return Of("version of the person", document with { EligibilityVersion = 7 }, taken);
        yield return Of("visit", document with { VisitId = "V9" }, taken, ", visit_id = 'V9'");
        yield return Of(
            "time within the day", document with { SettledTime = document.SettledTime.AddMinutes(1) }, AMinuteLater.Sentence, $", {AMinuteLater.Change}");
        yield return Of("journal", document with { Entries = [.. document.Entries.Reverse()] }, $"结算 {R1}：单据与分录不一致");
        yield return new(
            "document: garbage",
            $"UPDATE settlement SET document = {Blob([2, 1, 2, 3])} WHERE settlement_id = '{R1}'",
            $"结算 {R1}：单据损坏，无法读出");
        yield return new(
            "document: empty",
            $"UPDATE settlement SET document = {Blob([])} WHERE settlement_id = '{R1}'",
            $"结算 {R1}：单据损坏，无法读出");
        var undoing = new Undoing("U2", SettlementIds.Of("R2").Text) { Reason = "别的原因" }.Settled(new Visit("R2", 300_00) { ServiceDate = new DateOnly(2026, 3, 20) }.Settled(50_00));
        yield return new(
            "document: reason of a reversal",
            $"UPDATE settlement SET document = {Blob(SettlementCodec.Encode(undoing))} WHERE settlement_id = '{U2}'",
            $"结算 {U2}：与往来账第 2 条接收时不同");
    }

    /// <summary>N1 with all that belongs to it; what a store counts for itself stays.</summary>
    private static string NewestDeleted() =>
        $"""
        DELETE FROM settlement WHERE settlement_id = '{N1}';
        DELETE FROM request WHERE settlement_id = '{N1}';
        DELETE FROM outbox WHERE settlement_id = '{N1}';
        DELETE FROM counter WHERE person_key = 'P3'
        """;

    private static string Swapped(int one, int other) =>
        $"""
        UPDATE clearing_record SET record_number = 1000 WHERE record_number = {one};
        UPDATE clearing_record SET record_number = {one} WHERE record_number = {other};
        UPDATE clearing_record SET record_number = {other} WHERE record_number = 1000
        """;
}
