using System.CommandLine;
using System.Globalization;
using MedAid.Contract.Clearing.V1;
using MedAid.Settlement;
using Spectre.Console;

namespace MedAid.Cli;

/// <summary>`medaid ledger head|balance|account`: the general ledger, asked of a running gateway.</summary>
internal static class LedgerReports
{
    private const int PageSize = 1000;

    public static Command Head() => CommandFrame.Ask(
        "head", "往来账末端的序号和哈希；每月打印留存，日后用 medaid ledger verify-chain --head 查证", [],
        call => call.Gateway.Journal.GetBookHeadAsync(new()),
        head =>
        {
            Console.Out.WriteLine($"第 {head.RecordNumber} 条  {head.Hash}  {Display.Time(head.Time)}");
            Display.Lines(head.SetAsideRecords, r => $"搁置：第 {r.RecordNumber} 条（{r.Title}）未计入账：{r.Reason}");
        });

    public static Command Void()
    {
        var number = new Argument<long>("number") { Description = "被搁置的记录的序号；medaid ledger head 列出" };
        var note = Input.Text("--note", "原因和依据", required: true);
        var second = Input.Text("--second", "复核人，不能是经办人自己", required: true);
        return CommandFrame.Write(
            "void", "作废一条被搁置的记录：它与前面的记录不相容，没有计入账；记录留在账里，由两人作废", [number, note, second],
            call => call.Gateway.Journal.VoidRecordAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                RecordNumber = call.Get(number), Note = call.Get(note), CheckedBy = call.Get(second),
            }),
            voided => Console.Out.WriteLine(ReceivablePrint.State(voided.RecordNumber, voided.Replayed)));
    }

    public static Command Balance()
    {
        var period = new Period();
        var byCounty = Input.Flag("--by-county", "每个县区一行");
        var byFund = Input.Flag("--by-fund", "每个基金一行");
        return CommandFrame.Ask(
            "balance", "试算平衡表：期初、借方、贷方、期末", [.. period.Symbols, byCounty, byFund],
            call => call.Gateway.Journal.GetTrialBalanceAsync(new()
            {
                FromDate = call.Get(period.From), ToDate = call.Get(period.To), HospitalCode = call.Get(period.Hospital),
                CountyCode = call.Get(period.County), ByCounty = call.Get(byCounty), ByFund = call.Get(byFund),
            }),
            Print);
    }

    public static Command Account()
    {
        var period = new Period();
        var account = Input.Name("account", "科目，如 advance_receivable；见 docs/ACCOUNTS.md");
        return CommandFrame.Run("account", "明细账：一个科目的每条分录和余额；每行一条，用制表符分隔", [account, .. period.Symbols], async call =>
        {
            var (token, whole) = ("", new ListAccountEntriesResponse());
            do
            {
                var page = await call.Gateway.Journal.ListAccountEntriesAsync(new()
                {
                    Account = call.Get(account), FromDate = call.Get(period.From), ToDate = call.Get(period.To),
                    HospitalCode = call.Get(period.Hospital), CountyCode = call.Get(period.County), PageSize = PageSize, PageToken = token,
                });
                if (!call.WantsJson)
                {
                    Print(page, first: token.Length == 0);
                }

                whole.MergeFrom(page);
                token = page.NextPageToken;
            }
            while (token.Length > 0);
            return call.Print(whole, _ => { });
        });
    }

    private static void Print(TrialBalance balance)
    {
        var table = Terminal.Table(["科目", "名称", "县区", "基金"], ["期初", "借方", "贷方", "期末"]);
        foreach (var row in balance.Rows)
        {
            table.AddRow(
                row.Account, row.Name, CountyNames.Shown(row.CountyCode), row.Fund,
                Display.Yuan(row.OpeningFen), Display.Yuan(row.DebitFen), Display.Yuan(row.CreditFen), Display.Yuan(row.ClosingFen));
        }

        Terminal.Out.Write(table);
        Terminal.Error.WriteLine(
            $"{balance.FromDate} 至 {balance.ToDate}，单位：元，贷方余额为负；借方合计等于贷方合计 {Display.Yuan(balance.TurnoverFen)}");
    }

    private static void Print(ListAccountEntriesResponse page, bool first)
    {
        if (first)
        {
            Console.Out.WriteLine("时间\t凭据\t事项\t机构\t县区\t基金\t金额\t余额");
            Console.Out.WriteLine($"\t\t期初\t\t\t\t\t{Display.Yuan(page.OpeningFen)}");
        }

        Display.Lines(page.Entries, e => string.Join('\t', [
            ChinaTime.Of(e.Time.ToDateTimeOffset()).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), e.Reference, e.Title,
            e.HospitalCode, CountyNames.Shown(e.CountyCode), e.Fund, Display.Yuan(e.AmountFen), Display.Yuan(e.BalanceFen),
        ]));
    }

    /// <summary>The days, and perhaps one hospital and county.</summary>
    private sealed class Period
    {
        public Option<string> From { get; } = Input.Text("--from", "开始日期，如 2026-03-01", required: true);

        public Option<string> To { get; } = Input.Text("--to", "结束日期（含），如 2026-03-31", required: true);

        public Option<string> Hospital { get; } = Input.Hospital(required: false, "只看这个机构");

        public Option<string> County { get; } = Input.Text("--county", "只看这个县区，六位编码");

        public Symbol[] Symbols => [From, To, Hospital, County];
    }
}
