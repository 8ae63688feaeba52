using System.Net.Sockets;
using MedAid.Settlement.Ports;
using Npgsql;

namespace MedAid.Stores.Postgres;

/// <summary>Which failures of PostgreSQL are outages, which are worth another try, and whether anything was done.</summary>
internal static class PostgresErrors
{
    private static readonly string[] OutageClasses = ["08", "53", "57", "58"];

    /// <summary>
    /// The outage, or null if the failure is none: a broken constraint is a defect, not an outage. <paramref name="committing"/>:
    /// the commit was on its way.
    /// </summary>
    public static Exception? Translate(Exception failure, bool committing) => failure switch
    {
        // An answer that the transaction failed is certain, unless the server said it on its way down.
        PostgresException { InvariantSeverity: "FATAL" or "PANIC" } when committing => Unknown(failure),
        PostgresException answered => Outage(answered),
        NpgsqlException or SocketException or IOException or TimeoutException when committing => Unknown(failure),
        NpgsqlException or SocketException or IOException or TimeoutException =>
            new LedgerUnavailableException("PostgreSQL cannot be reached", failure),
        _ => null,
    };

    /// <summary>Whether the same batch may succeed if it is begun again: it lost a race, and nothing of it was written.</summary>
    public static bool LostRace(Exception failure) => failure is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
    }
    or PostgresException
    {
        SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "request_pkey" or "reversal_pkey",
    };

    /// <summary>Whether a failure says that pages of the database are damaged.</summary>
    public static bool IsDamage(PostgresException failure) =>
        failure.SqlState is PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted;

    private static LedgerUnknownException Unknown(Exception failure) =>
        new("the connection to PostgreSQL was lost while committing", failure);

    private static Exception? Outage(PostgresException answered) => answered.SqlState switch
    {
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted =>
            new LedgerDamagedException($"pages of PostgreSQL are damaged ({answered.SqlState})", answered),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected =>
            new LedgerUnavailableException($"PostgreSQL is busy ({answered.SqlState})", answered) { Busy = true },
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InvalidPassword
            or PostgresErrorCodes.InvalidAuthorizationSpecification or PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InvalidSchemaName =>
            new LedgerUnavailableException($"PostgreSQL does not let this gateway write ({answered.SqlState})", answered),
        { Length: >= 2 } state when OutageClasses.Contains(state[..2], StringComparer.Ordinal) =>
            new LedgerUnavailableException($"PostgreSQL is not able to work ({state})", answered),
        _ => null,
    };
}
