using System.Collections.Concurrent;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;

namespace MedAid.Stores.Tests.Cache;

/// <summary>The truth of these tests: persons by token, and how often each was asked for.</summary>
internal sealed class Roll
{
    public static readonly byte[] Key = [.. Enumerable.Range(1, PersonTokens.KeyBytes).Select(i => (byte)i)];
    public static readonly PersonTokens Tokens = new(Key);

    private readonly ConcurrentDictionary<string, Eligibility> persons = new();
    private readonly ConcurrentDictionary<string, int> loads = new();

    public static byte[] CacheKey { get; } = Tokens.DeriveKey("redis");

    /// <summary>A made-up id number: the 18th character is not checked here.</summary>
    public static string IdNumber(int number) => $"14110019580214{number:D4}";

    public static string Token(int number) => Tokens.Of(IdNumber(number));

    public static Eligibility Person(int number, long version = 1) => new()
    {
        PersonKey = Tokens.NewPersonKey(IdNumber(number)),
        Version = version,
        Scheme = "resident",
        County = new("141182"),
        BirthDate = new DateOnly(1958, 2, 14),
        Employment = Employment.Retired,
        Identities =
        [
            new IdentitySpan((IdentityKind)1, new DateOnly(2024, 1, 1), null),
            new IdentitySpan((IdentityKind)2, null, new DateOnly(2026, 6, 30)),
        ],
        Provisional =
        [
            new ProvisionalIdentity(new IdentitySpan((IdentityKind)2, null, new DateOnly(2026, 6, 30)), new DateOnly(2026, 6, 29)),
        ],
        Qualifications =
        [
            new Qualification(QualificationKind.Chronic, "M07800", new DateOnly(2025, 3, 1), new DateOnly(2027, 3, 1), new HospitalCode("H14110001")),
            new Qualification(QualificationKind.TwoDisease, "M03900", new DateOnly(2025, 5, 1), null),
        ],
    };

    public void Put(int number, long version = 1) => persons[Token(number)] = Person(number, version);

    public int LoadsOf(int number) => loads.GetValueOrDefault(Token(number));

    public int LoadsTotal => loads.Values.Sum();

    public Task<Eligibility?> LoadAsync(string idNumberHash, CancellationToken cancellationToken)
    {
        loads.AddOrUpdate(idNumberHash, 1, (_, n) => n + 1);
        return Task.FromResult(persons.GetValueOrDefault(idNumberHash));
    }

    /// <summary>Field by field: lists of records are equal only by reference.</summary>
    public static void AssertSame(Eligibility? expected, Eligibility? actual)
    {
        Assert.NotNull(expected);
        Assert.NotNull(actual);
        Assert.Equal(Bare(expected), Bare(actual));
        Assert.Equal<IEnumerable<ProvisionalIdentity>>(expected.Provisional, actual.Provisional);
        Assert.Equal<IEnumerable<IdentitySpan>>(expected.Identities, actual.Identities);
        Assert.Equal<IEnumerable<Qualification>>(expected.Qualifications, actual.Qualifications);
    }

    private static Eligibility Bare(Eligibility person) => person with { Identities = [], Provisional = [], Qualifications = [] };
}
