using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MedAid.Core;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MedAid.Gateway.Probes;

/// <summary>Plain HTTP probes: <c>/healthz</c> (the process lives), <c>/readyz</c> (its dependencies too), <c>/v1/version</c>.</summary>
internal static class ProbeEndpoints
{
    // Chinese as it is read: nothing here is put into a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        // Liveness asks nothing of a dependency: a database that blinks must not make every node restart.
        routes.MapMethods("/healthz", HomePage.Reading, (HttpContext http) => Write(http, 200, new() { ["status"] = "live" }));
        routes.MapMethods("/readyz", HomePage.Reading, ReadyAsync);
        routes.MapMethods("/v1/version", HomePage.Reading, (HttpContext http) => Write(http, 200, Version()));
    }

    private static async Task ReadyAsync(HttpContext http, Readiness readiness)
    {
        var report = await readiness.CheckHealthAsync(http.RequestAborted);
        var ready = readiness.IsReady(report);
        var dependencies = new JsonArray();
        foreach (var (name, entry) in report.Entries)
        {
            // The check's exception stays in the log: it may hold an address or an account.
            var dependency = new JsonObject
            {
                ["name"] = name,
                ["status"] = NameOf(entry.Status),
                ["description"] = entry.Description ?? "",
                ["durationMs"] = (long)entry.Duration.TotalMilliseconds,
            };
            foreach (var (key, value) in entry.Data)
            {
                dependency[key] = value is long number ? number : $"{value}";
            }

            dependencies.Add(dependency);
        }

        var stopping = readiness.Stopping.IsCancellationRequested;
        await Write(http, ready ? 200 : 503, new()
        {
            ["status"] = stopping ? "stopping" : ready ? "ready" : "not ready",
            ["dependencies"] = dependencies,
        });
    }

    private static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "up",
        HealthStatus.Degraded => "degraded",
        HealthStatus.Unhealthy => "down",
        _ => throw InvariantBrokenException.NoWordFor(status),
    };

    private static JsonObject Version()
    {
        var full = typeof(ProbeEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var parts = full.Split('+', 2);
        return new()
        {
            ["product"] = "MedAid",
            ["version"] = parts[0],
            ["commit"] = parts.Length > 1 ? parts[1] : "",
            ["runtime"] = RuntimeInformation.FrameworkDescription,
        };
    }

    private static Task Write(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsync(body.ToJsonString(Readable), http.RequestAborted);
    }
}
