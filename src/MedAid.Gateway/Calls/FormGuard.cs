using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace MedAid.Gateway.Calls;

/// <summary>Refuses what no call can take (<see cref="MessageForm"/>), before anything of it is looked up or written.</summary>
internal sealed class FormGuard : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        !CallGuard.IsStandardService(context) && MessageForm.Problems((IMessage)request) is { Count: > 0 } problems
            ? throw ApiError.Invalid(problems).ToException()
            : continuation(request, context);
}
