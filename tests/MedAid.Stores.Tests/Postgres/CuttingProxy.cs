using System.Net;
using System.Net.Sockets;

namespace MedAid.Stores.Tests.Postgres;

/// <summary>What a <see cref="CuttingProxy"/> does with the next bytes.</summary>
internal enum Cut
{
    /// <summary>Passes everything on.</summary>
    Nothing,

    /// <summary>Passes on what the client asks, and cuts the line when the server answers: the answer is lost.</summary>
    Answer,

    /// <summary>Cuts the line when the client asks: the server never hears it.</summary>
    Question,

    /// <summary>The same, from the next question on that says COMMIT.</summary>
    AnswerToCommit,

    /// <summary>The same, and from then on nothing gets through.</summary>
    AnswerToCommitForGood,

    /// <summary>Takes no connection and cuts those that are used.</summary>
    Everything,
}

/// <summary>A line to the server that can be cut at a known place.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly int serverPort;
    private readonly Task accepting;
    private volatile Cut cut;
    private volatile Cut next;
    private volatile int questions;

    public CuttingProxy(int serverPort)
    {
        this.serverPort = serverPort;
        listener.Start();
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How often something was asked through it.</summary>
    public int Questions => questions;

    /// <summary>What to cut from now on; a cut answer or question is cut once.</summary>
    public Cut Cut
    {
        set => cut = value;
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting.Within();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var lines = new List<Task>();
        try
        {
            while (true)
            {
                lines.Add(ServeAsync(await listener.AcceptTcpClientAsync(stopping.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(lines);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, serverPort, stopping.Token);
                await Task.WhenAny(
                    PassAsync(client.GetStream(), server.GetStream(), Cut.Question),
                    PassAsync(server.GetStream(), client.GetStream(), Cut.Answer));
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The line ends with either end, or with the test.
                server.Close();
            }
        }
    }

    private async Task PassAsync(NetworkStream from, NetworkStream to, Cut cutHere)
    {
        var buffer = new byte[65_536];
        int length;
        while ((length = await from.ReadAsync(buffer, stopping.Token)) > 0)
        {
            if (cut == Cut.Everything)
            {
                return;
            }

            if (cut is Cut.AnswerToCommit or Cut.AnswerToCommitForGood && cutHere == Cut.Question
                && buffer.AsSpan(0, length).IndexOf("COMMIT\0"u8) >= 0)
            {
                next = cut == Cut.AnswerToCommitForGood ? Cut.Everything : Cut.Nothing;
                cut = Cut.Answer;
            }

            if (cut == cutHere)
            {
                cut = next;
                next = Cut.Nothing;
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, length), stopping.Token);
            if (cutHere == Cut.Question)
            {
                Interlocked.Increment(ref questions);
            }
        }
    }
}
