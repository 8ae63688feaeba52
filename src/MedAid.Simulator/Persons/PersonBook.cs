using System.Globalization;
using System.Text.Json;
using MedAid.Core;

namespace MedAid.Simulator.Persons;

/// <summary>The persons that the bureau insures, from a file of the form of <c>samples/people.json</c>.</summary>
internal sealed class PersonBook
{
    private const int FenDecimals = 2;

    private readonly Dictionary<string, Person> byIdNumber;
    private readonly Dictionary<string, Person> byNumber;

    private PersonBook(IReadOnlyList<Person> persons)
    {
        byIdNumber = persons.ToDictionary(p => p.IdNumber, StringComparer.OrdinalIgnoreCase);
        byNumber = persons.ToDictionary(p => p.Number, StringComparer.Ordinal);
        All = persons;
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Person> All { get; }

    /// <summary>The persons of a file; null: the samples, and two employees.</summary>
    public static PersonBook Load(string? path) => new(path is null
        ? [.. Parse(Box.Text("people.json"), "people.json"), .. Parse(Box.Text("employees.json"), "employees.json")]
        : [.. Parse(Box.File(path, "人员文件"), path)]);

    /// <summary>The person of an identity card, or null.</summary>
    public Person? OfIdNumber(string idNumber) => byIdNumber.GetValueOrDefault(idNumber);

    /// <summary>The person of a <c>psn_no</c>, or null.</summary>
    public Person? OfNumber(string number) => byNumber.GetValueOrDefault(number);

    private static IEnumerable<Person> Parse(string json, string path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return [.. document.RootElement.EnumerateArray().Select(One)];
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new SimulatorException($"人员文件 {path} 读不懂，格式见 samples/people.json：{e.Message}");
        }
    }

    private static Person One(JsonElement json) => new()
    {
        IdNumber = json.GetProperty("id_number").GetString()!,
        Name = json.GetProperty("name").GetString()!,
        Insurance = Optional(json, "insutype") is { Length: > 0 } insurance ? insurance
            : Optional(json, "scheme") == "employee" ? "310" : "390",
        District = json.GetProperty("county").GetString()!,
        BalanceFen = Optional(json, "balance_yuan") is { Length: > 0 } balance
            && ExactNumber.Read(balance, FenDecimals, out var fen) == NumberProblem.None ? fen : 0,
        Identities =
        [
            .. List(json, "identities")
                .Select(i => new PersonIdentity(i.GetProperty("kind").GetString()!, Day(i, "from")!.Value, Day(i, "until"))),
        ],
        Filings =
        [
            .. List(json, "qualifications")
                .Select(q => new PersonFiling(q.GetProperty("disease").GetString()!, Day(q, "approved")!.Value, Day(q, "until"))),
        ],
    };

    private static IEnumerable<JsonElement> List(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) ? list.EnumerateArray() : Enumerable.Empty<JsonElement>();

    private static string Optional(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.GetString() ?? "" : "";

    private static DateOnly? Day(JsonElement json, string name) => Optional(json, name) is { Length: > 0 } text
        ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture)
        : null;
}
