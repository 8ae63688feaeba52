using System.CommandLine;
using MedAid.Contract.Clearing.V1;

namespace MedAid.Cli;

/// <summary>`medaid receivables correct|withdraw-claim`: counter-records of what was entered by mistake, and claims that are taken back.</summary>
internal static class ReceivableCorrectCommands
{
    public static IEnumerable<Command> Create() =>
    [
        new("correct", "冲正登记错的内容（到账、退款、审核结果、处理决定、患者付款、押金）：一人申请，另一人决定") { Find(), Propose(), Decide(), List() },
        Withdraw(),
    ];

    private static Command Find()
    {
        var payment = Input.Text("--payment", "银行流水号");
        var claim = Input.Text("--claim", "申报批次");
        var receivable = Input.Text("--receivable", "应收编号");
        return CommandFrame.Ask(
            "find", "查一笔到账、一个申报批次或一笔应收的往来账记录号；患者的用 patient account 查", [payment, claim, receivable],
            call => Pages.WholeAsync(
                token => call.Gateway.Corrections.ListBookRecordsAsync(new()
                {
                    PaymentId = call.Get(payment), ClaimId = call.Get(claim), ReceivableId = call.Get(receivable),
                    PageSize = Pages.Size, PageToken = token,
                }),
                page => page.NextPageToken),
            answer => Display.Lines(answer.Records, Record));
    }

    private static Command Propose()
    {
        var number = new Argument<long>("record") { Description = "往来账记录号" };
        var note = Note("原因：错在哪里，正确的是什么；不写姓名和病情");
        return CommandFrame.Write(
            "propose", "申请冲正一条记录；有后续记录以它为前提时会告知先冲正哪一条", [number, note],
            call => call.Gateway.Corrections.ProposeCorrectionAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                RecordNumber = call.Get(number), Note = call.Get(note),
            }),
            Written);
    }

    private static Command Decide()
    {
        var correction = Input.Name("correction", "冲正申请号");
        var reject = Input.Flag("--reject", "不同意；不写则为同意");
        var note = Note("原因和依据");
        return CommandFrame.Write(
            "decide", "决定冲正；不能是申请人", [correction, reject, note],
            call => call.Gateway.Corrections.DecideCorrectionAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                CorrectionId = call.Get(correction), Approved = !call.Get(reject), Note = call.Get(note),
            }),
            Written);
    }

    private static Command List()
    {
        var hospital = Input.Hospital(required: false, "只看这家机构");
        var all = Input.Flag("--all", "已决定的也列出");
        return CommandFrame.Ask(
            "list", "列出等待决定的冲正申请", [hospital, all],
            call => Pages.WholeAsync(
                token => call.Gateway.Corrections.ListCorrectionsAsync(new()
                {
                    HospitalCode = call.Get(hospital), IncludeDecided = call.Get(all), PageSize = Pages.Size, PageToken = token,
                }),
                page => page.NextPageToken),
            answer => Display.Lines(answer.Corrections, Line));
    }

    private static Command Withdraw()
    {
        var claim = Input.Name("claim", "申报批次");
        var note = Note("原因");
        return CommandFrame.Write(
            "withdraw-claim", "撤回还没有审核结果的申报；其中的款项回到待申报，可重新申报", [claim, note],
            call => call.Gateway.Corrections.WithdrawClaimAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                ClaimId = call.Get(claim), Note = call.Get(note),
            }),
            ReceivablePrint.Record);
    }
    private static Option<string> Note(string description) => Input.Text("--note", description, required: true);

    private static void Written(CorrectionRecord written)
    {
        Console.Out.WriteLine(written.Sentence);
        Console.Out.WriteLine(
            written.RecordNumber > 0 ? $"往来账第 {written.RecordNumber} 条，冲正申请号 {written.Correction.CorrectionId}" : "只是试算，没有登记");
    }

    private static string Line(Correction row)
    {
        var decided = row.DecidedBy.Length > 0 ? $"，{row.DecidedBy} {State(row.State)}：{row.DecisionNote}" : "";
        return $"{row.CorrectionId}  {Record(row.Record)}  {row.Note}（{row.ProposedBy} 申请{decided}）";
    }

    private static string State(CorrectionState state) => state switch
    {
        CorrectionState.Approved => "已冲正",
        CorrectionState.Rejected => "不同意",
        CorrectionState.Proposed => "待决定",
        _ => $"{state}",
    };

    private static string Record(BookRecord row)
    {
        string[] about = [CountyNames.Shown(row.CountyCode), row.PersonKey, row.PaymentId, row.ClaimId];
        var voided = row.VoidedBy > 0 ? $"，已由第 {row.VoidedBy} 条冲正" : "";
        return $"第 {row.RecordNumber} 条 {row.Title}  {string.Join("  ", about.Where(t => t.Length > 0))}  "
            + $"{Display.Yuan(row.AmountFen)} 元（{row.Operator}{voided}）";
    }
}
