using Grpc.Core;
using MedAid.Gateway.Hosting;
using MedAid.People;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Services;

/// <summary>
/// Who calls, by the metadata <c>medaid-operator</c> and <c>medaid-role</c> (percent-encoded where they are not ASCII). They are what the
/// hospital's own system says; whoever says nothing sees masked persons only.
/// </summary>
internal sealed class Callers(Settings settings)
{
    /// <summary>The metadata, or header, that names the operator.</summary>
    public const string OperatorKey = "medaid-operator";

    private const string RoleKey = "medaid-role";
    private const string Unnamed = "unnamed";

    private readonly HashSet<string> seeing = settings.RolesThatSeePeople
        .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    /// <summary>The operator whom the call names; empty if it names none.</summary>
    public static string OperatorOf(ServerCallContext context) => Word(context, OperatorKey);

    /// <summary>Whether the headers of a request name an operator.</summary>
    public static bool IsNamed(IHeaderDictionary headers) => headers[OperatorKey].ToString().Trim().Length > 0;

    public Viewer Of(ServerCallContext context) => Of(context, Unnamed);

    /// <summary>The same, with another role for a client that names none.</summary>
    public Viewer Of(ServerCallContext context, string otherwise)
    {
        var role = Word(context, RoleKey) is { Length: > 0 } named ? named : otherwise;
        return new Viewer(Named(OperatorOf(context)), role, context.Method, seeing.Contains(role));
    }

    private static string Named(string word) => word.Length > 0 ? word : Unnamed;

    private static string Word(ServerCallContext context, string name)
    {
        var text = Uri.UnescapeDataString(context.RequestHeaders.GetValue(name) ?? "");
        var plain = string.Concat(text.Where(c => !char.IsControl(c)).Take(People.Limits.WordMax));

        // Half of a character is none, and no database takes it.
        plain = plain.Length > 0 && char.IsHighSurrogate(plain[^1]) ? plain[..^1] : plain;
        return SeenText.IsAny(plain) ? plain : "";
    }
}
