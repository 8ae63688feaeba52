using MedAid.Settlement.Sql;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>A database on a line that loses the answer to the commit of the first write, and of every second one after it.</summary>
internal sealed class CutCommits(ISqlDatabase database, CuttingProxy line, Cut cut) : ISqlDatabase
{
    private int writes;

    public Task<T> ReadAsync<T>(Func<SqlSession, Task<T>> read, CancellationToken cancellationToken) =>
        database.ReadAsync(read, cancellationToken);

    public async Task<T> WriteAsync<T>(string alone, Func<SqlSession, Task<T>> write, CancellationToken cancellationToken)
    {
        line.Cut = cut == Cut.AnswerToCommit || writes++ % 2 == 0 ? cut : Cut.Nothing;
        try
        {
            return await database.WriteAsync(alone, write, cancellationToken);
        }
        finally
        {
            line.Cut = Cut.Nothing;
        }
    }
}
