using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>
/// Reads the file of a designated hospital: its code, county, tier and level, its doctors who sign for qualifications, what it advances by its own
/// decision, and its own waivers, which have the shape of a pack's and may be programmes with an id, fixed amounts and limits.
/// </summary>
public static class HospitalFile
{
    private const int CountyDigits = 6;

    private static readonly string[] LevelCodes = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"];

    /// <summary>The hospital of a file; null, with problems, if something is wrong.</summary>
    public static Hospital? Read(string path, PackProblems problems)
    {
        var (node, _) = PackFile.Read(path, problems);
        if (Fields.Open(node, "", problems) is not { } fields)
        {
            return null;
        }

        var (from, ends) = Agreement(fields, problems);
        var hospital = new Hospital
        {
            Code = new(fields.RequireText("hospital") ?? ""),
            Name = fields.RequireText("name") ?? "",
            County = new(County(fields)),
            Tier = fields.Require("tier") is null ? default : fields.Word("tier", Vocabulary.HospitalTier) ?? default,
            Level = Level(fields),
            Doctors = ConditionCompiler.TextsOnce(fields, "doctors") ?? [],
            AgreementFrom = from,
            AgreementEnds = ends,
            Advances = MapList.Each(fields, "advances", problems, (entry, _) => Advance(entry, problems)),
            Waivers = WaiverCompiler.CompileOfHospital(fields, problems),
        };
        CheckTier(fields, hospital);
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

    private static (DateOnly? From, DateOnly? Ends) Agreement(Fields owner, PackProblems problems)
    {
        if (owner.Take("agreement") is not { } node || Fields.Open(node, owner.PathOf("agreement"), problems) is not { } fields)
        {
            return (null, null);
        }

        var (from, ends) = fields.Days();
        _ = fields.Citation();
        fields.Finish();
        return (from, ends);
    }

    /// <summary>A layer that the hospital advances by its own decision, from a day on.</summary>
    private static HospitalAdvance Advance(Fields fields, PackProblems problems)
    {
        var layer = fields.RequireText("layer") ?? "";
        var when = ConditionCompiler.Compile(fields, problems);
        var (from, ends) = fields.Days();
        fields.Finish();
        return new HospitalAdvance(layer, when, from, ends, fields.Citation());
    }

    /// <summary>The national code (hosp_lv): 01–04 third, 05–07 second, 08–11 first and below.</summary>
    private static string Level(Fields fields)
    {
        var level = fields.RequireText("level") ?? "";
        if (level.Length > 0 && !LevelCodes.Contains(level))
        {
            fields.Problem(PackProblemCode.UnknownWord, "level", "医院等级是 01 到 11 的两位代码，写成带引号的文字，如 \"05\"（二级甲等）");
        }

        return level;
    }

    /// <summary>The law has county hospitals of the second level; a third-level one in a county-level city is paid like one of the city.</summary>
    private static void CheckTier(Fields fields, Hospital hospital)
    {
        if (hospital.Grade == 3 && hospital.Tier is HospitalTier.Township or HospitalTier.County)
        {
            fields.Problem(
                PackProblemCode.OutOfRange, "tier", "三级医院（level 01 到 04）按市级或省级医院支付，tier 要写 city 或 province，在县级市里的也一样");
        }
        else if (hospital.Tier is HospitalTier.Province && hospital.Grade == 1)
        {
            fields.Problem(PackProblemCode.OutOfRange, "tier", "一级医院（level 08 到 10）不能是省级，请核对 tier 和 level");
        }
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
