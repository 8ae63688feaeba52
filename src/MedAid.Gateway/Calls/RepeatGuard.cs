using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Calls;

/// <summary>
/// Looks up the request id of a writing call before anything of the call is checked. What was done is answered as it was done, whatever has
/// become of the day, the clock, the packs or the register since; checks that these decide are for new requests only. Settlements and
/// rosters are looked up by their own stores, in the transaction that writes them.
/// </summary>
internal sealed class RepeatGuard(WireCatalog catalog, PersonTokens tokens) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        var message = (IMessage)request;
        if (RequestKey.Make(message, context, tokens) is { } key && catalog.RecallOf(context.Method) is { } recall
            && key.Value is { ValidateOnly: false, RequestId.Length: > 0 }
            && await recall.Requests.FindAsync(key.Value, context.CancellationToken) is { } known
            && await recall.AnswerAsync(message, Faults.ValueOf(known), context) is { } answer)
        {
            return (TResponse)answer;
        }

        return await continuation(request, context);
    }
}
