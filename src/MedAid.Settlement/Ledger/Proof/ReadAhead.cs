using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>Reads ahead of who looks at what was read, on another thread.</summary>
public static class ReadAhead
{
    /// <summary>
    /// The same pieces in the same order; the next one is being read while a caller has one, unless that is large. Ends when the caller ends.
    /// </summary>
    public static async IAsyncEnumerable<T> OfAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> read, Func<T, bool> isLarge, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = new SemaphoreSlim(0);
        var pieces = Channel.CreateBounded<T>(1);
        Task WaitFor(T piece) => isLarge(piece) ? done.WaitAsync(left.Token) : Task.CompletedTask;
        var reading = Task.Run(() => WriteAsync(read(left.Token), pieces.Writer, WaitFor, left.Token), CancellationToken.None);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(cancellationToken))
            {
                var large = isLarge(piece);
                yield return piece;
                if (large)
                {
                    done.Release();
                }
            }
        }
        finally
        {
            await left.CancelAsync();
            await reading;
        }
    }

    private static async Task WriteAsync<T>(
        IAsyncEnumerable<T> pieces, ChannelWriter<T> writer, Func<T, Task> waitFor, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var piece in pieces.WithCancellation(cancellationToken))
            {
                var waiting = waitFor(piece);
                await writer.WriteAsync(piece, cancellationToken);
                await waiting;
            }

            writer.Complete();
        }
        catch (Exception failure)
        {
            // It belongs to the reader, who meets it after the pieces that were read.
            writer.Complete(failure);
        }
    }
}
