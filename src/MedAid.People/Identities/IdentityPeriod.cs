using MedAid.Core.Policy;

namespace MedAid.People.Identities;

/// <summary>
/// The days on which a person has an identity: from the certificate's date up to, not including, the exit date. A provisional one
/// (先保障后认证) is to be certified by a day, and lapses after it.
/// </summary>
/// <param name="Kind">Which identity.</param>
/// <param name="From">First day; <see cref="Always"/> where no day is known.</param>
/// <param name="Until">First day on which it no longer holds; null: no exit is known.</param>
/// <param name="CertifyBy">Last day for the certificate of a provisional identity; null: certified.</param>
public sealed record IdentityPeriod(IdentityKind Kind, DateOnly From, DateOnly? Until, DateOnly? CertifyBy = null)
{
    /// <summary>Stands for "since before our records".</summary>
    public static readonly DateOnly Always = new(1900, 1, 1);

    /// <summary>The same as settling sees it.</summary>
    public IdentitySpan Span => new(Kind, From == Always ? null : From, Until);

    /// <summary>Whether it holds on a day.</summary>
    public bool HoldsOn(DateOnly day) => From <= day && !(day >= Until);

    /// <summary>Whether it ends only because no certificate has come.</summary>
    internal bool Lapses => CertifyBy is { } day && Until == day.AddDays(1);
}

/// <summary>Days from one up to, not including, another; null: without end.</summary>
public readonly record struct DaySpan(DateOnly From, DateOnly? Until)
{
    /// <summary>Whether a day is among them.</summary>
    public bool Holds(DateOnly day) => From <= day && !(day >= Until);
}
