using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Core;
using MedAid.Simulator.Books;
using static MedAid.Bureau.Messages.NationalTable;

namespace MedAid.Simulator.Transactions;

/// <summary>3203 to 3206: the claim of a month, its withdrawal, its state and the agencies. A claim that differs from the books is refused.</summary>
internal sealed class ClearingTransactions(Office office)
{
    private const int CodeMax = 100;
    private const int FenDecimals = 2;
    private const string Applied = "10";

    private static readonly NationalTable Application = new(Node("data", new NationalTable(
        Needed("clr_type", CodeMax), Text("clr_way", CodeMax), Text("clr_optins", CodeMax), Text("setlym", CodeMax), Text("clr_ym", CodeMax),
        Needed("begndate", CodeMax), Needed("enddate", CodeMax), SignedNumber("medfee_sumamt", FenDecimals),
        SignedNumber("fund_appy_sum", FenDecimals), SignedNumber("acct_pay", FenDecimals))));

    private static readonly NationalTable Named = new(Node("data", new NationalTable(
        Text("clr_appy_evt_id", CodeMax), Text("clr_apply_evt_id", CodeMax), Text("setlym", CodeMax), Text("clr_ym", CodeMax))));

    private readonly StatementScope scope = new(office.Region);

    /// <summary>Its transactions.</summary>
    public IEnumerable<Transaction> All =>
    [
        new("3203", Application, Apply), new("3204", Named, Withdraw), new("3205", Named, Find), new("3206", Named, Agencies),
    ];

    private Carried Apply(Call call, BookState state)
    {
        var data = call.Data;
        var rows = scope.Of(call, state).Select(scope.Row).ToArray();
        foreach (var (name, own) in new[]
        {
            ("medfee_sumamt", rows.Sum(r => r.Sums.TotalFen)), ("fund_appy_sum", rows.Sum(r => r.Sums.FundFen)),
            ("acct_pay", rows.Sum(r => r.Sums.AccountFen)),
        })
        {
            if (data[name].Length > 0 && data.Fen(name) != own)
            {
                throw new BureauRefusalException(
                    $"FSI-清算申请与中心不符：{name} 申请 {ExactNumber.Yuan(data.Fen(name))} 中心 {ExactNumber.Yuan(own)}");
            }
        }

        var month = data.First("setlym", "clr_ym");
        if (state.Clearings.Values.Any(c =>
            c.Hospital == call.Hospital && c.Month == month && c.ClearingType == data["clr_type"] && c.ClearingWay == data["clr_way"]))
        {
            throw new BureauRefusalException("FSI-该清算类别和清算方式本月已申请，请先撤销");
        }

        var id = string.Create(CultureInfo.InvariantCulture, $"QS{++state.LastNumber:D14}");
        return new Carried(
            new JsonObject { ["clr_appy_evt_id"] = id, ["result"] = new JsonObject { ["clr_appy_evt_id"] = id } },
            new ClearingApplied(
                id, call.Hospital, data["clr_type"], data["clr_way"], month, rows.Sum(r => r.Sums.TotalFen), rows.Sum(r => r.Sums.FundFen)));
    }

    private static Carried Withdraw(Call call, BookState state) =>
        state.Clearings.GetValueOrDefault(call.Data.First("clr_appy_evt_id", "clr_apply_evt_id")) is { } clearing
            && clearing.Hospital == call.Hospital
            ? new Carried(null, new ClearingWithdrawn(clearing.Id))
            : throw new BureauRefusalException("FSI-没有该清算申请（clr_appy_evt_id）");

    private static Carried Find(Call call, BookState state)
    {
        var (id, month) = (call.Data.First("clr_appy_evt_id", "clr_apply_evt_id"), call.Data.First("setlym", "clr_ym"));
        return new Carried(new JsonObject
        {
            ["clr_appys"] = Json.List(state.Clearings.Values
                .Where(c => c.Hospital == call.Hospital && (id.Length == 0 || c.Id == id) && (month.Length == 0 || c.Month == month))
                .Select(c => new JsonObject
                {
                    ["clr_appy_evt_id"] = c.Id, ["clr_type"] = c.ClearingType, ["clr_way"] = c.ClearingWay, ["setlym"] = c.Month,
                    ["medfee_sumamt"] = MessageJson.Yuan(c.TotalFen), ["fund_appy_sum"] = MessageJson.Yuan(c.FundsFen), ["clr_stas"] = Applied,
                })),
        });
    }

    /// <summary>The agencies of the hospital's settlements; under which node they are answered is not known, and assumed.</summary>
    private static Carried Agencies(Call call, BookState state) => new(new JsonObject
    {
        ["result"] = Json.List(state.Settlements.Where(s => !s.IsErased && s.Booked.Hospital == call.Hospital).Select(s => s.Booked.Agency)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(a => new JsonObject { ["clr_optins"] = a })),
    });
}
