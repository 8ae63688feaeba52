namespace MedAid.Gateway.Pages;

/// <summary>
/// The page <c>/bureau</c>: whether the bureau answers, what is open there and why. It is three files that lie in the program, loads nothing
/// else, and asks <c>/v1/bureau/status</c> and <c>/v1/bureau/pending</c>. It decides nothing.
/// </summary>
internal static class BureauPage
{
    /// <summary>Its address.</summary>
    public const string Path = "/bureau";

    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        + "require-trusted-types-for 'script'; frame-ancestors 'none'";

    public static void Map(IEndpointRouteBuilder routes)
    {
        PhysicianPage.Serve(routes, Path, PhysicianPage.Text("bureau.html"), "text/html", Policy);
        PhysicianPage.Serve(routes, $"{Path}/page.css", PhysicianPage.Text("bureau.css"), "text/css", Policy);
        PhysicianPage.Serve(routes, $"{Path}/page.js", PhysicianPage.Text("bureau.js"), "text/javascript", Policy);
    }
}
