using MedAid.People.Rosters;

namespace MedAid.Gateway.Services;

/// <summary>The empty forms as files to be saved by a browser or by curl: <c>GET /forms/annex2.xlsx</c>.</summary>
internal static class TemplateDownloads
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>All forms, as people call them.</summary>
    public static IEnumerable<(string Path, string Title)> Forms => RosterTemplates.Names.SelectMany(
        name => RosterTemplates.Formats.Select(format => (PathOf(name, format), $"附件{name["annex".Length..]}（{format}）")));

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in RosterTemplates.Names)
        {
            Map(routes, name, "xlsx", Workbook);
            Map(routes, name, "csv", "text/csv; charset=utf-8");
        }
    }

    private static void Map(IEndpointRouteBuilder routes, string name, string format, string type) => routes.MapMethods(
        PathOf(name, format), HomePage.Reading, () => TypedResults.File(RosterTemplates.File(name, format), type, $"{name}.{format}"));

    private static string PathOf(string name, string format) => $"/forms/{name}.{format}";
}
