using System.Text.Json;

namespace MedAid.Oracle;

/// <summary>A pack that was read once and is asked about many visits. Immutable, shared by threads.</summary>
public sealed class Law
{
    private Law(Pack pack) => Pack = pack;

    internal Pack Pack { get; }

    /// <summary>Reads the JSON of a pack.</summary>
    /// <exception cref="InvalidOperationException">The pack is refused; the text says why.</exception>
    public static Law Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return new Law(Pack.Read(document.RootElement, "pack"));
        }
        catch (Refusal e)
        {
            throw new InvalidOperationException($"{e.Code}: {e.Message}", e);
        }
    }
}
