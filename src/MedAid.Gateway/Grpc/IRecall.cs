using Google.Protobuf;
using Grpc.Core;

namespace MedAid.Gateway.Grpc;

/// <summary>A service that knows what it has done under a request id.</summary>
internal interface IRecall
{
    /// <summary>
    /// The answer to a request that was done before; null: nothing was. A known id with other content is refused as REQUEST_ID_REUSED.
    /// </summary>
    Task<IMessage?> RecallAsync(IMessage request, RequestKey key, ServerCallContext context);
}
