using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>The same name exists in Grpc.Core.Api, as in the real packages; only extension syntax reaches it.</summary>
public static class AsyncStreamReaderExtensions
{
    public static IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> streamReader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(streamReader);
        return ReadEach(streamReader, cancellationToken);
    }

    private static async IAsyncEnumerable<T> ReadEach<T>(
        IAsyncStreamReader<T> reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await reader.MoveNext(cancellationToken).ConfigureAwait(false))
        {
            yield return reader.Current;
        }
    }
}
