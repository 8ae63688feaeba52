using MedAid.People.Applications;

namespace MedAid.Gateway.Reference;

/// <summary>Reads the regions' lists of papers for applications, <c>papers/REGION.csv</c> below the reference folder.</summary>
internal static class PaperFiles
{
    public static IReadOnlyDictionary<string, PaperList> Read(string referenceFolder) =>
        RegionFiles.Read<PaperList>(referenceFolder, "papers", PaperList.Read);
}
