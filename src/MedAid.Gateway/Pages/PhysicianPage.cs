using System.Text.Encodings.Web;
using MedAid.Gateway.Hosting;

namespace MedAid.Gateway.Pages;

/// <summary>
/// The page <c>/physician</c>: cards for the orders that a workstation sends into the frame, or that somebody types. It is three files that
/// lie in the program, loads nothing else, and asks <c>/v1/orders:check</c> and <c>/v1/card-feedback</c>.
/// </summary>
internal static class PhysicianPage
{
    /// <summary>Its address.</summary>
    public const string Path = "/physician";

    private const string Origins = "{{origins}}";

    public static void Map(IEndpointRouteBuilder routes, Settings settings)
    {
        var origins = string.Join(' ', settings.AllowedOriginList);
        var ancestors = origins.Length == 0 ? "'none'" : origins;
        var policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
            + $"require-trusted-types-for 'script'; frame-ancestors {ancestors}";
        var html = Text("physician.html").Replace(Origins, HtmlEncoder.Default.Encode(origins), StringComparison.Ordinal);
        Serve(routes, Path, html, "text/html", policy);
        Serve(routes, $"{Path}/page.css", Text("physician.css"), "text/css", policy);
        Serve(routes, $"{Path}/page.js", Text("physician.js"), "text/javascript", policy);
    }

    /// <summary>Serves a file that lies in the program.</summary>
    internal static void Serve(IEndpointRouteBuilder routes, string path, string text, string type, string policy) =>
        routes.MapMethods(path, HomePage.Reading, http =>
        {
            http.Response.Headers.ContentSecurityPolicy = policy;
            http.Response.Headers["Referrer-Policy"] = "no-referrer";
            http.Response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
            http.Response.Headers.CacheControl = "no-cache";
            return TypedResults.Content(text, $"{type}; charset=utf-8").ExecuteAsync(http);
        });

    /// <summary>The text of such a file.</summary>
    internal static string Text(string name)
    {
        using var stream = typeof(PhysicianPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
