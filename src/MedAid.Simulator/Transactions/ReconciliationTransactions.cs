using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Files;
using MedAid.Bureau.Messages.Forms;
using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Faults;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Transactions;

/// <summary>3201 and 3202, and their files by 9101 and 9102. They need no sign-in.</summary>
internal sealed class ReconciliationTransactions(Office office)
{
    private const int CodeMax = 100;
    private const int FenDecimals = 2;
    private const int IdLength = 32;

    private static readonly NationalTable Statement = new(Node("data", new NationalTable(
        Text("insutype", CodeMax), Text("clr_type", CodeMax), Text("setl_optins", CodeMax), Text("clr_optins", CodeMax),
        Text("stmt_begndate", CodeMax), Text("stmt_enddate", CodeMax), Text("file_qury_no", CodeMax), Text("refd_setl_flag", CodeMax),
        Text("fixmedins_refd_setl_flag", CodeMax), SignedNumber("medfee_sumamt", FenDecimals),
        SignedNumber("fund_pay_sumamt", FenDecimals), SignedNumber("acct_pay", FenDecimals), SignedNumber("cash_payamt", FenDecimals),
        SignedNumber("fixmedins_setl_cnt", 0))));

    /// <summary>Some clients send the rows in 3202 itself.</summary>
    private static readonly NationalTable Statements = new([.. Statement.Fields, .. SessionForms.Upload.Fields]);

    private readonly StatementScope scope = new(office.Region);

    /// <summary>Its transactions.</summary>
    public IEnumerable<Transaction> All =>
    [
        new("3201", Statement, Totals) { NeedsSignIn = false }, new("3202", Statements, Details) { NeedsSignIn = false },
        new("9101", SessionForms.Upload, Store) { NeedsSignIn = false }, new("9102", SessionForms.Download, Fetch) { NeedsSignIn = false },
    ];

    private ReconciliationForm Form => office.Region.Reconciliation;

    /// <summary>Compares what the message names: an amount that is not there is not compared. Each settlement and each reversal counts one.</summary>
    private Carried Totals(Call call, BookState state)
    {
        BureauRow[] rows = [.. scope.Of(call, state).Select(scope.Row)];
        var cash = scope.Of(call, state).Sum(s => s.Booked.Amounts.CashFen);
        (string Name, long Own)[] sums =
        [
            ("medfee_sumamt", rows.Sum(r => r.Sums.TotalFen)), ("fund_pay_sumamt", rows.Sum(r => r.Sums.FundFen)),
            ("acct_pay", rows.Sum(r => r.Sums.AccountFen)), ("cash_payamt", cash),
        ];
        string[] differences =
        [
            .. sums.Where(s => call.Data[s.Name].Length > 0 && call.Data.Fen(s.Name) != s.Own)
                .Select(s => $"{s.Name} 医院 {ExactNumber.Yuan(call.Data.Fen(s.Name))} 中心 {ExactNumber.Yuan(s.Own)}"),
        ];
        var count = call.Data["fixmedins_setl_cnt"].Length > 0 ? call.Data.Scaled("fixmedins_setl_cnt", 0) : rows.Length;
        var result = count < rows.Length ? StatementResult.CentreHasMore : count > rows.Length ? StatementResult.HospitalHasMore
            : differences.Length > 0 ? StatementResult.Differ : StatementResult.Balanced;
        var text = string.Join('；', count == rows.Length ? differences : differences.Prepend($"笔数 医院 {count} 中心 {rows.Length}"));
        return new Carried(new JsonObject
        {
            ["stmtinfo"] = new JsonObject
            {
                [Form.AgencyField] = scope.AgencyOf(call.Data), ["stmt_rslt"] = Form.CodesOf(result)[0],
                ["stmt_rslt_dscr"] = text.Length > 0 ? text : "对账一致",
            },
        });
    }

    private Carried Details(Call call, BookState state)
    {
        var bytes = call.Input.Rows("fsUploadIn").Count > 0 ? Uploaded(call)
            : state.Files.GetValueOrDefault(call.Data["file_qury_no"]) is { } file && file.Hospital == call.Hospital
                ? Convert.FromBase64String(file.Base64)
                : throw new BureauRefusalException("FSI-没有该文件查询号（file_qury_no）的文件，请先上传（9101）");
        var refundRows = call.Faults.Has(FaultKind.OtherRefundRows) == (Form.RefundRows == RefundRows.OwnId) ? RefundRows.SameId : RefundRows.OwnId;
        var rows = BureauRow.Compare(
            [.. scope.Of(call, state).Select(scope.Row)], StatementRow.Read(FileBytes.Unpack(bytes), office.Region), refundRows);
        var form = call.Faults.Has(FaultKind.EmptyColumns) ? Form with { File = Form.File with { Empty = "" } } : Form;
        var name = office.Clock.Now.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        var text = StatementResultRow.Write(rows, office.Region with { Reconciliation = form });
        var stored = File(call, state, $"{name}.zip", FileBytes.Pack(text, $"{name}.txt", office.Clock.Now));
        return new Carried(new JsonObject { ["fileinfo"] = About(stored, call, withHospital: false) }, stored);
    }

    private Carried Store(Call call, BookState state)
    {
        var stored = File(call, state, call.Input.Node("fsUploadIn")["filename"], Uploaded(call));
        return new Carried(About(stored, call, withHospital: true), stored);
    }

    private static byte[] Uploaded(Call call) => FileBytes.Read(call.Input.Node("fsUploadIn")["in"]) is { Length: > 0 } bytes
        ? bytes
        : throw new BureauRefusalException("FSI-fsUploadIn.in 没有内容");

    private static Carried Fetch(Call call, BookState state)
    {
        var number = call.Input.Node("fsDownloadIn")["file_qury_no"];
        return state.Files.GetValueOrDefault(number) is { } file && file.Hospital == call.Hospital
            ? new Carried(new JsonObject { ["file_qury_no"] = number, ["filename"] = file.Name })
            {
                File = Convert.FromBase64String(file.Base64),
            }
            : throw new BureauRefusalException("FSI-没有该文件查询号（file_qury_no）的文件");
    }

    private static FileStored File(Call call, BookState state, string name, byte[] bytes)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"file/{++state.LastNumber}")));
        return new FileStored($"fsi/plc/{Convert.ToHexStringLower(id)[..IdLength]}", name, call.Hospital, Convert.ToBase64String(bytes));
    }

    private JsonObject About(FileStored file, Call call, bool withHospital)
    {
        var about = new JsonObject
        {
            ["file_qury_no"] = file.Id, ["filename"] = file.Name, ["dld_endtime"] = SimulatorClock.Text(office.Clock.Now.AddDays(1)),
        };
        if (withHospital)
        {
            about["fixmedins_code"] = call.Hospital.Text;
        }

        return about;
    }
}
