using MedAid.Bureau.Messages;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;
using MedAid.Simulator.Persons;
using MedAid.Simulator.Split;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Transactions;

/// <summary>2206, 2207, 2208 and 2601: a settlement and its undoing.</summary>
internal sealed class SettleTransactions(Office office)
{
    private const int CodeMax = 100;
    private const int FenDecimals = 2;
    private const int NumberDigits = 4;
    private const string Uses = "1";
    private const string ByItem = "item";

    private static readonly NationalTable Settlement = new(Node("data", new NationalTable(
        Needed("psn_no", CodeMax), Needed("mdtrt_id", CodeMax), Needed("chrg_bchno", CodeMax), Text("mdtrt_cert_type", CodeMax),
        Text("med_type", CodeMax), Text("acct_used_flag", CodeMax), Text("insutype", CodeMax), Number("medfee_sumamt", FenDecimals),
        Number("fulamt_ownpay_amt", FenDecimals), Number("overlmt_selfpay", FenDecimals), Number("preselfpay_amt", FenDecimals),
        Number("inscp_scp_amt", FenDecimals))));

    private static readonly NationalTable Reversal = new(Node("data", new NationalTable(
        Needed("psn_no", CodeMax), Needed("mdtrt_id", CodeMax), Needed("setl_id", CodeMax))));

    private static readonly NationalTable Undoing = new(Node("data", new NationalTable(
        Text("psn_no", CodeMax), Needed("omsgid", CodeMax), Needed("oinfno", CodeMax))));

    private readonly SampleSplit split = new(office.Figures, office.Region);
    private readonly SettlementOut answers = new(office.Region);

    /// <summary>Its transactions.</summary>
    public IEnumerable<Transaction> All =>
    [
        new("2206", Settlement, Try), new("2207", Settlement, Settle), new("2208", Reversal, Reverse), new("2601", Undoing, Undo),
    ];

    private Carried Try(Call call, BookState state)
    {
        var (settlement, person) = Work(call, state);
        var balanceFen = PersonTransactions.Balance(person, state) - settlement.Amounts.FromAccountFen;
        return new Carried(answers.Answer(settlement, person, balanceFen, isTrial: true));
    }

    private Carried Settle(Call call, BookState state)
    {
        RequireNotReversed(call, state);
        var (settlement, person) = Work(call, state);
        settlement = settlement with { Amounts = Disguise.Of(settlement.Amounts, call.Faults, call.Plan, office.Region) };
        var balanceFen = PersonTransactions.Balance(person, state) - settlement.Amounts.FromAccountFen;
        return new Carried(answers.Answer(settlement, person, balanceFen), new SettlementBooked(settlement));
    }

    private (BookedSettlement Settlement, Person Person) Work(Call call, BookState state)
    {
        var data = call.Data;
        var person = office.PersonOf(data["psn_no"]);
        var visit = VisitTransactions.VisitOf(call, state, data["mdtrt_id"], person.Number);
        var batch = data["chrg_bchno"];
        Require(call.IsSecond || !visit.SettledBatches.Contains(batch), "FSI-该收费批次已结算，不能重复结算");
        IReadOnlyList<UploadedLine> lines = [.. visit.Lines.Values.Where(l => l.Batch == batch)];
        Require(lines.Count > 0, "FSI-该收费批次没有费用明细，请先上传（2204）");
        var total = lines.Sum(l => l.AmountFen);
        Require(
            data["medfee_sumamt"].Length == 0 || data.Fen("medfee_sumamt") == total,
            $"FSI-medfee_sumamt 与明细合计 {ExactNumber.Yuan(total)} 不符");

        var care = data["med_type"] is { Length: > 0 } named ? named : visit.CareType;
        var question = new SplitQuestion(person, office.Today, care, visit.Disease, data["acct_used_flag"] == Uses);
        var amounts = ReportedSplit.Find(call.Request.Input) is { } reported
            ? reported.Read(data, SampleSplit.Lines(lines), office.Region)
            : split.Of(question, lines, state.OfPerson(person.Number), PersonTransactions.Balance(person, state));
        return (
            new BookedSettlement
            {
                Id = office.NewId(state, call.Request.District), VisitId = visit.Id, PersonNumber = person.Number, Hospital = call.Hospital,
                Insurance = visit.Registered.Insurance, CareType = care, Disease = visit.Disease, Batch = batch, At = office.Clock.Now,
                Number = call.Request.PlainNumber, MessageId = call.Request.MessageId, CertificateType = data["mdtrt_cert_type"],
                ClearingType = office.Region.ClearingTypeOf(care), ClearingWay = office.Region.ClearingWays.GetValueOrDefault(ByItem, "1"),
                Agency = call.Request.District, Amounts = amounts,
            },
            person);
    }

