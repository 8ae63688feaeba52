namespace MedAid.Settlement.Sql;

/// <summary>
/// Runs portable SQL on either database. A project whose rows are the same on both (people, clearing, precheck) writes its SQL
/// once, over System.Data.Common: named conflict targets, no extensions, days as <see cref="DateOnly"/>, instants as microseconds,
/// parameters <c>@0</c>, <c>@1</c>, … in order. Connections, transactions, locks and the meaning of failures are the database's own
/// business. Implemented on SQLite and on PostgreSQL.
/// </summary>
public interface ISqlDatabase
{
    /// <summary>Reads. On PostgreSQL every statement sees its own moment, on SQLite all see one.</summary>
    Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken);

    /// <summary>
    /// Writes in one transaction. Nobody else writes <paramref name="alone"/> meanwhile, here or in another gateway. Keep it short: on
    /// SQLite the ledger waits for it. It may be done twice when a connection dies, so it must come to the same end from what it finds. When the
    /// answer to the commit is lost for good, it throws LedgerUnknownException: it may have been done.
    /// </summary>
    Task<T> WriteAsync<T>(string alone, Func<SqlSession, Task<T>> write, CancellationToken cancellationToken);
}
