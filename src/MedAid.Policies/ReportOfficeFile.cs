using MedAid.Core.Policy;
using MedAid.Policies.Compiling;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>Reads what the reporting office says of itself, <c>reports.yaml</c> in the reference folder; without it nothing is known.</summary>
public static class ReportOfficeFile
{
    private const int CountyDigits = 6;

    /// <summary>Name of the file in the reference folder.</summary>
    public const string Name = "reports.yaml";

    /// <summary>The office of a reference folder; problems are added.</summary>
    public static ReportOffice Read(string folder, List<PackProblem> found)
    {
        var file = Path.Combine(folder, Name);
        if (!File.Exists(file))
        {
            return ReportOffice.Unknown;
        }

        var problems = new PackProblems(file);
        var office = ReportOffice.Unknown;
        if (Fields.Open(PackFile.Read(file, problems).Node, "", problems) is { } fields)
        {
            office = new ReportOffice
            {
                CompleteFrom = fields.Date("complete_from"),
                Counties = EntryList.Texts(fields, "counties"),
                Contacts = fields.DataMap("contacts").ToDictionary(
                    c => c.Key == "all" ? "" : c.Key, c => fields.Scalar(c.Value, fields.PathOf($"contacts.{c.Key}")) ?? ""),
                DaysOff = Days(fields, "days_off"),
                WorkingDays = Days(fields, "working_days"),
            };
            Check(fields, office);
            fields.Finish();
        }

        found.AddRange(problems.Found);
        return office;
    }

    private static HashSet<DateOnly> Days(Fields fields, string key) =>
        [.. fields.Has(key) ? fields.List(key).Select((d, i) => fields.Date(d, $"{fields.PathOf(key)}[{i}]")).OfType<DateOnly>() : []];

    private static void Check(Fields fields, ReportOffice office)
    {
        if (office.Counties.Any(c => c.Length != CountyDigits || !c.All(char.IsAsciiDigit)))
        {
            fields.Problem(PackProblemCode.OutOfRange, "counties", $"县区写 {CountyDigits} 位行政区划代码，带引号");
        }

        if (office.Contacts.Keys.Any(c => c.Length > 0 && (c.Length != CountyDigits || !c.All(char.IsAsciiDigit))))
        {
            fields.Problem(PackProblemCode.OutOfRange, "contacts", $"键是 {CountyDigits} 位行政区划代码，或 all（其余县区）");
        }

        if (office.DaysOff.Overlaps(office.WorkingDays))
        {
            fields.Problem(PackProblemCode.Duplicate, "working_days", "同一天不能既休息又上班，请核对");
        }
    }
}
