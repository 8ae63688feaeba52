using System.Diagnostics;
using MedAid.Clearing.Books;
using MedAid.Clearing.Proof;
using MedAid.Gateway.Hosting;
using MedAid.People.Storage;
using MedAid.Settlement.Capitation;
using MedAid.Settlement.Ledger.Proof;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Sql;
using MedAid.Stores;
using MedAid.Stores.Embedded;
using MedAid.Stores.Postgres;
using MedAid.Stores.Proof;
using Npgsql;

namespace MedAid.Cli;

/// <summary>The books of a gateway's settings, opened for one piece of work.</summary>
internal sealed record OpenedBooks(ILedger Ledger, ClearingBookStore Book, ISqlDatabase Database)
{
    /// <summary>The server of a shared ledger.</summary>
    public PostgresDatabase? Server { get; init; }

    /// <summary>The file of an embedded ledger.</summary>
    public EmbeddedDatabase? File { get; init; }
}

/// <summary>
/// Runs a proof of the books for the shell: it yields to everybody else on the machine, shows on a terminal how far it is, and notes
/// now and then what it knows, so that an interrupted one can go on.
/// </summary>
internal sealed class LedgerProofs : IDisposable
{
    private const string Magic = "MedAid proof 4";
    private const long CommittedBytesMax = 64L * 1024 * 1024;
    private static readonly TimeSpan TellEvery = TimeSpan.FromMilliseconds(500);
    private const int RestsWhileOthersWork = 3;
    private static readonly TimeSpan CollectEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly string file;
    private readonly string books;
    private readonly string head;
    private readonly long began = Stopwatch.GetTimestamp();
    private readonly ScratchFile scratch;
    private readonly BookProver prover;
    private long saved = Stopwatch.GetTimestamp();
    private long told;
    private long collected = Stopwatch.GetTimestamp();
    private long looked = Stopwatch.GetTimestamp();
    private bool othersWork = true;
    private double doneBefore;

    private LedgerProofs(Settings settings, OpenedBooks opened, string head)
    {
        this.head = head;
        file = Path.Combine(settings.DataPath, Settings.ProofCheckpoint);
        books = settings.Postgres.Length > 0 ? Address(settings.Postgres) : Path.GetFullPath(settings.DataPath);
        scratch = new ScratchFile(settings.DataPath);
        prover = new BookProver(opened.Ledger, opened.Book, head, new ProofPages(scratch.Open))
        {
            Progressed = Go, BetweenPieces = SaveNowAndThen, Beside = given => BesideAsync(opened, given),
            Rest = opened.Server is { } server ? (worked, given) => RestAsync(server, worked, given) : null,
            Capitation = new CapitationStore(opened.Database),
        };
    }

    /// <summary>Proves the books of the settings; with <paramref name="resume"/> from where the last interrupted run noted that it was.</summary>
    public static async Task<BookProof> ProveAsync(
        Settings settings, OpenedBooks opened, string head, bool resume, CancellationToken cancellation)
    {
        using (var self = Process.GetCurrentProcess())
        {
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
        }

        using var proof = new LedgerProofs(settings, opened, head);
        if (resume && !proof.Load())
        {
            await Console.Error.WriteLineAsync("没有可以接着用的核对进度（或属于别的账本、别的 --head），从头核对");
        }

        try
        {
            var found = await proof.prover.RunAsync(cancellation);
            if (File.Exists(proof.file))
            {
                File.Delete(proof.file);
            }

            return found;
        }
        catch (OperationCanceledException) when (File.Exists(proof.file))
        {
            await Console.Error.WriteLineAsync("核对被中断；加 --resume 可以从记下的进度接着核对");
            throw;
        }
        finally
        {
            proof.Wipe();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => scratch.Dispose();

    // This process has a lower priority, but the database server's, which reads for it, has not: cashiers get it in between.
    private async Task RestAsync(PostgresDatabase server, TimeSpan worked, CancellationToken cancellation)
    {
        if (Stopwatch.GetElapsedTime(Interlocked.Read(ref looked)) > LookEvery)
        {
            Interlocked.Exchange(ref looked, Stopwatch.GetTimestamp());
            othersWork = await server.OthersWorkAsync(cancellation);
        }

        await Task.Delay(othersWork ? RestsWhileOthersWork * worked : TimeSpan.Zero, cancellation);
    }

    private static async Task<IReadOnlyList<string>> BesideAsync(OpenedBooks opened, CancellationToken cancellation)
    {
        var people = await PeopleProof.DifferencesAsync(opened.Database, cancellation);
        return opened.File is null ? people : [.. people, .. await EmbeddedFileCheck.DifferencesAsync(opened.File, cancellation)];
    }

    /// <summary>Names a database without its password.</summary>
    private static string Address(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return $"{settings.Host}:{settings.Port}/{settings.Database}/{settings.SearchPath}";
    }

    private bool Load()
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(file));
            if (reader.ReadString() != Magic || reader.ReadString() != books || reader.ReadString() != head)
            {
                return false;
            }

            prover.Load(reader);
            doneBefore = prover.Progress.Done;
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }

    private void SaveNowAndThen()
    {
        if (Stopwatch.GetElapsedTime(saved) < MedAid.Clearing.Limits.CheckpointEvery)
        {
            return;
        }

        OwnersOnly.MakeFolder(Path.GetDirectoryName(file)!);
        using (var writer = new BinaryWriter(OwnersOnly.Open(file + ".new", FileMode.Create)))
        {
            writer.Write(Magic);
            writer.Write(books);
            writer.Write(head);
            prover.Save(writer);
        }

        File.Move(file + ".new", file, overwrite: true);
        saved = Stopwatch.GetTimestamp();
    }

    private void Go()
    {
        Tell();

        // The runtime lets garbage lie while the machine has memory; others on the machine may want it.
        if (GC.GetGCMemoryInfo(GCKind.Any).TotalCommittedBytes > CommittedBytesMax && Stopwatch.GetElapsedTime(collected) > CollectEvery)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            collected = Stopwatch.GetTimestamp();
        }
    }

    private void Tell()
    {
        if (Console.IsErrorRedirected || Stopwatch.GetElapsedTime(told) < TellEvery)
        {
            return;
        }

        told = Stopwatch.GetTimestamp();
        var (done, total) = (prover.Progress.Done, prover.Progress.Total);
        var left = done > doneBefore ? Stopwatch.GetElapsedTime(began) * ((total - done) / (done - doneBefore)) : TimeSpan.Zero;
        Console.Error.Write($"\r已核对 {prover.Progress.Percent}%，约剩 {left:hh\\:mm\\:ss} ");
    }

    private void Wipe()
    {
        if (!Console.IsErrorRedirected && told != 0)
        {
            Console.Error.Write("\r                                        \r");
        }
    }
}
