using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns <c>only</c> and <c>rest</c> of a rule into terms.</summary>
internal static class OnlyCompiler
{
    /// <summary>The items to which a rule is limited; null for all.</summary>
    public static OnlyTerms? Compile(Fields rule, PackProblems problems)
    {
        var aside = RestAside(rule);
        if (rule.IsNull("only"))
        {
            rule.Problem(PackProblemCode.WrongType, "only", "这里应是“键: 值”的映射");
        }

        if (Fields.Open(rule.Take("only"), rule.PathOf("only"), problems) is not { } fields)
        {
            return null;
        }

        if (rule.Has("of"))
        {
            rule.Problem(PackProblemCode.NotAllowedHere, "of", "有 only 的规则不能写 of: charged，请删去其中一个");
        }

        var terms = new OnlyTerms(EntryList.Texts(fields, "categories"), EntryList.Texts(fields, "codes"), aside)
        {
            Title = fields.Citation().Title,
        };
        if (!fields.Stands("categories") && !fields.Stands("codes"))
        {
            fields.Problem(PackProblemCode.MissingKey, "", "没有写哪些项目，请写 categories 或 codes");
        }

        fields.Finish();
        return terms;
    }

    private static bool RestAside(Fields rule)
    {
        var word = rule.Text("rest");
        if (word is not (null or "next_layer" or "aside"))
        {
            rule.Problem(PackProblemCode.UnknownWord, "rest", "只能是其中之一：next_layer、aside");
        }

        if (rule.Stands("rest") && !rule.Has("only"))
        {
            rule.Problem(PackProblemCode.NotAllowedHere, "rest", "有 only 的规则才能写 rest，请删去或补上 only");
        }

        return word == "aside";
    }
}
