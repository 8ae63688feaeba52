using MedAid.Core.Policy;
using MedAid.Gateway.Hosting;
using MedAid.People.Qualifications;
using MedAid.Policies;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Reference;

/// <summary>
/// Reads the books of a start or a reload: packs, catalogue and hospitals. All or nothing: a file with a problem keeps the gateway from
/// starting, or with its old books, for a split by half a law would be wrong without anybody noticing.
/// </summary>
public static class ReferenceFiles
{
    /// <summary>The books of a packs folder and a reference folder, with the readings that the hospital chose against the packs.</summary>
    /// <exception cref="StartProblemException">Something is wrong; the text names file, line and what to do.</exception>
    public static ReferenceData Read(
        string packsFolder, string referenceFolder, IReadOnlyDictionary<string, string> readings)
    {
        var library = PackLibrary.Read(packsFolder, new ReadingChoices(readings));
        var problems = new List<PackProblem>(library.Problems);
        var catalogue = Catalogue(referenceFolder, problems);
        var hospitals = Hospitals(referenceFolder, problems);
        var arrangements = ArrangementFile.ReadAll(packsFolder, problems);
        var reports = new ReportBook(ReportFormFile.ReadAll(packsFolder, problems), ReportOfficeFile.Read(referenceFolder, problems));
        StartProblemException.ThrowIfAny(problems.Select(p => p.ToString()));
        return new ReferenceData(library.ToBook(), catalogue, hospitals, Qualifications(referenceFolder))
        {
            Arrangements = arrangements, Reports = reports, CountyNames = CountyFile.Read(referenceFolder),
        };
    }

    private static QualificationTerms Qualifications(string folder)
    {
        return new(DiseaseFiles.Read(folder).ToDictionary(
            l => l.Key, l => new RegionTerms(Codes(l.Value, d => d.Bound), Codes(l.Value, d => d.AnyChronicBars))));

        static HashSet<string> Codes(DiseaseList list, Func<ListedDisease, bool> wanted) =>
            list.Diseases.Where(wanted).Select(d => d.Code).ToHashSet(StringComparer.Ordinal);
    }

    private static Catalogue Catalogue(string folder, List<PackProblem> found)
    {
        var (csv, xlsx) = (Path.Combine(folder, "catalogue.csv"), Path.Combine(folder, "catalogue.xlsx"));
        var file = File.Exists(xlsx) && !File.Exists(csv) ? xlsx : csv;
        var problems = new PackProblems(file);
        if (File.Exists(csv) && File.Exists(xlsx))
        {
            problems.Add(PackProblemCode.Duplicate, 1, "", "旁边还有 catalogue.xlsx，只能留一个，否则不知道以哪个为准");
        }

        var items = CatalogueFile.Read(file, problems);
        found.AddRange(problems.Found);
        return new Catalogue(items);
    }

    private static List<Hospital> Hospitals(string folder, List<PackProblem> found)
    {
        var hospitals = new List<Hospital>();
        var below = Path.Combine(folder, "hospitals");
        foreach (var file in Directory.Exists(below) ? PackFile.Below(below) : [])
        {
            var problems = new PackProblems(file);
            if (HospitalFile.Read(file, problems) is { } hospital)
            {
                if (hospitals.Exists(h => h.Code == hospital.Code))
                {
                    problems.Add(PackProblemCode.Duplicate, 1, "hospital", "另一个文件已有同一编码的医疗机构，请删去一个");
                }

                hospitals.Add(hospital);
            }

            found.AddRange(problems.Found);
        }

        if (hospitals.Count == 0 && found.Count == 0)
        {
            found.Add(new PackProblem(PackProblemCode.MissingKey, below, 1, "", "这里没有定点医疗机构的文件，至少要有一家"));
        }

        return hospitals;
    }
}
