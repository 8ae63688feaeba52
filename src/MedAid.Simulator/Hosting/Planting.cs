using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Split;
using MedAid.Simulator.Transactions;

namespace MedAid.Simulator.Hosting;

/// <summary>Differences that are put into the books on purpose, for a reconciliation to find.</summary>
internal sealed class Planting(Book book, Office office)
{
    private const string Outpatient = "11";

    /// <summary>A settlement that only the bureau has.</summary>
    public JsonObject Plant(JsonElement order)
    {
        var person = office.Persons.OfIdNumber(order.GetProperty("id_number").GetString()!) ?? throw new SimulatorException("没有这个人");
        var hospital = new HospitalCode(order.GetProperty("fixmedins_code").GetString());
        var (total, fund) = (order.GetProperty("total_fen").GetInt64(), order.GetProperty("fund_fen").GetInt64());
        var district = Text(order, "mdtrtarea_admvs", person.District);
        var care = Text(order, "med_type", Outpatient);
        var code = office.Region.Funds.Write(office.Figures.Insurances[person.Insurance].BasicFund)!;
        return book.Decide<JsonObject>(state =>
        {
            var visit = new Registered(
                office.NewId(state, district), person.Number, hospital, person.Insurance, Text(order, "ipt_otp_no", ""), office.Clock.Now, district);
            var settlement = new BookedSettlement
            {
                Id = office.NewId(state, district), VisitId = visit.VisitId, PersonNumber = person.Number, Hospital = hospital,
                Insurance = person.Insurance, CareType = care, At = office.Clock.Now, Number = "2207",
                MessageId = Text(order, "msgid", $"{hospital}{office.Clock.Now:yyyyMMddHHmmss}P{state.LastNumber % 1_000:D3}"),
                ClearingType = office.Region.ClearingTypeOf(care), ClearingWay = office.Region.ClearingWays.GetValueOrDefault("item", "1"),
                Agency = district,
                Amounts = new SettledAmounts
                {
                    TotalFen = total, WhollyOwnFen = 0, OverLimitFen = 0, FirstOwnFen = 0,
                    Rows = [new FundRow(code.Code, code.Name, fund, total, 0, "", code.Column)],
                },
            };
            return Identities.Problem(settlement.Amounts) is { } problem
                ? throw new SimulatorException(problem)
                : (Named(settlement.Id), [visit, new SettlementBooked(settlement)]);
        });
    }

    /// <summary>The bureau loses a settlement.</summary>
    public JsonObject Lose(JsonElement order) => book.Decide<JsonObject>(state =>
    {
        var settlement = Find(order, state);
        return (Named(settlement.Booked.Id), [new SettlementErased(settlement.Booked.Id, IsLost: true)]);
    });

    /// <summary>The bureau has so many fen more, or less, for its first fund than it answered.</summary>
    public JsonObject Change(JsonElement order)
    {
        var fen = order.GetProperty("fund_fen").GetInt64();
        return book.Decide<JsonObject>(state =>
        {
            var settlement = Find(order, state).Booked;
            var rows = settlement.Amounts.Rows;
            var amounts = rows.Count == 0
                ? throw new SimulatorException("该结算没有基金支付，改不了")
                : settlement.Amounts with { Rows = [rows[0] with { PaidFen = rows[0].PaidFen + fen }, .. rows.Skip(1)] };
            return Identities.Problem(amounts) is { } problem
                ? throw new SimulatorException(problem)
                : (Named(settlement.Id), [new SettlementChanged(settlement.Id, amounts)]);
        });
    }

    private static SettlementState Find(JsonElement order, BookState state) =>
        state.Settlement(order.GetProperty("setl_id").GetString()!) is { IsStanding: true } settlement
            ? settlement
            : throw new SimulatorException("没有这笔有效的结算");

    private static JsonObject Named(string id) => new() { ["setl_id"] = id };

    private static string Text(JsonElement order, string name, string otherwise) =>
        order.TryGetProperty(name, out var text) ? text.GetString()! : otherwise;
}
