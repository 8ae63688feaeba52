using MedAid.Settlement.Ports;
using Microsoft.Data.Sqlite;

namespace MedAid.Stores.Embedded;

/// <summary>Which failures of SQLite are outages, and whether anything was done.</summary>
internal static class EmbeddedErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    /// <summary>Whether a failure says that the file itself is damaged.</summary>
    public static bool IsDamage(SqliteException failure) => failure.SqliteErrorCode is Corrupt or NotADatabase;

    /// <summary>The outage, or null if the failure is none: a broken constraint is a defect, not an outage.</summary>
    public static Exception? Translate(SqliteException failure, bool committing) => failure.SqliteErrorCode switch
    {
        Busy or Locked => new LedgerUnavailableException("the ledger file is locked", failure) { Busy = true },
        Full or ReadOnly or CannotOpen => new LedgerUnavailableException("the ledger file cannot be written", failure),

        // A failed fsync leaves open what the disk kept.
        InputOutput when committing => new LedgerUnknownException("the disk failed while committing", failure),
        InputOutput => new LedgerUnavailableException("the disk failed", failure),
        Corrupt or NotADatabase => new LedgerDamagedException("pages of the ledger file are damaged", failure),
        _ => null,
    };
}
