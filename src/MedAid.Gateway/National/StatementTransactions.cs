using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Files;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Visits;
using MedAid.Core;
using MedAid.Gateway.Calls;
using MedAid.Settlement;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.National;

/// <summary>3201 and 3202 with their files, 9101 and 9102: a hospital's day against the ledger, by sums and by rows.</summary>
internal sealed class StatementTransactions(DoorWrites writes, VisitStore visits, StatementLedger records, SetlInfo info) : INationalTransactions
{
    private const string TextName = "3202_result.txt";

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All =>
    [
        new("3201", TotalsAsync), new("3202", DetailsAsync), new("9101", UploadAsync), new("9102", DownloadAsync),
    ];

    private async Task<DoorAnswer> TotalsAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, StatementTables.Totals);
        var found = await records.ReadAsync(request, row, timer.Token);
        var (fee, fund) = (found.Sum(r => r.Document.Breakdown.GrossFen), found.Sum(r => r.FundFen));
        var account = found.Sum(r => r.Document.Breakdown.AccountFen);
        var agree = row.Fen("medfee_sumamt") == fee && row.Fen("fund_pay_sumamt") == fund && row.Fen("acct_pay") == account;
        var result = StatementLedger.ResultOf(found.Count, row.Scaled("fixmedins_setl_cnt", 0), agree);
        return new DoorAnswer(new JsonObject
        {
            ["stmtinfo"] = new JsonObject
            {
                ["setl_optins"] = row.First("setl_optins", "clr_optins"),
                ["stmt_rslt"] = info.RegionOf(request.HospitalCode).Reconciliation.CodesOf(result)[0],
                ["stmt_rslt_dscr"] = result == StatementResult.Balanced
                    ? "相符"
                    : $"不符：本系统 {found.Count} 笔，总金额 {ExactNumber.Yuan(fee)}，基金支付 {ExactNumber.Yuan(fund)}，个人账户 {ExactNumber.Yuan(account)}；"
                        + $"医院 {row.Scaled("fixmedins_setl_cnt", 0)} 笔，总金额 {ExactNumber.Yuan(row.Fen("medfee_sumamt"))}，"
                        + $"基金支付 {ExactNumber.Yuan(row.Fen("fund_pay_sumamt"))}，个人账户 {ExactNumber.Yuan(row.Fen("acct_pay"))}。逐笔核对请用 3202",
            },
        });
    }

    private async Task<DoorAnswer> DetailsAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, StatementTables.Details);
        var row = input.Rows("data")[0];
        return await writes.OnceAsync(request, StatementTables.Details, input, async head =>
        {
            var uploaded = await visits.FindFileAsync(request.HospitalCode, row["file_qury_no"], timer.Token)
                ?? throw new NationalRefusedException($"{row.Path}.file_qury_no 没有这个文件，请先用 9101 上传");
            var region = info.RegionOf(request.HospitalCode);
            var rows = StatementRow.Read(FileBytes.Unpack(uploaded.Content), region);
            var found = await records.ReadAsync(request, row, timer.Token);
            var text = StatementResultRow.Write(StatementComparison.Compare(rows, found), region);
            var id = IdOf(head);
            var file = new StatementFile(id, request.HospitalCode, $"{id}.zip", FileBytes.Pack(text, TextName, ChinaTime.Of(head.Time)));
            return await KeepAsync(head, file, fileInfo => new JsonObject { ["fileinfo"] = fileInfo }, timer.Token);
        }, timer.Token);
    }

    private async Task<DoorAnswer> UploadAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, StatementTables.Upload);
        var node = input.Rows("fsUploadIn")[0];
        return await writes.OnceAsync(request, StatementTables.Upload, input, head =>
        {
            var bytes = FileBytes.Read(node["in"]);
            var rows = StatementRow.Read(FileBytes.Unpack(bytes), info.RegionOf(request.HospitalCode));
            if (rows.Count == 0)
            {
                throw new NationalRefusedException($"{node.Path}.in 是空的，请上传对账文件");
            }

            var file = new StatementFile(IdOf(head), request.HospitalCode, node["filename"], bytes);
            return KeepAsync(head, file, fileInfo =>
            {
                // At the root of the output, unlike every other answer.
                fileInfo["fixmedins_code"] = request.HospitalCode.Text;
                return fileInfo;
            }, timer.Token);
        }, timer.Token);
    }

    private async Task<DoorAnswer> DownloadAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, StatementTables.Download, "fsDownloadIn");
        var file = await visits.FindFileAsync(request.HospitalCode, row["file_qury_no"], timer.Token)
            ?? throw new NationalRefusedException($"{row.Path}.file_qury_no 没有这个文件，或已过下载期限");
        return new DoorAnswer { File = ($"{file.FileId}.zip", file.Content) };
    }

    private Task<Result<KeptAnswer>> KeepAsync(
        WriteHead head, StatementFile file, Func<JsonObject, JsonObject> output, CancellationToken cancellationToken) => visits.KeepFileAsync(
        file, head, DoorWrites.OutputText(output(new JsonObject
        {
            ["file_qury_no"] = file.FileId, ["filename"] = file.Name,
            ["dld_endtime"] = DoorCodes.Text(head.Time + MedAid.Bureau.Limits.FilesKept),
        })), cancellationToken);

    private static string IdOf(WriteHead head) => $"F{SettlementIds.Of(head.Key.RequestId).Text[1..]}";
}
