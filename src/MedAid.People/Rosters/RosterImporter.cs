using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.Privacy;
using MedAid.People.Storage;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;
using MedAid.Tables;

namespace MedAid.People.Rosters;

/// <summary>A roster as sent.</summary>
public sealed record RosterDraft(
    string RequestId, RosterKind Kind, CountyCode CountyCode, string Identity, string ListDate, string CertifyByDate, string UninsuredScheme,
    byte[] File, byte[] Certificate, string Operator, bool ValidateOnly);

/// <summary>An import that is accepted: what it is, whether it was sent before, faults if it was only tried, and the work to be done.</summary>
public sealed record RosterAccepted(RosterImport Import, bool Replayed, IReadOnlyList<RosterFault> Faults, RosterJob? Job);

/// <summary>An import that is to be carried out.</summary>
public sealed class RosterJob
{
    internal RosterJob(RosterImport import, RosterDraft draft, RosterTerms terms) => (Import, Draft, Terms) = (import, draft, terms);

    /// <summary>The import.</summary>
    public RosterImport Import { get; }

    internal RosterDraft Draft { get; }

    internal RosterTerms Terms { get; }
}

/// <summary>
/// Takes rosters (名册) in: checks the form, reads the file, notes the import, and carries it out part by part while the ledger lives.
/// The same file is the same import; the same content under another name changes nothing. Where lines were not taken, the same file under
/// another request id is tried again: what was in their way may be gone.
/// </summary>
public sealed class RosterImporter(
    PeopleStore store, IEligibilityCache cache, PersonTokens tokens, DetailVault vault, TimeProvider time)
{
    /// <summary>Accepts a roster; the work is done by <see cref="RunAsync"/>.</summary>
    public async Task<Answer<RosterAccepted>> AcceptAsync(RosterDraft draft, CancellationToken cancellationToken)
    {
        var violations = new List<FieldViolation>();
        if (RosterForm.Check(draft, violations) is not { } terms)
        {
            return Answer<RosterAccepted>.Invalid(violations);
        }

        var content = ContentOf(draft, terms);
        var (first, again) = (ImportIds.Of(content), ImportIds.Of([.. content, .. Encoding.UTF8.GetBytes($"\n{draft.RequestId}")]));
        var sent = await store.FindImportAsync(draft.RequestId, cancellationToken);
        if (sent is not null && sent.ImportId != first && sent.ImportId != again)
        {
            return Answer<RosterAccepted>.Refused(RosterReuse.Of(sent, terms).ToRefusal());
        }

        if (draft.ValidateOnly)
        {
            var roster = await Task.Run(() => ReadAsync(draft, terms, cancellationToken), cancellationToken).WaitAsync(cancellationToken);
            return Answer<RosterAccepted>.Of(await TryAsync(New(draft, terms, first), terms, roster, cancellationToken));
        }

        var known = sent ?? await store.FindImportAsync(first, cancellationToken);
        if (known is { State: RosterState.Refused } or { State: RosterState.Done, Counts.Bad: > 0 } && known.RequestId != draft.RequestId)
        {
            return await BeginAsync(draft, terms, New(draft, terms, again), isNew: true, cancellationToken);
        }

        var silent = known is { State: RosterState.Running } && known.Touched + Limits.ImportSilenceMax < time.GetUtcNow();
        return known is null || silent
            ? await BeginAsync(
                draft, terms, known is null ? New(draft, terms, first) : known with { RunId = NewRun() }, isNew: known is null, cancellationToken)
            : Answer<RosterAccepted>.Of(new RosterAccepted(known, true, [], null));
    }

    /// <summary>Carries an import out. A busy or absent store is waited for.</summary>
    public async Task RunAsync(RosterJob job, CancellationToken cancellationToken)
    {
        var roster = await ReadAsync(job.Draft, job.Terms, cancellationToken);
        var import = job.Import with
        {
            Identity = roster.Identity, ListDate = roster.ListDate, Counts = new RosterCounts(roster.Listed),
        };
        var listed = new HashSet<PersonKey>();
        if (await PatientlyAsync(c => store.BeginImportAsync(import, c), cancellationToken)
            && await WritePartsAsync(job, import, roster, listed, cancellationToken))
        {
            await FinishAsync(job, import, roster, listed, cancellationToken);
        }
    }

    /// <summary>False: another run has taken the import over.</summary>
    private async Task<bool> WritePartsAsync(
        RosterJob job, RosterImport import, Roster roster, HashSet<PersonKey> listed, CancellationToken cancellationToken)
    {
        var (size, number) = (new PartSize(), 0);
        foreach (var lines in Parts(roster, size))
        {
            var since = time.GetTimestamp();
            var batch = new RosterPart(import.ImportId, roster.Identity!.Value, job.Terms, lines, tokens, vault, listed)
                .ToPart(new PartOfRun(import.RunId, ++number));
            var outcome = await PatientlyAsync(c => store.ChangeAsync(batch, c), cancellationToken);
            size.Took(time.GetElapsedTime(since));
            if (outcome.IsTakenOver)
            {
                return false;
            }

            // Everybody, not only who changed: an earlier run may have changed them and died before any memory went.
            await cache.ForgetAsync(batch.Tokens, cancellationToken);
        }

        return true;
    }

    private async Task FinishAsync(
        RosterJob job, RosterImport import, Roster roster, HashSet<PersonKey> listed, CancellationToken cancellationToken)
    {
        var missing = job.Terms.Kind == RosterKind.FullList && !roster.Refused
            ? await PatientlyAsync(c => MissingAsync(import, listed, c), cancellationToken)
            : [];
        var done = import with { State = roster.Refused ? RosterState.Refused : RosterState.Done };
        await PatientlyAsync(c => store.FinishImportAsync(done, [.. roster.Faults, .. missing], c), cancellationToken);
    }

    /// <summary>In the order of the keys: a part then lies on neighbouring pages of most tables, and not each person on pages of their own.</summary>
    private IEnumerable<RosterLine[]> Parts(Roster roster, PartSize size)
    {
        RosterLine[] ordered =
        [
            .. (roster.Refused ? [] : roster.Lines).OrderBy(l => tokens.NewPersonKey(l.IdNumber)),
        ];
        for (var begin = 0; begin < ordered.Length;)
        {
            var end = Math.Min(ordered.Length, begin + size.Next);
            yield return ordered[begin..end];
            begin = end;
        }
    }

    private async Task<Answer<RosterAccepted>> BeginAsync(
        RosterDraft draft, RosterTerms terms, RosterImport import, bool isNew, CancellationToken cancellationToken)
    {
        if (!isNew || await store.AddImportAsync(import, cancellationToken))
        {
            return Answer<RosterAccepted>.Of(new RosterAccepted(import, false, [], new RosterJob(import, draft, terms)));
        }

        // Sent twice at once: the other one does it.
        return await store.FindImportAsync(import.ImportId, cancellationToken) is { } other
            ? Answer<RosterAccepted>.Of(new RosterAccepted(other, true, [], null))
            : Answer<RosterAccepted>.Refused(RosterReuse.Of((await store.FindImportAsync(import.RequestId, cancellationToken))!, terms).ToRefusal());
    }

    private RosterImport New(RosterDraft draft, RosterTerms terms, string id) => new()
    {
        ImportId = id,
        RequestId = draft.RequestId,
        Kind = terms.Kind,
        County = terms.County,
        Identity = terms.Identity,
        ListDate = terms.ListDate,
        Operator = draft.Operator,
        Started = time.GetUtcNow(),
        Touched = time.GetUtcNow(),
        RunId = NewRun(),
    };

    private static string NewRun() => Guid.NewGuid().ToString("N");

    private async Task<Roster> ReadAsync(RosterDraft draft, RosterTerms terms, CancellationToken cancellationToken)
    {
        var today = ChinaTime.Today(time);
        var certificate = draft.Certificate.Length > 0 ? await TableFile.ReadAsync(draft.Certificate, cancellationToken) : null;
        var list = await TableFile.ReadAsync(draft.File, cancellationToken);
        return new RosterReading(terms, today).Read(list, certificate, cancellationToken);
    }

    /// <summary>What the import would change and report: every line is decided against what is known now, and nothing is written.</summary>
    private async Task<RosterAccepted> TryAsync(RosterImport import, RosterTerms terms, Roster roster, CancellationToken cancellationToken)
    {
        import = import with
        {
            State = roster.Refused ? RosterState.Refused : RosterState.Done, Identity = roster.Identity, ListDate = roster.ListDate,
        };
        var counts = new RosterCounts(roster.Listed);
        var faults = new List<RosterFault>(roster.Faults);
        var listed = new HashSet<PersonKey>();
        foreach (var lines in roster.Refused ? [] : roster.Lines.Chunk(Limits.PartPersonsMax))
        {
            var part = new RosterPart(import.ImportId, roster.Identity!.Value, terms, lines, tokens, vault, listed);
            var (done, found) = await store.TryAsync(part.ToPart(), cancellationToken);
            counts = counts.Plus(done);
            faults.AddRange(found);
        }

        if (terms.Kind == RosterKind.FullList && !roster.Refused)
        {
            faults.AddRange(await MissingAsync(import, listed, cancellationToken));
        }

        counts = counts with
        {
            Done = roster.Listed,
            Bad = faults.Where(f => f is { Refused: true, Line: > 0 }).Select(f => f.Line).Distinct().Count(),
            Warned = faults.Count(f => !f.Refused),
        };
        return new RosterAccepted(import with { Counts = counts }, false, [.. faults.OrderBy(f => f.Line)], null);
    }

    /// <summary>Who holds the identity but is not on the full list: nobody is dropped in silence, and nobody stays in it unnoticed.</summary>
    private async Task<IReadOnlyList<RosterFault>> MissingAsync(
        RosterImport import, HashSet<PersonKey> listed, CancellationToken cancellationToken)
    {
        var holders = await store.HoldersAsync(import.County, import.Identity!.Value, import.ListDate!.Value, cancellationToken);
        PersonKey[] missing = [.. holders.Where(h => !listed.Contains(h))];
        return
        [
            .. missing.Take(Limits.MissingNamedMax).Select(key => new RosterFault(
                0, "", "NOT_ON_FULL_LIST",
                $"在库人员 {key} 不在本名单上（共 {missing.Length} 人），身份保留；确已退出的，请用附件 3 报自然减少", false)),
        ];
    }

    private async Task<T> PatientlyAsync<T>(Func<CancellationToken, Task<T>> use, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await use(cancellationToken);
            }
            catch (Exception away) when (
                away is LedgerUnavailableException or LedgerUnknownException && attempt < Limits.PartAttemptsMax)
            {
                await Task.Delay(Limits.PartRetry, time, cancellationToken);
            }
        }
    }

    /// <summary>The file and everything said of it; the request id is the envelope and not the content.</summary>
    private static byte[] ContentOf(RosterDraft draft, RosterTerms terms) =>
    [
        .. Encoding.UTF8.GetBytes(
            $"{terms.Kind} {terms.County} {(terms.Identity is { } kind ? Vocabulary.Identity.WordOf(kind) : "")} "
            + $"{terms.ListDate:yyyy-MM-dd} {terms.CertifyBy:yyyy-MM-dd} {terms.UninsuredScheme} {draft.File.Length}\n"),
        .. draft.File, .. draft.Certificate,
    ];
}
