using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Stores.Tests.Histories;

/// <summary>The persons of one history, as the register knows them at the moment; their keys are of this history alone.</summary>
internal sealed class Patients : IEligibilityRegister, IEligibilityCache
{
    public static readonly IReadOnlyList<string> IdNumbers = ["141125197201129115", "141126194905019128", "141123196805129020"];

    public static readonly PersonTokens Tokens = new(new byte[PersonTokens.KeyBytes]);

    /// <summary>Born so that the second turns 76 in the course of a history.</summary>
    public static readonly IReadOnlyList<DateOnly> Births = [new(1972, 1, 12), new(1949, 5, 1), new(1968, 5, 12)];

    private static readonly DateOnly Approved = new(2024, 1, 1);

    private readonly Eligibility[] persons;
    private readonly List<Eligibility> versions = [];
    private readonly string[] tokens = [.. IdNumbers.Select(Tokens.Of)];

    public Patients(int history)
    {
        persons =
        [
            Person(history, 0, [new(IdentityKind.SubsistenceAllowance, new DateOnly(2024, 6, 1), null)]) with { Qualifications = Qualified() },
            Person(history, 1, []) with { Qualifications = Qualified() },
            Person(history, 2, [new(IdentityKind.MarginalLowIncome, null, null)]) with
            {
                Qualifications = [new Qualification(QualificationKind.Chronic, "D10", Approved, new DateOnly(2025, 3, 1))],
            },
        ];
        versions.AddRange(persons);
    }

    public Eligibility this[int person] => persons[person];

    /// <summary>Every state that a person had.</summary>
    public IEnumerable<Eligibility> Versions => versions;

    /// <summary>The register changes; visits that are settled from now on see it.</summary>
    public void Change(int person, Func<Eligibility, Eligibility> change)
    {
        persons[person] = change(persons[person]) with { Version = persons[person].Version + 1 };
        versions.Add(persons[person]);
    }

    public Task<Eligibility?> FindAsync(string idNumberHash, CancellationToken cancellationToken) =>
        Task.FromResult(Array.IndexOf(tokens, idNumberHash) is >= 0 and var person ? persons[person] : null);

    /// <summary>A person as a version of the register knew them.</summary>
    public Task<Eligibility?> FindVersionAsync(PersonKey personKey, long version, CancellationToken cancellationToken) =>
        Task.FromResult(versions.Find(p => p.PersonKey == personKey && p.Version == version));

    public Task<bool> ClaimKeyAsync(string fingerprint, CancellationToken cancellationToken) => Task.FromResult(true);

    public async ValueTask<Eligibility?> GetAsync(
        string idNumberHash, Func<string, CancellationToken, Task<Eligibility?>> load, CancellationToken cancellationToken) =>
        await load(idNumberHash, cancellationToken);

    public ValueTask ForgetAsync(IReadOnlyCollection<string> idNumberHashes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    private static Eligibility Person(int history, int person, IReadOnlyList<IdentitySpan> identities) => new()
    {
        PersonKey = new($"P{history}-{person}"),
        Version = 1,
        Scheme = person > 0 && history % 2 == 0 ? "employee" : "resident",
        County = new(YearLaw.Home),
        BirthDate = Births[person],
        Identities = identities,
    };

    private static Qualification[] Qualified() =>
    [
        .. new[] { "D10", "D10.1", "D20", "D30", "N18.5" }.Select(d => new Qualification(QualificationKind.Chronic, d, Approved, null)),
        new(QualificationKind.TwoDisease, "I10", Approved, null),
    ];
}
