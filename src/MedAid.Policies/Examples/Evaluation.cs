using System.Text;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Examples;

/// <summary>A refusal while a visit was split, in the words of the user.</summary>
public static class RefusalText
{
    /// <summary>The Chinese text of a refusal that the split itself can give.</summary>
    public static string Of(Refusal refusal) => refusal switch
    {
        Refusal.ItemAmountDiffers => "有项目的金额不等于单价 × 数量（四舍五入到分），请核对",
        Refusal.AmountTooLarge => "金额太大，超出可以记账的范围",
        Refusal.LayerGivenTwice => "同一层次不能既有外来支付又有平台已结算金额",
        Refusal.LayerNotInForce => "给出了金额的层次在本次就诊中不起作用",
        Refusal.UpstreamAboveRoom => "平台已结算金额大于可支付的余额",
        Refusal.ExternalAboveRoom => "外来支付金额大于可支付的余额",
        Refusal.ExternalForNotCovered => "外来支付指定了该层次不覆盖的费用部分（for），请改正",
        Refusal.UpstreamBesideDiseases => "一次就诊有几个病种时，不能带入平台已结算金额（upstream），请分开结算",
        Refusal.AccountNotInPack => "政策包没有写个人账户可以支付什么（account），个人账户未计入",
        Refusal.NoRuleForCare => "政策包对这类就诊没有规则，也没有写明不支付（nothing_paid），请补规则或写明",
        _ => refusal.ToString(),
    };
}

/// <summary>One case as read: pack, visit, person and counters; it can be split once.</summary>
internal sealed class Case
{
    private readonly VisitInput visit;
    private readonly Dictionary<string, long> counters;
    private readonly PolicyTerms terms;

    private Case(PolicyTerms terms, VisitInput visit, Dictionary<string, long> counters)
    {
        this.terms = terms;
        this.visit = visit;
        this.counters = counters;
    }

    /// <summary>Keys of the counters: those of the pack, then those of the stay.</summary>
    public IReadOnlyList<string> CounterKeys =>
        [.. terms.Counters.Select(c => c.KeyOn(visit.Facts.ServiceDate)), .. visit.Stay is { } stay ? terms.StayKeys(stay) : []];

    /// <summary>Reads a case; its own pack wins over the one of the file. Null, with problems, if something is wrong.</summary>
    public static Case? Read(Fields line, Func<ReadingChoices, PolicyTerms?> filePack, PackProblems problems, bool packRequired)
    {
        var packNode = packRequired ? line.Require("pack") : line.Take("pack");
        var choices = ReadingChoices.Read(line);
        var terms = packNode is null ? filePack(choices) : PackCompiler.Compile(packNode, line.PathOf("pack"), "", problems, choices);
        ReportStrangers(line, terms, choices);
        if (terms is null && packNode is null && !packRequired)
        {
            line.Problem(PackProblemCode.MissingKey, "pack", "例子没有写 pack，文件本身也不是政策包");
        }

        var visit = VisitReader.Read(line.Take("visit"), line.Take("person"), line, problems);
        var counters = VisitReader.Counters(line);
        line.Text("example");
        line.Take("expect");
        line.Finish();
        return terms is null || visit is null || problems.FirstError is not null ? null : new Case(terms, visit, counters);
    }

    private static void ReportStrangers(Fields line, PolicyTerms? terms, ReadingChoices choices)
    {
        foreach (var id in choices.Ids.Where(id => terms?.Identity.Readings.Any(r => r.Id == id) == false))
        {
            line.Problem(PackProblemCode.UnknownReference, "readings", $"政策包没有“{id}”这个读法，请改正名字");
        }
    }

    /// <summary>Splits the case as a quote.</summary>
    public Refusal Split(out Breakdown breakdown)
    {
        breakdown = new Breakdown(terms, visit.Items.Count);
        long[] used = [.. CounterKeys.Select(key => counters.GetValueOrDefault(key))];
        return Adjudicator.Adjudicate(visit, used, breakdown);
    }
}

/// <summary>One line of <c>policy eval</c>: JSON in, JSON out; a bad line gives an error object and changes nothing else.</summary>
public static class Evaluation
{
    /// <summary>Evaluates a line. <paramref name="warnings"/> receives Chinese remarks for the error stream.</summary>
    public static string Evaluate(string line, ICollection<string> warnings)
    {
        var problems = new PackProblems("");
        var node = JsonSource.Read(Encoding.UTF8.GetBytes(line), problems);
        var fields = Fields.Open(node, "", problems);
        var readCase = fields is null ? null : Case.Read(fields, _ => null, problems, packRequired: true);
        if (problems.FirstError is { } problem)
        {
            return ResultJson.Error(problem.CodeWord, $"{(problem.Path.Length > 0 ? problem.Path + "：" : "")}{problem.Message}");
        }

        var refusal = readCase!.Split(out var breakdown);
        if (refusal != Refusal.None)
        {
            return ResultJson.Error(UpperSnake.Of(refusal.ToString()), RefusalText.Of(refusal));
        }

        foreach (var warning in breakdown.Warnings)
        {
            var layer = warning.Layer.Length > 0 ? warning.Layer + "：" : "";
            warnings.Add($"{UpperSnake.Of(warning.Reason.ToString())}: {layer}{RefusalText.Of(warning.Reason)}");
        }

        if (breakdown.NoRule)
        {
            warnings.Add($"{UpperSnake.Of(nameof(Refusal.NoRuleForCare))}: {RefusalText.Of(Refusal.NoRuleForCare)}");
        }

        return ResultJson.Write(breakdown, readCase.CounterKeys);
    }
}
