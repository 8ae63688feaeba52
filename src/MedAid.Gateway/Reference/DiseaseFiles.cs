using MedAid.People.Qualifications;

namespace MedAid.Gateway.Reference;

/// <summary>Reads the regions' disease lists, <c>diseases/REGION.csv</c> below the reference folder.</summary>
internal static class DiseaseFiles
{
    public static IReadOnlyDictionary<string, DiseaseList> Read(string referenceFolder) =>
        RegionFiles.Read<DiseaseList>(referenceFolder, "diseases", DiseaseList.Read);
}
