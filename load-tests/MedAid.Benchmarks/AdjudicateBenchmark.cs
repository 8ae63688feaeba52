using BenchmarkDotNet.Attributes;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;

namespace MedAid.Benchmarks;

/// <summary>What the arithmetic costs, and what it costs on top to say it in Chinese.</summary>
[MemoryDiagnoser]
public class AdjudicateBenchmark
{
    private readonly PolicyTerms terms = DialysisVisit.Terms();
    private readonly VisitInput visit = DialysisVisit.Visit();
    private readonly Breakdown breakdown;
    private readonly long[] usedFen;
    private readonly LayerLine[] lines = new LayerLine[DialysisVisit.Items];
    private readonly Share[] shares = new Share[DialysisVisit.Items];

    /// <summary>Checks that the visit is the one that is meant to be measured.</summary>
    public AdjudicateBenchmark()
    {
        breakdown = new Breakdown(terms, DialysisVisit.Items);
        usedFen = [.. terms.Counters.Select(counter =>
            counter.Name == "catastrophic.deductible" ? DialysisVisit.TiltDeductibleFen : 0)];
        if (Adjudicate() != Refusal.None || !PaidByThree(breakdown.Lines))
        {
            throw new InvalidOperationException("the visit is to be paid by three layers");
        }
    }

    /// <summary>Twenty items through three layers into a breakdown that is used again.</summary>
    [Benchmark(Baseline = true)]
    public Refusal Adjudicate() => Adjudicator.Adjudicate(visit, usedFen, breakdown);

    /// <summary>The same into a new breakdown each time, as a server does that keeps none.</summary>
    [Benchmark]
    public Refusal Adjudicate_into_a_new_breakdown() =>
        Adjudicator.Adjudicate(visit, usedFen, new Breakdown(terms, DialysisVisit.Items));

    /// <summary>
    /// Only the trace: every line and share that the split records (rule with article, base, deductible, bands, caps, payment), written
    /// once more. A split that recorded none would save this much.
    /// </summary>
    [Benchmark]
    public int Trace()
    {
        var (line, share) = (0, 0);
        foreach (ref readonly var recorded in breakdown.Lines)
        {
            lines[line++] = recorded;
            foreach (ref readonly var part in breakdown.SharesOf(recorded))
            {
                shares[share++] = part;
            }
        }

        return line + share;
    }

    /// <summary>Only the sentences of a split that is already there.</summary>
    [Benchmark]
    public int Sentences() => Explanation.Sentences(breakdown, []).Count;

    private static bool PaidByThree(ReadOnlySpan<LayerLine> lines) =>
        lines.Length == 3 && lines[0].PaidFen > 0 && lines[1].PaidFen > 0 && lines[2].PaidFen > 0;
}
