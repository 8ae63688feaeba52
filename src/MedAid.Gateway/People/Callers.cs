using Grpc.Core;
using MedAid.Gateway.Hosting;
using MedAid.People;
using MedAid.Settlement.People;
using PeopleLimits = MedAid.People.Limits;

namespace MedAid.Gateway.People;

/// <summary>
/// Who calls, by the metadata <c>medaid-operator</c> and <c>medaid-role</c> (percent-encoded where they are not ASCII). They are what the
/// hospital's own system says; whoever says nothing sees masked persons only.
/// </summary>
internal sealed class Callers(Settings settings)
{
    private const string Operator = "medaid-operator";
    private const string Role = "medaid-role";
    internal const string Unnamed = "unnamed";

    private readonly HashSet<string> seeing = settings.RolesThatSeePeople
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    public Viewer Of(ServerCallContext context)
    {
        var role = Word(context, Role);
        return new Viewer(Word(context, Operator), role, context.Method, seeing.Contains(role));
    }

    private static string Word(ServerCallContext context, string name)
    {
        var text = Uri.UnescapeDataString(context.RequestHeaders.GetValue(name) ?? "");
        var plain = string.Concat(text.Where(c => !char.IsControl(c)).Take(PeopleLimits.WordMax));

        // Half of a character is none, and no database takes it.
        plain = plain.Length > 0 && char.IsHighSurrogate(plain[^1]) ? plain[..^1] : plain;
        return SeenText.IsAny(plain) ? plain : Unnamed;
    }
}
