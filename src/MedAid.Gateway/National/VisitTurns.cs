using MedAid.Bureau.Visits;

namespace MedAid.Gateway.National;

/// <summary>
/// Messages of one visit go one after the other in a gateway: no line is removed while it is being settled. Visits share turns by chance, which
/// costs a wait and nothing else.
/// </summary>
internal sealed class VisitTurns : IDisposable
{
    private const int Turns = 256;

    private readonly SemaphoreSlim[] turns = [.. Enumerable.Range(0, Turns).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Does something in the turn of a visit.</summary>
    public async Task<T> TakeAsync<T>(VisitPlace place, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var turn = turns[unchecked((uint)place.GetHashCode()) % Turns];
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        foreach (var turn in turns)
        {
            turn.Dispose();
        }
    }
}
