using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MedAid.Stores.Tests.Cache;

/// <summary>A stretch of network between a gateway and Redis that can hold back, swallow everything, or break.</summary>
internal sealed class Passage : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<TcpClient, byte> open = new();
    private readonly int target;
    private readonly Task accepting;
    private volatile bool isClosed;
    private volatile bool swallows;
    private long bytesAnswered;
    private volatile TaskCompletionSource? held;

    public Passage(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Bytes that came from Redis.</summary>
    public long BytesAnswered => Interlocked.Read(ref bytesAnswered);

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Holds back every answer of Redis until <see cref="Mend"/>.</summary>
    public void Hold() => held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Breaks every connection; new ones are refused until <see cref="Mend"/>.</summary>
    public void Cut()
    {
        isClosed = true;
        foreach (var client in open.Keys)
        {
            client.Close();
        }
    }

    /// <summary>Swallows what is sent from now on, without a word to either side; a connection that was touched by it stays dead.</summary>
    public void Swallow() => swallows = true;

    /// <summary>Lets everything pass again that is not dead.</summary>
    public void Mend()
    {
        isClosed = false;
        swallows = false;
        held?.TrySetResult();
        held = null;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        Cut();
        listener.Stop();
        await accepting.Within();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        open.TryAdd(client, 0);
        try
        {
            client.NoDelay = server.NoDelay = true;
            if (!isClosed)
            {
                await server.ConnectAsync(IPAddress.Loopback, target, stop.Token);
                await Task.WhenAny(
                    PumpAsync(client.GetStream(), server.GetStream(), answers: false),
                    PumpAsync(server.GetStream(), client.GetStream(), answers: true));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or InvalidOperationException)
        {
            server.Close();
        }
        finally
        {
            open.TryRemove(client, out _);
            client.Dispose();
        }
    }

    private async Task PumpAsync(NetworkStream from, NetworkStream to, bool answers)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, stop.Token) is var read && read > 0)
        {
            if (swallows)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
            }

            Interlocked.Add(ref bytesAnswered, answers ? read : 0);
            if (answers && held is { } until)
            {
                await until.Task.WaitAsync(stop.Token);
            }

            await to.WriteAsync(buffer.AsMemory(0, read), stop.Token);
        }
    }
}
