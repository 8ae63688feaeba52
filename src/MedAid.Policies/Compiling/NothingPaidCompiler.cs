using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns <c>nothing_paid</c>, care for which the law pays nothing, into terms.</summary>
internal static class NothingPaidCompiler
{
    /// <summary>The entries of a pack, in order.</summary>
    public static List<NothingPaidRule> Compile(Fields owner, PackProblems problems)
    {
        if (!owner.Stands("nothing_paid"))
        {
            return [];
        }

        var nodes = owner.List("nothing_paid");
        if (nodes.Count == 0)
        {
            EntryList.Check(owner, "nothing_paid", []);
        }

        for (var later = 1; later < nodes.Count; later++)
        {
            if (nodes.Take(later).Any(nodes[later].Says))
            {
                owner.ItemProblem(PackProblemCode.Duplicate, "nothing_paid", later, "与前面的一条完全相同，请删去一个");
            }
        }

        return MapList.Each(owner, "nothing_paid", problems, (fields, _) =>
        {
            var rule = new NothingPaidRule(ConditionCompiler.Compile(fields, problems), fields.Text("text") ?? "", fields.Citation());
            fields.Finish();
            return rule;
        });
    }
}
