using System.Globalization;
using MedAid.Core;
using MedAid.Settlement;

namespace MedAid.Bureau.Regions;

/// <summary>How sums are made up.</summary>
/// <param name="FundSumHasAccount">Whether <c>fund_pay_sumamt</c> counts the personal account.</param>
/// <param name="AccountHasMutualAid">Whether <c>acct_pay</c> counts <c>acct_mulaid_pay</c>.</param>
public sealed record SumRule(bool FundSumHasAccount, bool AccountHasMutualAid)
{
    /// <summary><c>fund_pay_sumamt</c> as the region writes it.</summary>
    /// <param name="fundsFen">What the funds pay.</param>
    /// <param name="accountFen">What personal accounts pay, a helper's among it.</param>
    public long FundSum(long fundsFen, long accountFen) => FundSumHasAccount ? checked(fundsFen + accountFen) : fundsFen;

    /// <summary>What the funds pay by <c>fund_pay_sumamt</c>.</summary>
    /// <param name="sumFen"><c>fund_pay_sumamt</c>.</param>
    /// <param name="accountFen">What personal accounts pay, a helper's among it.</param>
    public long FundsOf(long sumFen, long accountFen) => FundSumHasAccount ? checked(sumFen - accountFen) : sumFen;

    /// <summary>What personal accounts pay, a helper's among it, by <c>acct_pay</c> and <c>acct_mulaid_pay</c>.</summary>
    public long AccountsOf(long accountFen, long mutualAidFen) => AccountHasMutualAid ? accountFen : checked(accountFen + mutualAidFen);

    /// <summary><c>acct_pay</c> as the region writes it.</summary>
    /// <param name="accountsFen">What personal accounts pay, a helper's among it.</param>
    /// <param name="mutualAidFen">The helper's part.</param>
    public long AccountPay(long accountsFen, long mutualAidFen) => AccountHasMutualAid ? accountsFen : checked(accountsFen - mutualAidFen);
}

/// <summary>What differs from the national interface, and how, in a district.</summary>
public sealed record Region
{
    private const int NumberDigits = 4;
    private const string NumberPlace = "{infno}";

    /// <summary>Six digits; 000000 is the nation.</summary>
    public required string District { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What success looks like.</summary>
    public required SuccessRule Success { get; init; }

    /// <summary>How messages are written.</summary>
    public required EnvelopeForm Envelope { get; init; }

    /// <summary>Fund codes.</summary>
    public required FundTable Funds { get; init; }

    /// <summary>How sums are made up.</summary>
    public required SumRule Sums { get; init; }

    /// <summary>Reconciliation.</summary>
    public required ReconciliationForm Reconciliation { get; init; }

    /// <summary>How messages are signed.</summary>
    public required SigningForm Signing { get; init; }

    /// <summary><c>clr_type</c> by <c>med_type</c>; the key <c>*</c> is any other.</summary>
    public required IReadOnlyDictionary<string, string> ClearingTypes { get; init; }

    /// <summary><c>clr_way</c> by the bureau's way of paying: item, disease, score, drg, day, head.</summary>
    public required IReadOnlyDictionary<string, string> ClearingWays { get; init; }

    /// <summary>Numbers that 2601 can undo.</summary>
    public required IReadOnlyList<string> Reversible { get; init; }

    /// <summary>Values of <c>recer_sys_code</c> of another interface with the same numbers and other meanings, such as work injury.</summary>
    public required IReadOnlyList<string> ForeignReceivers { get; init; }

    /// <summary>The field of 9102 that has the mark of a catalogue file.</summary>
    public required string CatalogueMarkField { get; init; }

    /// <summary>Dictionaries.</summary>
    public required CodeBook Codes { get; init; }

    /// <summary>Whether 2601 can undo a number, with or without its letter.</summary>
    public bool CanReverse(string number) => Reversible.Contains(Plain(number));

    /// <summary>The address of a number, below the platform's.</summary>
    public string PathOf(string number) => Envelope.Paths.GetValueOrDefault(number)
        ?? Envelope.Paths.GetValueOrDefault(Plain(number))
        ?? Envelope.Path.Replace(NumberPlace, Lettered(number), StringComparison.Ordinal);

    /// <summary>A number with the letter that it has here: 2207 becomes 2207A.</summary>
    public string Lettered(string number) => number.Length > NumberDigits ? number : number + Envelope.Letters.GetValueOrDefault(number, "");

    /// <summary>A message id: the institution's code where the region wants it, the time, and a number.</summary>
    /// <remarks>The number must never come again in the same second: take it from a counter that is kept.</remarks>
    public string MessageId(HospitalCode hospitalCode, DateTimeOffset at, long number)
    {
        var modulus = 1L;
        for (var digit = 0; digit < Envelope.SequenceDigits; digit++)
        {
            modulus *= 10;
        }

        var tail = (number % modulus).ToString($"D{Envelope.SequenceDigits}", CultureInfo.InvariantCulture);
        var time = ChinaTime.Of(at).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);
        return $"{(Envelope.HasHospitalInId ? hospitalCode.Text : "")}{time}{tail}";
    }

    /// <summary><c>clr_type</c> of a <c>med_type</c>; empty where the region names none.</summary>
    public string ClearingTypeOf(string careType) => ClearingTypes.GetValueOrDefault(careType) ?? ClearingTypes.GetValueOrDefault("*", "");

    private static string Plain(string number) => number.Length > NumberDigits ? number[..NumberDigits] : number;
}