    private Carried Reverse(Call call, BookState state)
    {
        RequireNotReversed(call, state);
        var data = call.Data;
        var person = office.PersonOf(data["psn_no"]);
        var found = state.Settlement(data["setl_id"]);
        if (found is null || found.IsErased || found.Booked.Hospital != call.Hospital || found.Booked.VisitId != data["mdtrt_id"]
            || found.Booked.PersonNumber != person.Number)
        {
            throw new BureauRefusalException("FSI-未查询到结算信息（setl_id）");
        }

        Require(found.IsStanding, "FSI-该结算已撤销，不能重复撤销");
        var settlement = found.Booked with
        {
            Id = office.NewId(state, call.Request.District), At = office.Clock.Now, Number = call.Request.PlainNumber,
            MessageId = call.Request.MessageId, Reverses = found.Booked.Id, Amounts = found.Booked.Amounts.Negated(),
        };
        var balanceFen = PersonTransactions.Balance(person, state) + found.Booked.Amounts.FromAccountFen;
        return new Carried(answers.Answer(settlement, person, balanceFen), new SettlementBooked(settlement));
    }

    /// <summary>
    /// 2601. A message that did not come yet is remembered, and does nothing when it comes. What 2208 has undone is not undone again: only the
    /// sentence says so.
    /// </summary>
    private Carried Undo(Call call, BookState state)
    {
        var (number, messageId) = (call.Data["oinfno"].ToUpperInvariant(), call.Data["omsgid"]);
        var plain = number.Length > NumberDigits ? number[..NumberDigits] : number;
        Require(!call.Faults.Has(FaultKind.RefusedReversal), "FSI-系统繁忙，冲正失败");
        Require(office.Region.CanReverse(number), $"FSI-交易 {number} 不支持冲正");
        var booked = state.OfMessage(call.Hospital, plain, messageId);
        if (booked.Count == 0)
        {
            Require(!state.IsReversed(call.Hospital, plain, messageId), "FSI-该报文已冲正，不能重复冲正");
            return new Carried(null, new ReversalRemembered(call.Hospital, plain, messageId));
        }

        Require(call.Data["psn_no"] == booked[0].Booked.PersonNumber, "FSI-人员编号（psn_no）与原报文不符");
        var standing = booked.LastOrDefault(s => !s.IsErased) ?? throw new BureauRefusalException("FSI-该报文已冲正，不能重复冲正");
        Require(standing.ReversedBy.Length == 0, "FSI-该结算的退费标志不是未退费，不能冲正");
        return new Carried(
            null, new SettlementErased(standing.Booked.Id, IsLost: false), new ReversalRemembered(call.Hospital, plain, messageId));
    }

    private static void RequireNotReversed(Call call, BookState state) => Require(
        call.Faults.Has(FaultKind.LateMessageSettles) || !state.IsReversed(call.Hospital, call.Request.PlainNumber, call.Request.MessageId),
        "FSI-该报文已被冲正，不再处理");

    private static void Require(bool holds, string sentence)
    {
        if (!holds)
        {
            throw new BureauRefusalException(sentence);
        }
    }
}
