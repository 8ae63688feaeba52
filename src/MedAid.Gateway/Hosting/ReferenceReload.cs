using System.Runtime.InteropServices;
using System.Threading.Channels;
using MedAid.Bureau.Link;
using MedAid.Gateway.Reference;
using MedAid.People.Applications;
using MedAid.People.EntitlementGaps;
using MedAid.People.Privacy;
using MedAid.People.Qualifications;
using MedAid.Precheck.Data;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// Puts new packs, catalogue, hospitals, people and lists in force while calls go on: SIGHUP reads everything anew and swaps the books by one
/// reference. A call keeps the reference data that it began with. With any problem the old reference data stays.
/// </summary>
internal sealed class ReferenceReload(
    Settings settings, ReferenceDataHolder referenceData, PeopleImport people, DiseaseLists diseases, PaperLists papers, IndicatorHolder indicators,
    AdviceDataHolder advice, DetailVault vault, LinkBookHolder links,
    ILogger<ReferenceReload> logger) : BackgroundService
{
    // One waiting wish is enough: whoever asks twice while a reload runs gets one more, which sees both changes.
    private readonly Channel<bool> wishes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private PosixSignalRegistration? registration;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // On Windows the same name stands for closing the console, which must go on to end the process.
        if (!OperatingSystem.IsWindows())
        {
            registration = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Wish);
        }

        LogBooks(referenceData.Current);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        registration?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Asked this way, the end is an answer and no exception: a start that fails stops this too, and would log it.
        while (await NextAsync(stoppingToken))
        {
            await ReloadAsync(stoppingToken);
        }
    }

    private async Task<bool> NextAsync(CancellationToken stopping)
    {
        var wish = wishes.Reader.WaitToReadAsync(stopping).AsTask();
        await ((Task)wish).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return wish.IsCompletedSuccessfully && wishes.Reader.TryRead(out _);
    }

    private void Wish(PosixSignalContext signal)
    {
        signal.Cancel = true;
        wishes.Writer.TryWrite(true);
    }

    private async Task ReloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var books = settings.ReadBooks();
            var reference = Folders.Find(settings.ReferenceFolder);
            var (listed, asked, shown) = (DiseaseFiles.Read(reference), PaperFiles.Read(reference), IndicatorFiles.Read(reference));
            var said = PrecheckFiles.Read(reference);
            var linked = LinkFiles.Read(reference, books);
            vault.Keys = DetailKeyFile.Read(settings);
            await people.ImportAsync(people.Read(), cancellationToken);
            referenceData.Current = books;
            diseases.Replace(listed);
            papers.Replace(asked);
            advice.Current = said;
            links.Current = linked;
            indicators.Current = shown;
            LogBooks(books);
        }
        catch (StartProblemException problem)
        {
            GiveUp(problem.Message.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The gateway stops; the next start reads the files anyway.
            return;
        }
        catch (Exception outage)
        {
            // Whatever it was, calls are still settled by the old books; ending the process would be worse.
            GiveUp([outage.Message]);
        }
    }

    private void GiveUp(string[] problems)
    {
        Array.ForEach(problems, problem => Log.ReloadProblem(logger, problem));
        Log.ReloadGivenUp(logger, problems.Length);
    }

    private void LogBooks(ReferenceData books)
    {
        var packs = books.Policies.Packs.ToArray();
        foreach (var pack in packs)
        {
            Log.PackInForce(logger, pack.Identity.Pack, pack.Identity.ContentHash);
        }

        Log.ReferenceInForce(logger, packs.Length, books.Catalogue.Count, books.Hospitals.Count());
    }
}
