using MedAid.Bureau.Regions;
using MedAid.Bureau.Visits;
using MedAid.Gateway.Hosting;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.National;

/// <summary>The parts of the national door.</summary>
internal static class NationalParts
{
    private const string RegionsFolder = "bureau";

    public static void AddNationalDoor(this IServiceCollection services, Settings settings)
    {
        services.AddSingleton(ReadRegions(settings));
        services.AddSingleton<VisitStore>();
        services.AddSingleton<PatientSeal>();
        services.AddSingleton<VisitTurns>();
        services.AddSingleton<ForestallRequest>();
        services.AddSingleton<MessageContent>();
        services.AddSingleton<DoorWrites>();
        services.AddSingleton<DoorPatients>();
        services.AddSingleton<LineSplits>();
        services.AddSingleton<SetlInfo>();
        services.AddSingleton<AuditIn>();
        services.AddSingleton<AuditOut>();
        services.AddSingleton<INationalTransactions, AuditTransactions>();
        services.AddSingleton<INationalTransactions, SessionTransactions>();
        services.AddSingleton<INationalTransactions, PersonTransactions>();
        services.AddSingleton<INationalTransactions, VisitTransactions>();
        services.AddSingleton<INationalTransactions, SettleTransactions>();
        services.AddSingleton<INationalTransactions, UndoTransactions>();
        services.AddSingleton<INationalTransactions, EntitlementTransactions>();
        services.AddSingleton<StatementLedger>();
        services.AddSingleton<INationalTransactions, StatementTransactions>();
        services.AddSingleton<NationalAnswer>();
        services.AddSingleton<NationalDoor>();
    }

    private static RegionBook ReadRegions(Settings settings)
    {
        try
        {
            return RegionBook.Load(Path.Combine(Folders.Find(settings.ReferenceFolder), RegionsFolder));
        }
        catch (RegionFileException e)
        {
            throw new StartProblemException(e.Message, e);
        }
    }
}
