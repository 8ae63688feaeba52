using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Files;
using MedAid.Bureau.Regions;
using MedAid.Settlement;
using MedAid.Simulator.Books;

namespace MedAid.Simulator.Transactions;

/// <summary>Which settlements a reconciliation or a clearing is about: a hospital's, by day of settling, and what else the message names.</summary>
internal sealed class StatementScope(Region region)
{
    private static readonly string[] Excluding = ["0", "000"];

    /// <summary>The agency that a message names, or empty.</summary>
    public string AgencyOf(NationalRow data) => data[region.Reconciliation.AgencyField] is { Length: > 0 } own
        ? own
        : data.First("setl_optins", "clr_optins");

    /// <summary>The settlements.</summary>
    public IReadOnlyList<SettlementState> Of(Call call, BookState state)
    {
        var data = call.Data;
        var (from, to) = (Day(data, "stmt_begndate", "begndate"), Day(data, "stmt_enddate", "enddate"));
        var areReversalsLeftOut = Excluding.Contains(data.First("refd_setl_flag", "fixmedins_refd_setl_flag"));
        return
        [
            .. state.Settlements.Where(s => !s.IsErased && s.Booked.Hospital == call.Hospital && (!areReversalsLeftOut || s.IsStanding)
                && ChinaTime.DayOf(s.Booked.At) is var day && day >= from && day <= to
                && Is(data["insutype"], s.Booked.Insurance) && Is(data["clr_type"], s.Booked.ClearingType)
                && Is(data["clr_way"], s.Booked.ClearingWay) && Is(AgencyOf(data), s.Booked.Agency)),
        ];
    }

    /// <summary>A settlement as a row.</summary>
    public BureauRow Row(SettlementState state)
    {
        var (booked, amounts) = (state.Booked, state.Booked.Amounts);
        return new BureauRow(
            booked.Id, booked.Reverses, booked.VisitId, booked.PersonNumber, booked.MessageId, SettlementOut.IsRefund(state),
            new StatementSums(
                amounts.TotalFen, region.Sums.FundSum(amounts.FundsFen, amounts.FromAccountFen), amounts.FromAccountFen));
    }

    private static bool Is(string asked, string own) => asked.Length == 0 || asked == own;

    private static DateOnly Day(NationalRow data, string name, string other) =>
        data.Day(name) ?? data.Day(other) ?? throw new BureauRefusalException($"FSI-{name} 必填，例如 2026-03-16");
}
