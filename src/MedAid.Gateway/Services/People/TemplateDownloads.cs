using MedAid.People.Rosters;
using MedAid.Tables;

namespace MedAid.Gateway.Services;

/// <summary>The empty forms as files to be saved by a browser or by curl: <c>GET /forms/annex2.xlsx</c>.</summary>
internal static class TemplateDownloads
{
    /// <summary>All forms, as people call them.</summary>
    public static IEnumerable<(string Path, string Title)> Forms => RosterTemplates.Names.SelectMany(
        name => RosterTemplates.Kinds.Select(kind => (PathOf(name, kind), $"附件{name["annex".Length..]}（{OutputFormats.EndingOf(kind)}）")));

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in RosterTemplates.Names)
        {
            foreach (var kind in RosterTemplates.Kinds)
            {
                routes.MapMethods(
                    PathOf(name, kind), HomePage.Reading,
                    () => TypedResults.File(
                        RosterTemplates.File(name, kind), OutputFormats.MediaTypeOf(kind),
                        $"{name}.{OutputFormats.EndingOf(kind)}"));
            }
        }
    }

    private static string PathOf(string name, OutputFormat kind) => $"/forms/{name}.{OutputFormats.EndingOf(kind)}";
}
