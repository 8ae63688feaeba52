using Google.Protobuf;
using Grpc.Core;
using MedAid.Settlement.Writes;

namespace MedAid.Gateway.Calls;

/// <summary>A service that answers a repeated request as it did the first time.</summary>
internal interface IRecall
{
    /// <summary>Where the keys of its writes are known.</summary>
    IRequestLog Requests { get; }

    /// <summary>The answer to a request that was done before, from the id of what it made; null: it is not finished, and the call goes on.</summary>
    Task<IMessage?> AnswerAsync(IMessage request, string subject, ServerCallContext context);
}
