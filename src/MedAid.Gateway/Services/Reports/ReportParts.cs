using MedAid.Contract.Reports.V1;
using MedAid.Reports.Facts;
using MedAid.Reports.Figures;
using MedAid.Reports.Making;

namespace MedAid.Gateway.Services;

/// <summary>The parts of the reports that notices demand.</summary>
internal static class ReportParts
{
    public static IServiceCollection AddReports(this IServiceCollection services)
    {
        services.AddSingleton<ReportFacts>();
        services.AddSingleton<ReportFollower>();
        services.AddSingleton<FigureStore>();
        services.AddSingleton<ReportMaker>();
        services.AddSingleton<ReportGrpcService>();
        return services.AddHostedService<ReportRounds>();
    }

    /// <summary>Maps the calls.</summary>
    public static void MapReports(this WebApplication app) =>
        app.MapMedAidService<ReportGrpcService>(ReportService.Descriptor, ReportService.BindService);
}
