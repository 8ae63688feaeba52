using MedAid.Bureau.Link;
using MedAid.Bureau.Regions;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Reference;

/// <summary>Reads the links to the bureau, <c>bureau/links.yaml</c> of the reference folder; without it there are none.</summary>
internal static class LinkFiles
{
    /// <exception cref="StartProblemException">Something is wrong; the text names file and field.</exception>
    public static LinkBook Read(string referenceFolder, ReferenceData books)
    {
        var problems = new List<string>();
        try
        {
            var book = LinkFile.Read(referenceFolder, books.Hospital, problems);
            StartProblemException.ThrowIfAny(problems);
            return book;
        }
        catch (RegionFileException problem)
        {
            throw new StartProblemException(problem.Message, problem);
        }
    }
}
