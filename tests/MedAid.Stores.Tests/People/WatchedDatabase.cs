using MedAid.People.Storage;
using MedAid.Settlement.Sql;

namespace MedAid.Stores.Tests.People;

/// <summary>The real database; something happens around every part of an import that is written.</summary>
internal sealed class WatchedDatabase(ISqlDatabase database, Func<Func<Task<PartOutcome>>, Task<PartOutcome>> around) : ISqlDatabase
{
    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken) =>
        database.ReadAsync(read, cancellationToken);

    public async Task<T> WriteAsync<T>(string alone, Func<SqlSession, Task<T>> write, CancellationToken cancellationToken) =>
        write is Func<SqlSession, Task<PartOutcome>> part
            ? (T)(object)await around(() => database.WriteAsync(alone, part, cancellationToken))
            : await database.WriteAsync(alone, write, cancellationToken);
}
