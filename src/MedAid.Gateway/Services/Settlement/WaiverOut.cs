using System.Globalization;
using MedAid.Contract.Settlement.V1;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Gateway.Services;

/// <summary>Waivers as messages of the contract.</summary>
internal static class WaiverOut
{
    public static Waiver Waiver(WaiverDocument waiver)
    {
        var message = new Waiver
        {
            Programme = waiver.Programme,
            Title = waiver.Title,
            WaivedFen = waiver.WaivedFen,
            CutByVisitFen = waiver.CutByVisitFen,
            CutByMonthFen = waiver.CutByMonthFen,
            CutByBudgetFen = waiver.CutByBudgetFen,
            Warning = waiver.Warning,
            Heads = { waiver.Heads.Select(h => new WaiverHead { Head = h.Head, Items = h.Items, WaivedFen = h.WaivedFen }) },
        };
        Give(waiver.MonthLeftFen, left => message.MonthLeftFen = left);
        Give(waiver.BudgetFen, budget => message.BudgetFen = budget);
        Give(waiver.BudgetLeftFen, left => message.BudgetLeftFen = left);
        return message;
    }

    public static WaiverProgramme Programme(WaiverStanding standing)
    {
        var rule = standing.Rule;
        var message = new WaiverProgramme
        {
            Programme = rule.Id,
            Title = rule.Citation.Title.Length > 0 ? rule.Citation.Title : rule.Id,
            Terms = { rule.Categories.Select(Share), rule.FixedFen.Select(Fixed) },
            Year = standing.Year,
            UsedFen = standing.UsedFen,
            BudgetLow = standing.IsLow,
            Assumed = !rule.Citation.Assumed ? "" : rule.Citation.Note.Length > 0 ? rule.Citation.Note : "暂设",
        };
        Give(rule.Limits.VisitFen, limit => message.VisitLimitFen = limit);
        Give(rule.Limits.PatientMonthFen, limit => message.PatientMonthLimitFen = limit);
        Give(rule.Limits.YearBudgetFen, limit => message.YearBudgetFen = limit);
        Give(standing.LeftFen, left => message.LeftFen = left);
        return message;
    }

    public static ReportWaiversResponse Report(WaiverMonth month) => new()
    {
        HospitalCode = month.Hospital.Code.Text,
        HospitalName = month.Hospital.Name,
        Month = month.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        Settlements = month.Settlements,
        WaivedFen = month.WaivedFen,
        JournalFen = month.JournalFen,
        Costs =
        {
            month.Costs.Select(c => new SettlementV1.WaiverCost
            {
                Programme = c.Programme, Title = c.Title, Head = c.Head, Name = WaiverHeads.ChineseOf(c.Head), Items = c.Items,
                WaivedFen = c.WaivedFen,
            }),
        },
        Programmes = { month.Budgets.Select(Programme) },
    };

    private static WaiverTerm Share(KeyValuePair<string, Core.Rate> share) => new()
    {
        Head = share.Key, Name = WaiverHeads.ChineseOf(share.Key), RatioPerMillion = share.Value.PerMillion,
    };

    private static WaiverTerm Fixed(KeyValuePair<string, long> amount) => new()
    {
        Head = amount.Key, Name = WaiverHeads.ChineseOf(amount.Key), FixedFen = amount.Value,
    };

    private static void Give(long? amountFen, Action<long> set)
    {
        if (amountFen is { } given)
        {
            set(given);
        }
    }
}
