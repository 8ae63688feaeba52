using MedAid.Bureau.Regions;
using MedAid.Core;
using MedAid.Simulator.Books;
using MedAid.Simulator.Persons;

namespace MedAid.Simulator.Split;

/// <summary>What a visit of a person comes to by the bureau's own figures.</summary>
/// <param name="Person">The person.</param>
/// <param name="Day">The day.</param>
/// <param name="CareType"><c>med_type</c>.</param>
/// <param name="Disease"><c>dise_codg</c>.</param>
/// <param name="UsesAccount">Whether the personal account may pay.</param>
internal sealed record SplitQuestion(Person Person, DateOnly Day, string CareType, string Disease, bool UsesAccount);

/// <summary>
/// The bureau's own split, by a few figures of each kind of insurance: deductible of the year, a share of the rest, a share of what remains of the
/// year above a bound, relief on what remains for whoever has an identity, the personal account. They are samples and nobody's policy.
/// </summary>
internal sealed class SampleSplit(Figures figures, Region region)
{
    private const string Chronic = "14";

    /// <summary>The money of lines.</summary>
    public SettledAmounts Of(SplitQuestion question, IReadOnlyList<UploadedLine> lines, IEnumerable<SettlementState> earlier, long balanceFen)
    {
        var insurance = figures.Insurances.GetValueOrDefault(question.Person.Insurance)
            ?? throw new SimulatorException($"数字文件里没有险种 {question.Person.Insurance}");
        var amounts = Lines(lines);
        var year = earlier.Where(s => s.IsStanding && s.Booked.At.Year == question.Day.Year).Select(s => s.Booked.Amounts).ToArray();
        var isChronic = question.CareType == Chronic
            && question.Person.Filings.Any(f => f.Disease == question.Disease && f.IsOn(question.Day));
        var (deductible, ratio) = isChronic
            ? (insurance.ChronicDeductibleFen, insurance.ChronicRatio)
            : (insurance.DeductibleFen, insurance.Ratio);

        var deducted = Math.Min(amounts.InScopeFen, Math.Max(0, deductible - year.Sum(a => a.DeductibleFen)));
        var basic = ratio.Of(amounts.InScopeFen - deducted);
        var rest = amounts.InScopeFen - basic;
        var restBefore = year.Sum(a => a.InScopeFen - a.ColumnFen(ColumnOf(insurance.BasicFund)));
        var large = insurance.LargeRatio.Of(
            Math.Max(0, restBefore + rest - insurance.LargeFromFen) - Math.Max(0, restBefore - insurance.LargeFromFen));
        var relief = HasRelief(question) ? insurance.ReliefRatio.Of(rest - large) : 0;

        var split = amounts with
        {
            DeductibleFen = deducted,
            PoolRatio = ratio.ToString(),
            Rows =
            [
                .. new[]
                {
                    Row(insurance.BasicFund, basic, amounts.InScopeFen), Row(insurance.LargeFund, large, rest),
                    Row(figures.ReliefFund, relief, rest - large),
                }.Where(r => r.PaidFen > 0),
            ],
        };
        return question.UsesAccount && insurance.PaysByAccount
            ? split with { FromAccountFen = Math.Min(split.PersonFen, Math.Max(0, balanceFen)) }
            : split;
    }

    /// <summary>The money of lines before any fund pays.</summary>
    public static SettledAmounts Lines(IReadOnlyList<UploadedLine> lines) => new()
    {
        TotalFen = lines.Sum(l => l.AmountFen), WhollyOwnFen = lines.Sum(l => l.WhollyOwnFen), OverLimitFen = lines.Sum(l => l.OverLimitFen),
        FirstOwnFen = lines.Sum(l => l.FirstOwnFen), Rows = [],
    };

    private bool HasRelief(SplitQuestion question) => question.Person.Identities.Any(
        i => i.IsOn(question.Day) && figures.Identities.GetValueOrDefault(i.Kind) is { HasRelief: true });

    private FundRow Row(Fund fund, long paidFen, long inScopeFen) => new(
        region.Funds.Write(fund)?.Code ?? fund.Text, region.Funds.Write(fund)?.Name ?? "", paidFen, inScopeFen, 0, "", ColumnOf(fund));

    private string ColumnOf(Fund fund) => region.Funds.Write(fund)?.Column is { Length: > 0 } column ? column : "oth_pay";
}
