using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Policies.Compiling;

namespace MedAid.Policies.Reading;

/// <summary>Reads what a visit brings: payments of external layers, payments settled upstream, the personal account.</summary>
internal static class SuppliedPaymentReader
{
    private const string All = "all";

    /// <summary>Payments of external layers.</summary>
    public static List<LayerPayment> External(Fields visit, PackProblems problems)
    {
        var payments = new List<LayerPayment>();
        var nodes = visit.List("external");
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Fields.Open(nodes[i], $"{visit.PathOf("external")}[{i}]", problems) is { } fields)
            {
                fields.Require("amount");
                payments.Add(new LayerPayment(fields.RequireText("layer") ?? "", fields.Fen("amount") ?? 0)
                {
                    For = EntryList.Components(fields, "for").Aggregate(default(ValueSet), (set, c) => set.With((int)c)),
                    Disease = fields.Text("disease"),
                });
                fields.Finish();
            }
        }

        return payments;
    }

    /// <summary>Payments that the bureau's platform has settled.</summary>
    public static List<LayerPayment> Upstream(Fields visit)
    {
        var payments = new List<LayerPayment>();
        foreach (var (layer, value) in visit.DataMap("upstream"))
        {
            payments.Add(new LayerPayment(layer, visit.Fen(value, $"{visit.PathOf("upstream")}.{layer}") ?? 0));
        }

        return payments;
    }

    /// <summary>What is to be paid from the personal account, or null.</summary>
    public static AccountUse? Account(Fields visit, PackProblems problems)
    {
        if (visit.IsNull("account"))
        {
            visit.Problem(PackProblemCode.WrongType, "account", "这里应是“键: 值”的映射");
        }

        if (Fields.Open(visit.Take("account"), visit.PathOf("account"), problems) is not { } fields)
        {
            return null;
        }

        var use = fields.Require("use");
        long? useFen = use is null or { IsScalar: true, Text: All } ? null : fields.Fen(use, fields.PathOf("use"));
        var account = new AccountUse(useFen, fields.Fen("balance") ?? 0, fields.Fen("helper") ?? 0);
        fields.Finish();
        return account;
    }
}
