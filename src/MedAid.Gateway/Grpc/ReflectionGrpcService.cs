using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;
using MedAid.Gateway.Probes;
using Alpha = Grpc.Reflection.V1Alpha;

namespace MedAid.Gateway.Grpc;

/// <summary>The standard reflection service, version 1: <c>grpcurl list</c> and <c>describe</c> work without the proto files.</summary>
internal sealed class ReflectionGrpcService(WireCatalog catalog, Readiness readiness) : ServerReflection.ServerReflectionBase
{
    private readonly Lazy<ReflectionIndex> index = new(() => new(catalog));

    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) =>
        ServeAsync(requestStream, request => responseStream.WriteAsync(Answer(request), context.CancellationToken), context);

    /// <summary>Answers request by request until the caller is done or the server stops.</summary>
    internal async Task ServeAsync<TRequest>(IAsyncStreamReader<TRequest> requests, Func<TRequest, Task> answer, ServerCallContext context)
    {
        var stopped = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = readiness.Stopping.Register(() => stopped.TrySetResult(false));
        while (await await Task.WhenAny(requests.MoveNext(context.CancellationToken), stopped.Task))
        {
            await answer(requests.Current);
        }
    }

    internal ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                var names = catalog.Services.Select(s => new ServiceResponse { Name = s.FullName });
                response.ListServicesResponse = new() { Service = { names } };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                SetFiles(response, index.Value.FileByName(request.FileByFilename));
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                SetFiles(response, index.Value.FileBySymbol(request.FileContainingSymbol));
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                var asked = request.FileContainingExtension;
                SetFiles(response, index.Value.FileByExtension(asked.ContainingType, asked.ExtensionNumber));
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                SetExtensionNumbers(response, request.AllExtensionNumbersOfType);
                break;
            default:
                SetError(response, StatusCode.InvalidArgument, "empty request");
                break;
        }

        return response;
    }

    private static void SetFiles(ServerReflectionResponse response, ByteString[]? files)
    {
        if (files is null)
        {
            SetError(response, StatusCode.NotFound, "not found");
            return;
        }

        response.FileDescriptorResponse = new() { FileDescriptorProto = { files } };
    }

    private static void SetError(ServerReflectionResponse response, StatusCode code, string message) =>
        response.ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message };

    private void SetExtensionNumbers(ServerReflectionResponse response, string type)
    {
        if (!index.Value.KnowsType(type))
        {
            SetError(response, StatusCode.NotFound, "not found");
            return;
        }

        var numbers = index.Value.ExtensionNumbers(type);
        response.AllExtensionNumbersResponse = new() { BaseTypeName = type, ExtensionNumber = { numbers } };
    }
}

/// <summary>Reflection as older tools ask for it: version 1 under another name, byte for byte.</summary>
internal sealed class ReflectionAlphaGrpcService(ReflectionGrpcService reflection) : Alpha.ServerReflection.ServerReflectionBase
{
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<Alpha.ServerReflectionRequest> requestStream,
        IServerStreamWriter<Alpha.ServerReflectionResponse> responseStream, ServerCallContext context) =>
        reflection.ServeAsync(requestStream, request => responseStream.WriteAsync(Answer(request), context.CancellationToken), context);

    private Alpha.ServerReflectionResponse Answer(Alpha.ServerReflectionRequest request)
    {
        var answer = reflection.Answer(ServerReflectionRequest.Parser.ParseFrom(request.ToByteString()));
        return Alpha.ServerReflectionResponse.Parser.ParseFrom(answer.ToByteString());
    }
}
