using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>Hospital systems that go on working whatever happens to the gateways, each at the gateway that is its own at the moment.</summary>
internal sealed class Crowd
{
    private readonly StubbornClient[] clients;
    private readonly Task[] work;
    private volatile bool stopped;
    private AnswersAwaited awaited = new(int.MaxValue);

    public Crowd(int count, Func<int, GatewayProcess> gatewayOf)
    {
        clients = [.. Enumerable.Range(0, count).Select(number => new StubbornClient(number))];
        work = [.. clients.Select((client, number) => Task.Run(() => WorkAsync(client, () => gatewayOf(number))))];
    }

    public int Retries => clients.Sum(c => c.Retries);

    public IReadOnlyCollection<string> RequestIds => [.. clients.SelectMany(c => c.RequestIds)];

    /// <summary>Waits until so many more answers have come.</summary>
    public async Task AnswersAsync(int more)
    {
        var next = new AnswersAwaited(more);
        Volatile.Write(ref awaited, next);
        await next.Reached.WaitAsync(GatewayProcess.Patience);
    }

    /// <summary>Stops, ends what is open at one gateway, and compares every answer with what is kept there.</summary>
    public async Task EndAsync(GatewayProcess gateway)
    {
        stopped = true;
        await Task.WhenAll(work).WaitAsync(GatewayProcess.Patience);
        await Task.WhenAll(clients.Select(c => c.SettleAccountsAsync(gateway))).WaitAsync(GatewayProcess.Patience);
    }

    private async Task WorkAsync(StubbornClient client, Func<GatewayProcess> gateway)
    {
        while (!stopped)
        {
            if (await client.TryNextAsync(gateway()))
            {
                Volatile.Read(ref awaited).Answered();
            }
            else
            {
                await Task.Delay(20);
            }
        }
    }
}
