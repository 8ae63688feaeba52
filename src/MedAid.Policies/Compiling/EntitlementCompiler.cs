using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns what a pack grants beside any visit into terms.</summary>
internal static class EntitlementCompiler
{
    /// <summary>Aid with the premium; null if the pack has none.</summary>
    public static PremiumAidTerms? PremiumAid(Fields pack, PackProblems problems)
    {
        if (Fields.Open(pack.Take("premium_aid"), pack.PathOf("premium_aid"), problems) is not { } fields)
        {
            return null;
        }

        fields.Require("old_age");
        fields.Require("full_age");
        var terms = new PremiumAidTerms
        {
            ProvinceShare = fields.Ratio("province_share"),
            OldAge = fields.Whole("old_age") ?? 0,
            FullAge = fields.Whole("full_age") ?? 0,
            SubsistenceAidFen = fields.Fen("subsistence_aid"),
            OthersAidFen = fields.Fen("others_aid") ?? 0,
            Citation = fields.Citation(),
        };
        fields.Finish();
        RequireSource(fields, terms.Citation);
        return terms;
    }

    /// <summary>The care grant; null if the pack has none.</summary>
    public static CareGrantTerms? CareGrant(Fields pack, PackProblems problems)
    {
        if (Fields.Open(pack.Take("care_grant"), pack.PathOf("care_grant"), problems) is not { } fields)
        {
            return null;
        }

        fields.Require("amount");
        fields.Require("identities");
        var identities = fields.List("identities").Select((n, i) => fields.Word(n, $"{fields.PathOf("identities")}[{i}]", Vocabulary.Identity));
        var terms = new CareGrantTerms
        {
            AmountFen = fields.Fen("amount") ?? 0,
            Identities = identities.OfType<IdentityKind>().Aggregate(default(ValueSet), (set, kind) => set.With((int)kind)),
            Diseases = [.. fields.List("diseases").Select((n, i) => fields.Scalar(n, $"{fields.PathOf("diseases")}[{i}]")).OfType<string>()],
            Citation = fields.Citation(),
        };
        fields.Finish();
        RequireSource(fields, terms.Citation);
        return terms;
    }

    private static void RequireSource(Fields fields, Citation citation)
    {
        if (citation is { Cite.Length: 0, Source.Length: 0, Assumed: false })
        {
            fields.Problem(
                PackProblemCode.NoSource, "", "请写明依据（cite），没有依据的写 assumed: true 并说明原因", onlyInForce: true);
        }
    }
}
