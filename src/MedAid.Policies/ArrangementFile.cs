using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>
/// Reads the files beside the packs that say how paying is arranged in a region, <c>NAME.arrangements.yaml</c>: who may pay later, deposits,
/// which layers the hospital claims itself, and which stays are long. Dated like packs, each rule with its article.
/// </summary>
public static class ArrangementFile
{
    /// <summary>The arrangements of every file below a folder; problems are added.</summary>
    public static Arrangements ReadAll(string folder, List<PackProblem> found)
    {
        var payLater = new List<PayLaterRule>();
        var deposits = new List<DepositRule>();
        var claims = new List<HospitalClaimRule>();
        var statements = new List<StatementRule>();
        var longStays = new List<LongStayRule>();
        string[] files = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*" + PackFile.ArrangementsEnding, SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
            : [];
        foreach (var file in files)
        {
            var problems = new PackProblems(file);
            if (Fields.Open(PackFile.Read(file, problems).Node, "", problems) is { } fields)
            {
                var region = fields.RequireText("region") ?? "";
                payLater.AddRange(MapList.Each(fields, "pay_later", problems, (rule, _) => PayLater(rule, region, problems)));
                deposits.AddRange(MapList.Each(fields, "deposits", problems, (rule, _) => Deposit(rule, region)));
                claims.AddRange(MapList.Each(fields, "hospital_claims", problems, (rule, _) => Claim(rule, region)));
                statements.AddRange(MapList.Each(fields, "monthly_statements", problems, (rule, _) => Statement(rule, region)));
                longStays.AddRange(MapList.Each(fields, "long_stays", problems, (rule, _) => LongStay(rule, region)));
                fields.Finish();
            }

            found.AddRange(problems.Found);
        }

        return new Arrangements(payLater, deposits, claims, statements) { LongStays = longStays };
    }

    private static PayLaterRule PayLater(Fields fields, string region, PackProblems problems)
    {
        fields.Require("when");
        var when = ConditionCompiler.Compile(fields, problems);
        if (when.Care.IsEmpty)
        {
            fields.Problem(PackProblemCode.MissingKey, "when", "要写明 care：哪类就诊可以后付费");
        }

        var (from, ends) = fields.Days();
        fields.Finish();
        return new PayLaterRule { Region = region, From = from, Ends = ends, When = when, Citation = Cited(fields) };
    }

    private static DepositRule Deposit(Fields fields, string region)
    {
        var (from, ends) = fields.Days();
        fields.Finish();
        return new DepositRule { Region = region, From = from, Ends = ends, Citation = Cited(fields) };
    }

    private static HospitalClaimRule Claim(Fields fields, string region)
    {
        var (layer, fund) = (fields.RequireText("layer") ?? "", fields.RequireText("fund") ?? "");
        var (from, ends) = fields.Days();
        fields.Finish();
        return new HospitalClaimRule { Region = region, From = from, Ends = ends, Layer = layer, Fund = new(fund), Citation = Cited(fields) };
    }

    private static StatementRule Statement(Fields fields, string region)
    {
        fields.Require("diseases");
        string[] diseases = [.. fields.List("diseases").Select(d => fields.Scalar(d, fields.PathOf("diseases")) ?? "")];
        var (from, ends) = fields.Days();
        fields.Finish();
        return new StatementRule { Region = region, From = from, Ends = ends, Diseases = diseases, Citation = Cited(fields) };
    }

    private static LongStayRule LongStay(Fields fields, string region)
    {
        fields.Require("days");
        var days = fields.Whole("days") ?? 0;
        if (days < 1)
        {
            fields.Problem(PackProblemCode.OutOfRange, "days", "天数从 1 起");
        }

        var (from, ends) = fields.Days();
        fields.Finish();
        var citation = fields.Citation();
        return new LongStayRule
        {
            Region = region, From = from, Ends = ends, Days = days, Citation = citation.Assumed ? citation : Cited(fields),
        };
    }

    private static Citation Cited(Fields fields)
    {
        var citation = fields.Citation();
        if (citation.Cite.Length == 0)
        {
            fields.Problem(PackProblemCode.MissingKey, "cite", "要写明依据的文件和条款");
        }

        return citation;
    }
}
