using MedAid.People.Rosters;

namespace MedAid.Gateway.People;

/// <summary>The empty forms as files to be saved by a browser or by curl: <c>GET /forms/annex2.xlsx</c>.</summary>
internal static class TemplateDownloads
{
    private const string Workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var name in RosterTemplates.Names)
        {
            routes.MapGet($"/forms/{name}.xlsx", () => TypedResults.File(RosterTemplates.File(name, "xlsx"), Workbook, $"{name}.xlsx"));
            routes.MapGet($"/forms/{name}.csv", () => TypedResults.File(RosterTemplates.File(name, "csv"), "text/csv; charset=utf-8", $"{name}.csv"));
        }
    }
}
