using MedAid.Gateway.Reference;
using MedAid.People;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Stores.Postgres;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Brings people.json into the register before the first call, by the same way as rosters; repeating it changes nothing. A
/// database that is away at the start does not keep the gateway from starting: it is tried again until it is there, and the gate of the
/// register stays shut so long. One that must not be used does.
/// </summary>
internal sealed class PeopleImport(
    Settings settings, PersonTokens tokens, RegisterGate register, InsuredImport insured, DetailKeyWatch keys,
    TimeProvider time, IHostApplicationLifetime lifetime, ILogger<PeopleImport> logger) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private Task later = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var persons = Read();
        try
        {
            await ImportAsync(persons, cancellationToken);
        }
        catch (Exception unfit) when (IsUnfit(unfit))
        {
            throw new StartProblemException(unfit.Message, unfit);
        }
        catch (Exception away) when (away is LedgerUnavailableException or LedgerUnknownException)
        {
            Wait(away.Message);
            later = ImportLaterAsync(persons, stopping.Token);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await later.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task ImportLaterAsync(IReadOnlyList<InsuredPerson> persons, CancellationToken cancellationToken)
    {
        using var again = new PeriodicTimer(Limits.RegisterRetry, time);
        while (!register.IsOpen && await again.WaitForNextTickAsync(cancellationToken))
        {
            try
            {
                await ImportAsync(persons, cancellationToken);
            }
            catch (Exception unfit) when (unfit is StartProblemException || IsUnfit(unfit))
            {
                Log.RegisterUnfit(logger, unfit.Message);
                lifetime.StopApplication();
                return;
            }
            catch (Exception away) when (away is LedgerUnavailableException or LedgerUnknownException)
            {
                // Said once; the probe of readiness says it as often as it is asked.
                Wait(away.Message);
            }
            catch (Exception defect) when (!cancellationToken.IsCancellationRequested)
            {
                Log.RoundsDefect(logger, defect, "人员装载", Limits.DefectPauseMax);
                register.WaitsFor = "程序内部错误，请把日志中的 Error 交给信息科";
                await Task.Delay(Limits.DefectPauseMax, time, cancellationToken);
            }
        }
    }

    /// <summary>Whether waiting does not help.</summary>
    private static bool IsUnfit(Exception failure) => failure is LedgerDamagedException or { InnerException: UnfitDatabaseException };

    private void Wait(string reason)
    {
        if (register.WaitsFor != reason)
        {
            Log.RegisterWaits(logger, reason);
        }

        register.WaitsFor = reason;
    }

    /// <summary>The persons of the file as it is now.</summary>
    /// <exception cref="StartProblemException">Something in it is wrong.</exception>
    public IReadOnlyList<InsuredPerson> Read() =>
        PeopleFile.Read(Path.Combine(Folders.Find(settings.ReferenceFolder), "people.json"), tokens);

    /// <summary>Writes persons to the register and lets every memory go of those who changed.</summary>
    public async Task ImportAsync(IReadOnlyList<InsuredPerson> persons, CancellationToken cancellationToken)
    {
        if (!await register.ClaimKeyAsync(tokens.Fingerprint(), cancellationToken))
        {
            var misfit = PersonKeyFile.Misfit(settings);
            KeyFile.Discard(settings);
            throw new StartProblemException(misfit);
        }

        KeyFile.Keep(settings);
        await insured.ImportAsync(persons, cancellationToken);
        if (!register.IsOpen && register.WaitsFor.Length > 0)
        {
            Log.RegisterFilled(logger);
        }

        register.Open();
        await keys.LookAsync(cancellationToken);
    }
}
