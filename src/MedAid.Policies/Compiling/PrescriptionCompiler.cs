using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Compiling;

/// <summary>Turns how long a prescription may last (长处方) into terms.</summary>
internal static class PrescriptionCompiler
{
    private const int WeeksMost = 52;

    /// <summary>Compiles the prescription rules of a pack.</summary>
    public static List<PrescriptionRule> Compile(Fields pack, PackProblems problems) =>
        MapList.Each(pack, "prescriptions", problems, (fields, number) => Rule(fields, number, problems));

    private static PrescriptionRule Rule(Fields fields, int number, PackProblems problems)
    {
        fields.Require("weeks_max");
        var when = ConditionCompiler.Compile(fields, problems);
        var weeks = fields.Whole("weeks_max") ?? 0;
        if (weeks is < 1 or > WeeksMost)
        {
            fields.Problem(PackProblemCode.OutOfRange, "weeks_max", $"一张处方的周数在 1 和 {WeeksMost} 之间");
        }

        fields.Finish();
        return new PrescriptionRule($"prescriptions#{number}", when, weeks, fields.Citation());
    }
}
