using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;

namespace MedAid.Cli;

/// <summary>What failures of the stores mean for the shell.</summary>
internal static class StoreCalls
{
    /// <summary>Runs a call and turns outages into a sentence and an exit code.</summary>
    public static async Task<int> GuardAsync(Func<Task<int>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is StartProblemException or UnfitDatabaseException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Configuration;
        }
        catch (LedgerUnavailableException e)
        {
            await Console.Error.WriteLineAsync($"账本打不开：{e.Message}");
            return ExitCode.Unreachable;
        }
    }
}
