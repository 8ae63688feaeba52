using System.Globalization;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Reports.Figures;
using MedAid.Settlement.Sql;

namespace MedAid.Reports.Making;

/// <summary>
/// Works one place of a report out: of the facts, of what is carried over from before these books, of what was entered, or of the columns before it.
/// The same sums of one row and group are asked for once.
/// </summary>
internal sealed class CellMaker(
    SqlSession session, FactsCover cover, IReadOnlyList<EnteredFigure> entered, ReportPeriod period)
{
    /// <summary>The whole in hundredths of a percent.</summary>
    public const int Whole = 10_000;

    /// <summary>Why a place is not known that is worked out of others.</summary>
    public const string FollowsFromOthers = "其中有的数不详。";

    private VisitScope? summed;
    private VisitSums sums = null!;

    /// <summary>A ratio as one writes it: 15, 12.5.</summary>
    public static string PercentOf(Rate rate)
    {
        var hundredths = Rounding.HalfUp((Int128)rate.Numerator * Whole, rate.Denominator);
        var text = string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100}.{hundredths % 100:00}");
        return text.TrimEnd('0').TrimEnd('.');
    }

    /// <summary>Whether a ratio, as it is shown, is above another.</summary>
    public static bool IsAbove(ReportCell ratio, Rate most) => (Int128)(ratio.Value ?? 0) * most.Denominator > (Int128)most.Numerator * Whole;

    /// <summary>The place.</summary>
    public async Task<ReportCell> MakeAsync(
        VisitScope scope, ReportRow row, string place, ReportColumn column, IReadOnlyDictionary<string, ReportCell> before) => column.Measure switch
    {
        ReportMeasure.Text => new ReportCell(column.Measure, null, row.Texts.GetValueOrDefault(column.Id, "")),
        ReportMeasure.EnteredText or ReportMeasure.EnteredCount or ReportMeasure.EnteredYuan => Entered(place, column.Measure),
        ReportMeasure.Ratio => Ratio(before[column.Part], before[column.Whole]),
        ReportMeasure.Sum => Sum(column, before),
        _ => await CountedAsync(scope, place, column),
    };

    private ReportCell Entered(string place, ReportMeasure measure) =>
        entered.FirstOrDefault(f => f.Cell == place && f.Period == period.Text) is not { } figure
            ? ReportCell.Not(measure, "未录入。")
            : new ReportCell(measure, figure.Amount, figure.Words);

    private async Task<ReportCell> CountedAsync(VisitScope scope, string place, ReportColumn column)
    {
        var carried = entered.Where(f => f.Cell == place && f.ThroughDay <= scope.To).MaxBy(f => f.ThroughDay);
        var begins = carried?.ThroughDay is { } day && day >= scope.From ? day.AddDays(1) : scope.From;
        if (begins > scope.To)
        {
            return carried is null ? ReportCell.Not(column.Measure, "统计期间还没有开始。") : new ReportCell(column.Measure, carried.Amount);
        }

        if (cover.WholeFrom is not { } whole || begins < whole)
        {
            return ReportCell.Not(column.Measure, cover.WholeFrom is { } first ? Gap(begins, first, scope.To) : "本系统还没有结算。");
        }

        var own = scope with { From = begins };
        var value = await ValueAsync(own, column);
        return value is null
            ? ReportCell.Not(column.Measure, $"有 {sums.DrugsUnknown} 笔结算的明细在目录里查不到费用类别，分不出药品。")
            : carried is null || begins == scope.From ? new ReportCell(column.Measure, value)
            : Together(column.Measure, carried.Amount!.Value, value.Value);
    }

    /// <summary>What was before and what came since; whether persons of both are the same nobody knows.</summary>
    private static ReportCell Together(ReportMeasure measure, long before, long since) =>
        measure != ReportMeasure.People || before == 0 || since == 0
            ? new ReportCell(measure, checked(before + since))
            : ReportCell.Not(
                measure,
                $"结转 {before} 人，此后 {since} 人，有没有同一人本系统不知道，在 {Math.Max(before, since)} 和 {before + since} 之间。");

    private static string Gap(DateOnly begins, DateOnly first, DateOnly to)
    {
        var last = first.AddDays(-1) < to ? first.AddDays(-1) : to;
        return $"{begins:yyyy-MM-dd} 至 {last:yyyy-MM-dd} 的结算不在本系统，请录入截至 {last:yyyy-MM-dd} 的结转数。";
    }

    private async Task<long?> ValueAsync(VisitScope scope, ReportColumn column)
    {
        var query = new VisitQuery(session, scope);
        if (summed != scope)
        {
            (summed, sums) = (scope, await query.SumsAsync());
        }

        return column.Measure switch
        {
            ReportMeasure.People => await query.PeopleAsync(),
            ReportMeasure.Visits => await query.VisitsAsync(),
            ReportMeasure.Paid => await query.PaidAsync(column.Payments, due: false),
            ReportMeasure.Due => await query.PaidAsync(column.Payments, due: true),
            ReportMeasure.Gross => sums.GrossFen,
            ReportMeasure.InScope => sums.InScopeFen,
            ReportMeasure.Drug => sums.DrugsUnknown == 0 ? sums.DrugFen : null,
            ReportMeasure.DrugInScope => sums.DrugsUnknown == 0 ? sums.DrugInScopeFen : null,
            ReportMeasure.Patient => sums.PatientFen,
            ReportMeasure.Waived => sums.WaivedFen,
            ReportMeasure.HospitalBorne => sums.HospitalBorneFen,
            _ => throw new InvariantBrokenException("a measure that is not counted"),
        };
    }

    private static ReportCell Ratio(ReportCell part, ReportCell whole)
    {
        if (part.Unknown.Length > 0 || whole.Unknown.Length > 0)
        {
            return ReportCell.Not(ReportMeasure.Ratio, FollowsFromOthers);
        }

        if (whole.Value is not > 0)
        {
            return ReportCell.Not(ReportMeasure.Ratio, "分母为 0。");
        }

        var above = (Int128)part.Value!.Value * Whole;
        return new ReportCell(
            ReportMeasure.Ratio, above >= 0 ? Rounding.HalfUp(above, whole.Value.Value) : -Rounding.HalfUp(-above, whole.Value.Value));
    }

    private static ReportCell Sum(ReportColumn column, IReadOnlyDictionary<string, ReportCell> before)
    {
        if (column.Of.Any(o => before[o.Column].Unknown.Length > 0))
        {
            return ReportCell.Not(ReportMeasure.Sum, FollowsFromOthers);
        }

        var values = column.Of.Select(o => (o.Minus ? -1 : 1) * before[o.Column].Value!.Value);
        return new ReportCell(ReportMeasure.Sum, values.Aggregate(0L, (sum, value) => checked(sum + value)));
    }
}
