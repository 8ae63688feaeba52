using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MedAid.Simulator.Persons;

/// <summary>An identity of a person with its days.</summary>
/// <param name="Kind">Its name in the file.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The first day without it; null: open.</param>
internal sealed record PersonIdentity(string Kind, DateOnly From, DateOnly? Until)
{
    /// <summary>Whether it holds on a day.</summary>
    public bool IsOn(DateOnly day) => day >= From && (Until is not { } until || day < until);
}

/// <summary>A filing of a chronic disease.</summary>
/// <param name="Disease">Its national code.</param>
/// <param name="From">The first day.</param>
/// <param name="Until">The first day without it; null: open.</param>
internal sealed record PersonFiling(string Disease, DateOnly From, DateOnly? Until)
{
    /// <summary>Whether it holds on a day.</summary>
    public bool IsOn(DateOnly day) => day >= From && (Until is not { } until || day < until);
}

/// <summary>A person that the bureau insures.</summary>
internal sealed record Person
{
    private const int BirthAt = 6;
    private const int BirthLength = 8;
    private const int SexAt = 16;
    private const int SecretDigits = 20;
    private const int Digits = 10;
    private const int StudentAge = 18;
    private const int OldAge = 60;

    /// <summary>Number of the identity card.</summary>
    public required string IdNumber { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary><c>insutype</c>.</summary>
    public required string Insurance { get; init; }

    /// <summary>District of insurance.</summary>
    public required string District { get; init; }

    /// <summary>What the personal account holds at first.</summary>
    public long BalanceFen { get; init; }

    /// <summary>Identities.</summary>
    public required IReadOnlyList<PersonIdentity> Identities { get; init; }

    /// <summary>Filings of diseases.</summary>
    public required IReadOnlyList<PersonFiling> Filings { get; init; }

    /// <summary><c>psn_no</c>: 26 digits that follow from district and number, the same in every simulator.</summary>
    public string Number => field ??= NumberOf(District, IdNumber);

    /// <summary>Day of birth.</summary>
    public DateOnly Birth => DateOnly.ParseExact(IdNumber.AsSpan(BirthAt, BirthLength), "yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary><c>gend</c>.</summary>
    public string Sex => (IdNumber[SexAt] - '0') % 2 == 1 ? "1" : "2";

    /// <summary>Whole years on a day.</summary>
    public int AgeOn(DateOnly day) => day.Year - Birth.Year - (day < Birth.AddYears(day.Year - Birth.Year) ? 1 : 0);

    /// <summary><c>psn_type</c> on a day.</summary>
    public string TypeOn(DateOnly day) => Insurance switch
    {
        "310" => AgeOn(day) < OldAge ? "1101" : "1201",
        _ => AgeOn(day) < StudentAge ? "1403" : AgeOn(day) < OldAge ? "1501" : "1600",
    };

    private static string NumberOf(string district, string idNumber)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"medaid-simulator/{idNumber}"));
        return district + string.Concat(hash.Take(SecretDigits).Select(b => (char)('0' + (b % Digits))));
    }
}
