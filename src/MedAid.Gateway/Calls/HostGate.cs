using System.Net;
using MedAid.Contract.Errors.V1;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Json;

namespace MedAid.Gateway.Calls;

/// <summary>
/// Serves those who name the gateway by its address or by a name on its list, before anything else. A page of the Internet
/// can point a name of its own at a machine of the intranet and then call it from a browser there; it cannot choose the name's text.
/// An address is no such name, so where the gateway listens on all of them any address will do.
/// </summary>
internal sealed class HostGate(RequestDelegate next, Settings settings, ILogger<HostGate> logger)
{
    private readonly IPAddress listens = IPAddress.Parse(settings.ListenAddress);
    private readonly HashSet<string> names = new(settings.AllowedHostNames, StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        // A browser guesses what a file is unless it is told not to.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (IsServed(http.Request.Host.Host))
        {
            return next(http);
        }

        Log.HostRefused(logger);
        return RefuseAsync(http);
    }

    private static Task RefuseAsync(HttpContext http)
    {
        var error = new ApiError(ErrorReason.HostNotAllowed);
        if (!GrpcMiddleware.IsGrpc(http.Request))
        {
            return JsonAnswer.WriteErrorAsync(http, error.ToException());
        }

        http.Response.ContentType = "application/grpc";
        GrpcMiddleware.SetStatus(http.Response.Headers, error.ToStatus());
        return http.Response.CompleteAsync();
    }

    /// <summary>Nobody who lacks a name was sent here by one: probes that speak HTTP/1.0 give none.</summary>
    private bool IsServed(string host)
    {
        var name = host.TrimEnd('.');
        if (name.Length == 0 || name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || names.Contains(name))
        {
            return true;
        }

        return IPAddress.TryParse(name.Trim('[', ']'), out var address)
            && (IPAddress.IsLoopback(address) || listens.Equals(IPAddress.Any) || listens.Equals(IPAddress.IPv6Any) || listens.Equals(address));
    }
}
