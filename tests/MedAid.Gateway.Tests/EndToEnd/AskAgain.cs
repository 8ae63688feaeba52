using System.Net;
using Grpc.Core;
using Grpc.Net.Client.Configuration;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Sends a call again that ran out of its five seconds, as happens on a busy machine; the contract lets every caller do so, by the same
/// request id.
/// </summary>
internal sealed class AskAgain(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int Attempts = 5;

    /// <summary>The same at the other door.</summary>
    public static ServiceConfig ByGrpc => new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = Attempts, InitialBackoff = TimeSpan.FromMilliseconds(100), MaxBackoff = TimeSpan.FromSeconds(1), BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.DeadlineExceeded },
                },
            },
        },
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (answer.StatusCode != HttpStatusCode.GatewayTimeout || attempt == Attempts)
            {
                return answer;
            }

            answer.Dispose();
        }
    }
}
