using MedAid.Gateway.Calls;

namespace MedAid.Gateway;

/// <summary>
/// The services that this server offers, filled while the routes are mapped and read-only afterwards. Health, reflection and OpenAPI
/// speak of exactly these.
/// </summary>
internal sealed class WireCatalog
{
    private readonly List<Google.Protobuf.Reflection.ServiceDescriptor> services = [];
    private readonly Dictionary<string, IRecall> recalls = new(StringComparer.Ordinal);

    public IReadOnlyList<Google.Protobuf.Reflection.ServiceDescriptor> Services => services;

    /// <summary>The service of a method, <c>/package.Service/Method</c>, if it knows what it has done; else null.</summary>
    public IRecall? RecallOf(string method) => recalls.GetValueOrDefault(method.Split('/')[1]);

    public void Add(Google.Protobuf.Reflection.ServiceDescriptor service, IRecall? recall = null)
    {
        if (Offers(service.FullName))
        {
            throw new InvalidOperationException($"{service.FullName} is mapped twice.");
        }

        services.Add(service);
        if (recall is not null)
        {
            recalls.Add(service.FullName, recall);
        }
    }

    public bool Offers(string fullName) => services.Exists(s => s.FullName == fullName);
}
