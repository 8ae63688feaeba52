using MedAid.Gateway.Hosting;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;
using Npgsql;

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
        catch (LedgerUnavailableException e) when (e.InnerException is UnfitDatabaseException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCode.Configuration;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Failed;
        }
        catch (LedgerDamagedException e)
        {
            await Console.Error.WriteLineAsync($"账本文件损坏，读不下去（{e.Message}）；请从备份恢复");
            return ExitCode.Failed;
        }
        catch (LedgerUnavailableException e)
        {
            await Console.Error.WriteLineAsync(e.InnerException is NpgsqlException
                ? $"连不上 PostgreSQL，或它现在不能用；请检查数据库是否运行、网络、连接串、用户和密码（{e.Message}）"
                : $"账本打不开：{e.Message}");
            return ExitCode.Unreachable;
        }
    }
}
