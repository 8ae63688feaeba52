using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace MedAid.Gateway;

/// <summary>
/// The services that this server offers, filled while the routes are mapped and read-only afterwards. Health, reflection and OpenAPI
/// speak of exactly these.
/// </summary>
internal sealed class WireCatalog
{
    private readonly List<ServiceDescriptor> services = [];

    public IReadOnlyList<ServiceDescriptor> Services => services;

    public void Add(ServiceDescriptor service)
    {
        if (Offers(service.FullName))
        {
            throw new InvalidOperationException($"{service.FullName} is mapped twice.");
        }

        services.Add(service);
    }

    public bool Offers(string fullName) => services.Exists(s => s.FullName == fullName);
}
