using System.Globalization;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Settlement;
using MedAid.Simulator.Books;
using MedAid.Simulator.Reconciliation;

namespace MedAid.Simulator.Transactions;

/// <summary>Which settlements a reconciliation or a clearing is about: those of a hospital by day of settling, and what else the message names.</summary>
internal sealed class StatementScope(Region region)
{
    private const int DayLength = 10;
    private static readonly string[] Excluding = ["0", "000"];

    private readonly SettlementOut answers = new(region);

    /// <summary>The agency that a message names, or empty.</summary>
    public string AgencyOf(NationalRow data) => data[region.Reconciliation.AgencyField] is { Length: > 0 } own
        ? own
        : data.First("setl_optins", "clr_optins");

    /// <summary>The settlements.</summary>
    public IReadOnlyList<SettlementState> Of(Call call, BookState state)
    {
        var data = call.Data;
        var (from, to) = (Day(data, "stmt_begndate", "begndate"), Day(data, "stmt_enddate", "enddate"));
        var areReversalsLeftOut = Excluding.Contains(data.First("refd_setl_flag", "REFD_SETL_FLAG", "fixmedins_refd_setl_flag"));
        return
        [
            .. state.Settlements.Where(s => !s.IsErased && s.Booked.Hospital == call.Hospital && (!areReversalsLeftOut || s.IsStanding)
                && ChinaTime.DayOf(s.Booked.At) is var day && day >= from && day <= to
                && Is(data["insutype"], s.Booked.Insurance) && Is(data["clr_type"], s.Booked.ClearingType)
                && Is(data["clr_way"], s.Booked.ClearingWay) && Is(AgencyOf(data), s.Booked.Agency)),
        ];
    }

    /// <summary>A settlement as a row.</summary>
    public StatementRow Row(SettlementState state) => new(
        state.Booked.Id, state.Booked.VisitId, state.Booked.PersonNumber, state.Booked.Amounts.TotalFen, answers.FundSum(state.Booked.Amounts),
        state.Booked.Amounts.FromAccountFen, answers.Flag(state))
    {
        MessageId = state.Booked.MessageId, Reverses = state.Booked.Reverses,
    };

    private static bool Is(string asked, string own) => asked.Length == 0 || asked == own;

    private static DateOnly Day(NationalRow data, string name, string other)
    {
        var text = data.First(name, other);
        return text.Length >= DayLength && DateOnly.TryParseExact(
            text.AsSpan(0, DayLength), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : throw new BureauRefusalException($"FSI-{name} 应是日期，例如 2026-03-16");
    }
}
