using Grpc.Core;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Names an operator in every call that names none, as a hospital's system does for whoever is signed in.</summary>
internal sealed class DefaultOperator(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    public const string Name = "李会计";

    private const string Key = "medaid-operator";

    /// <summary>The metadata of a call by somebody else; an empty name is nobody's.</summary>
    public static Metadata By(string name) => new() { { Key, Uri.EscapeDataString(name) } };

    /// <summary>The same as a header of HTTP.</summary>
    public static (string Name, string Value) HeaderOf(string name) => (Key, Uri.EscapeDataString(name));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Headers.Contains(Key))
        {
            request.Headers.Add(Key, Uri.EscapeDataString(Name));
        }

        return base.SendAsync(request, cancellationToken);
    }
}
