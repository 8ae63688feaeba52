using System.Security.Cryptography;
using System.Text;
using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies;

/// <summary>Which reading is taken where a notice can be read in several ways; what is not named here is read as the pack says.</summary>
public sealed class ReadingChoices
{
    private readonly Dictionary<string, string> choices;

    /// <summary>Choices by the id of the reading; its case does not matter, because the environment's may not be kept.</summary>
    public ReadingChoices(IEnumerable<KeyValuePair<string, string>> choices) =>
        this.choices = new Dictionary<string, string>(choices, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every pack as it stands.</summary>
    public static ReadingChoices None { get; } = new([]);

    /// <summary>The readings that are named.</summary>
    public IReadOnlyCollection<string> Ids => choices.Keys;

    /// <summary>Whether nothing is chosen against the packs.</summary>
    public bool IsEmpty => choices.Count == 0;

    /// <summary>The choice for a reading, or null.</summary>
    public string? Of(string id) => choices.GetValueOrDefault(id);

    /// <summary>What a command line gives, <c>ID=CHOICE</c> each; null if one is not of this form.</summary>
    public static ReadingChoices? Parse(IEnumerable<string> pairs)
    {
        var parts = pairs.Select(p => p.Split('=', 2)).ToArray();
        var names = parts.Select(p => p[0]).Distinct(StringComparer.OrdinalIgnoreCase).Count();
        return parts.All(p => p.Length == 2 && p[0].Length > 0) && names == parts.Length
            ? new ReadingChoices(parts.Select(p => KeyValuePair.Create(p[0], p[1])))
            : null;
    }

    /// <summary>The digest of a pack as it is applied: of its bytes alone, unless a reading was chosen against it.</summary>
    internal static string Digest(string hash, IReadOnlyList<ReadingChosen> chosen)
    {
        var against = string.Concat(chosen.Where(c => !c.Usual).Select(c => $";{c.Id}={c.Choice}"));
        return hash.Length == 0 || against.Length == 0
            ? hash
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hash + against)));
    }

    /// <summary>The choices of one example or one line of <c>eval</c>.</summary>
    internal static ReadingChoices Read(Fields line) => !line.Has("readings")
        ? TakeNone(line)
        : new ReadingChoices(line.DataMap("readings")
            .Select(c => KeyValuePair.Create(c.Key, line.Scalar(c.Value, $"{line.PathOf("readings")}.{c.Key}") ?? "")));

    private static ReadingChoices TakeNone(Fields line)
    {
        line.Take("readings");
        return None;
    }
}
