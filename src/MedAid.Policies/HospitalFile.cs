using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>
/// Reads the file of a designated hospital: its code, county, tier and level, and its own waivers, which have the shape of a pack's and may be
/// programmes with an id, fixed amounts and limits.
/// </summary>
public static class HospitalFile
{
    private const int CountyDigits = 6;

    /// <summary>The hospital of a file; null, with problems, if something is wrong.</summary>
    public static Hospital? Read(string path, PackProblems problems)
    {
        var (node, _) = PackFile.Read(path, problems);
        if (Fields.Open(node, "", problems) is not { } fields)
        {
            return null;
        }

        var hospital = new Hospital
        {
            Code = fields.RequireText("hospital") ?? "",
            Name = fields.RequireText("name") ?? "",
            County = County(fields),
            Tier = fields.Require("tier") is null ? default : fields.Word("tier", Vocabulary.HospitalTier) ?? default,
            Level = fields.RequireText("level") ?? "",
            Waivers = WaiverCompiler.CompileOfHospital(fields, problems),
        };
        fields.Finish();
        return problems.Found.Count == 0 ? hospital : null;
    }

    /// <summary>
    /// Reads the file and says also what only a clerk can put right: figures without a source, heads outside the notice's seven, waivers
    /// that can never apply.
    /// </summary>
    public static Hospital? Check(string path, PackProblems problems)
    {
        if (Read(path, problems) is not { } hospital)
        {
            return null;
        }

        var (node, _) = PackFile.Read(path, problems);
        PackLint.InspectWaivers(hospital.Waivers, node!["waivers"], problems);
        return hospital;
    }

    private static string County(Fields fields)
    {
        var county = fields.RequireText("county") ?? "";
        if (county.Length > 0 && (county.Length != CountyDigits || !county.All(char.IsAsciiDigit)))
        {
            fields.Problem(PackProblemCode.OutOfRange, "county", "县（区）代码是 6 位数字，写成带引号的文字");
        }

        return county;
    }
}
