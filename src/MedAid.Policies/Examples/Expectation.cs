using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Examples;

/// <summary>Compares a split with what an example names of it.</summary>
internal static class Expectation
{
    /// <summary>What differs, in words; empty if nothing does.</summary>
    public static List<string> Compare(Fields expect, Breakdown breakdown, IReadOnlyList<string> counterKeys, PackProblems problems)
    {
        var differences = new List<string>();
        Amount(expect, "gross", breakdown.GrossFen, differences);
        Amount(expect, "waived", breakdown.WaivedFen, differences);
        Amount(expect, "total", breakdown.TotalFen, differences);
        Amount(expect, "patient", breakdown.PatientFen, differences);
        Amount(expect, "hospital_borne", breakdown.HospitalBorneFen, differences);
        Amount(expect, "account", breakdown.Account?.AmountFen ?? 0, differences);
        Amount(expect, "helper", breakdown.Account?.HelperFen ?? 0, differences);
        Amount(expect, "cash", breakdown.CashFen, differences);
        Flag(expect, "no_rule", breakdown.NoRule, differences);
        if (expect.TakeNullable("programme")?.Text is { } programme || expect.IsNull("programme"))
        {
            var wanted = expect.TakeNullable("programme")?.Text;
            Differ("programme", wanted ?? "null", breakdown.Programme?.Id ?? "null", differences);
        }

        foreach (var (key, value) in expect.DataMap("charges"))
        {
            var actual = Charge(breakdown.Charges, key);
            if (actual is null)
            {
                expect.Problem(PackProblemCode.UnknownWord, "charges", $"{key} 不是费用的组成部分");
            }

            Amount(expect, value, $"charges.{key}", actual ?? 0, differences);
        }

        foreach (var (key, value) in expect.DataMap("counters"))
        {
            Amount(expect, value, $"counters.{key}", Counter(breakdown, counterKeys, key), differences);
        }

        foreach (var (key, value) in expect.DataMap("layers"))
        {
            Line(expect, key, value, breakdown, differences, problems);
        }

        expect.Finish();
        return differences;
    }

    private static void Line(
        Fields expect, string layer, PackNode value, Breakdown breakdown, List<string> differences, PackProblems problems)
    {
        var line = Find(breakdown, layer);
        var path = $"layers.{layer}";
        if (value.Kind != NodeKind.Map)
        {
            Amount(expect, value, path, line.PaidFen, differences);
            return;
        }

        var fields = Fields.Open(value, $"{expect.PathOf("layers")}.{layer}", problems)!;
        Amount(fields, "base", line.BaseFen, differences);
        Amount(fields, "deductible", line.DeductibleFen, differences);
        Amount(fields, "paid", line.PaidFen, differences);
        Amount(fields, "capped", line.CappedFen, differences);
        Amount(fields, "deferred", line.DeferredFen, differences);
        Amount(fields, "quota", line.QuotaFen, differences);
        Amount(fields, "bureau_pays", line.BureauPaysFen, differences);
        Flag(fields, "advanced", line.Advanced, differences);
        if (fields.TakeNullable("rule")?.Text is { } rule)
        {
            Differ($"{path}.rule", rule, line.Rule ?? "null", differences);
        }

        fields.Finish();
    }

    /// <summary>The lines of a layer together: their sums, advanced if one is, the rules of those that have one.</summary>
    private static LayerSum Find(Breakdown breakdown, string layer)
    {
        var sum = new LayerSum(0, 0, 0, 0, 0, 0, 0, false, null);
        foreach (ref readonly var line in breakdown.Lines)
        {
            if (line.LayerId == layer)
            {
                sum = new LayerSum(
                    sum.BaseFen + line.BaseFen, sum.DeductibleFen + line.DeductibleFen, sum.PaidFen + line.PaidFen,
                    sum.CappedFen + line.CappedFen, sum.DeferredFen + line.DeferredFen, sum.QuotaFen + (line.QuotaFen ?? 0),
                    sum.BureauPaysFen + (line.QuotaFen is null ? 0 : line.DueFen), sum.Advanced || line.Advanced,
                    sum.Rule is null ? line.Rule?.Id : line.Rule is { } rule && rule.Id != sum.Rule ? $"{sum.Rule},{rule.Id}" : sum.Rule);
            }
        }

        return sum;
    }

    private static long? Charge(ChargeSplit charges, string key) => key switch
    {
        "in_scope" => charges.InScopeFen,
        "first_self_pay" => charges.FirstSelfPayFen,
        "over_ceiling" => charges.OverCeilingFen,
        "out_of_scope" => charges.OutOfScopeFen,
        _ => null,
    };

    private static long Counter(Breakdown breakdown, IReadOnlyList<string> counterKeys, string key)
    {
        for (var slot = 0; slot < counterKeys.Count; slot++)
        {
            if (string.Equals(counterKeys[slot], key, StringComparison.Ordinal))
            {
                return breakdown.CounterAddedFen[slot];
            }
        }

        return 0;
    }

    private static void Flag(Fields expect, string key, bool actual, List<string> differences)
    {
        if (expect.Boolean(key) is { } wanted)
        {
            Differ(expect.PathOf(key), wanted ? "true" : "false", actual ? "true" : "false", differences);
        }
    }

    private static void Amount(Fields expect, string key, long actualFen, List<string> differences)
    {
        if (expect.Take(key) is { } value)
        {
            Amount(expect, value, expect.PathOf(key), actualFen, differences);
        }
    }

    private static void Amount(Fields expect, PackNode value, string path, long actualFen, List<string> differences)
    {
        if (expect.Fen(value, path) is { } wanted)
        {
            Differ(path, ExactNumber.Yuan(wanted), ExactNumber.Yuan(actualFen), differences);
        }
    }

    private static void Differ(string what, string wanted, string actual, List<string> differences)
    {
        if (!string.Equals(wanted, actual, StringComparison.Ordinal))
        {
            differences.Add($"{what}：应为 {wanted}，算得 {actual}");
        }
    }

    private sealed record LayerSum(
        long BaseFen, long DeductibleFen, long PaidFen, long CappedFen, long DeferredFen, long QuotaFen, long BureauPaysFen, bool Advanced,
        string? Rule);
}
