using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Gateway.Hosting;
using MedAid.Gateway.Reference;
using MedAid.People.LaterVisits;
using MedAid.People.Qualifications;
using MedAid.Precheck;
using MedAid.Precheck.Data;
using MedAid.Precheck.Feedback;
using MedAid.Precheck.Papers;
using MedAid.Precheck.Review;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.Services;

/// <summary>The parts of the advice before an order is signed.</summary>
internal static class PrecheckParts
{
    public static void AddPrecheck(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(new AdviceDataHolder(PrecheckFiles.Read(Folders.Find(settings.ReferenceFolder))));
        services.AddSingleton(s => new PrecheckTerms(
            TimeSpan.FromMilliseconds(settings.PrecheckMilliseconds),
            (county, chronic, disease) => StartOf(s.GetRequiredService<DiseaseLists>(), county, chronic, disease),
            s.GetRequiredService<LaterVisitStore>().FindPersonAsync));
        services.AddPrecheckCalls();
        services.AddSingleton<ReviewStore>();
        services.AddSingleton<ReviewWorkflow>();
        services.AddSingleton<ReviewGrpcService>();
    }

    /// <summary>The calls before an order is signed; checks, terms, opener and database are added by the caller.</summary>
    public static void AddPrecheckCalls(this IServiceCollection services)
    {
        services.AddSingleton<OpenVisits>();
        services.AddSingleton<FeedbackStore>();
        services.AddSingleton<AcceptanceCache>();
        services.AddSingleton<PatientHistories>();
        services.AddSingleton<OrderAdvisor>();
        services.AddSingleton<FeedbackWorkflow>();
        services.AddSingleton<PaperStore>();
        services.AddSingleton<PaperWatch>();
        services.AddSingleton(s => new MissingPapers(s.GetRequiredService<PaperWatch>().MissingAsync));
        services.AddSingleton<PaperWorkflow>();
        services.AddSingleton<PaperCalls>();
        services.AddSingleton<PrecheckGrpcService>();
    }

    /// <summary>Maps the calls.</summary>
    public static void MapPrecheck(this WebApplication app)
    {
        app.MapMedAidService<PrecheckGrpcService>(PrecheckService.Descriptor, PrecheckService.BindService);
        app.MapMedAidService<ReviewGrpcService>(ReviewService.Descriptor, ReviewService.BindService);
    }

    private static QualificationStart? StartOf(DiseaseLists lists, CountyCode county, bool chronic, string disease) =>
        lists.For(county).Find(disease) is not { } listed ? null
            : chronic ? new QualificationStart(listed.ChronicSameDay, listed.AtOnce)
            : new QualificationStart(listed.TwoDiseaseSameDay, listed.TwoDiseaseAtOnce);
}
