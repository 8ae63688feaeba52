using MedAid.Gateway.CdsHooks;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.National;
using MedAid.Gateway.Pages;

namespace MedAid.Gateway.Services;

/// <summary>The doors of the advice before an order is signed that have a form of their own: CDS Hooks, the national interface, the page.</summary>
internal static class PrecheckDoors
{
    public static void AddPrecheckDoors(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton<PrecheckCalls>();
        services.AddSingleton<CdsDraftReader>();
        services.AddSingleton<CdsHooksDoor>();
        services.AddNationalDoor(settings);
        services.AddCors(options => options.AddPolicy(CdsHooksDoor.CorsPolicy, policy => policy
            .WithOrigins(settings.AllowedOriginList).WithMethods("GET", "POST").WithHeaders("content-type", "authorization", Callers.OperatorKey)));
    }

    /// <summary>Maps them.</summary>
    public static void MapPrecheckDoors(this WebApplication app, Settings settings)
    {
        app.UseCors();
        app.Services.GetRequiredService<CdsHooksDoor>().Map(app);
        app.Services.GetRequiredService<NationalDoor>().Map(app);
        PhysicianPage.Map(app, settings);
    }
}
