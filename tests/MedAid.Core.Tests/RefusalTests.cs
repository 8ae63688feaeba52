namespace MedAid.Core.Tests;

/// <summary>
/// The numbers are in the wire contract, in ledgers and in metrics: they never change and are never used again.
/// </summary>
public sealed class RefusalTests
{
    private static readonly (Refusal Refusal, int Number)[] Frozen =
    [
        (Refusal.None, 0),
        (Refusal.RequestIdReused, 1),
        (Refusal.HospitalNotFound, 2),
        (Refusal.PersonNotFound, 3),
        (Refusal.NoPolicyForDate, 4),
        (Refusal.NotQualified, 5),
        (Refusal.ChronicBenefitHeld, 6),
        (Refusal.ItemAmountDiffers, 7),
        (Refusal.AmountTooLarge, 8),
        (Refusal.LayerGivenTwice, 9),
        (Refusal.LayerNotInForce, 10),
        (Refusal.UpstreamAboveRoom, 11),
        (Refusal.ExternalAboveRoom, 12),
        (Refusal.SettlementNotFound, 13),
        (Refusal.AlreadyReversed, 14),
        (Refusal.NotReversible, 15),
        (Refusal.ExternalForNotCovered, 16),
        (Refusal.UpstreamBesideDiseases, 17),
        (Refusal.AccountNotInPack, 18),
        (Refusal.NoRuleForCare, 19),
        (Refusal.LaterPartStands, 73),
        (Refusal.VisitAlreadySettled, 74),
        (Refusal.AgreementNotFound, 75),
        (Refusal.AgreementNotForVisit, 76),
        (Refusal.UndoneBeforehand, 200),
        (Refusal.BureauAway, 220),
        (Refusal.NotRefundableInPart, 240),
        (Refusal.BoundToOtherHospital, 191),
        (Refusal.HospitalNotDesignated, 192),
    ];

    [Fact]
    public void Numbers_are_frozen() => Assert.All(Frozen, row => Assert.Equal(row.Number, (int)row.Refusal));

    [Fact]
    public void Every_refusal_has_its_frozen_number() =>
        Assert.Empty(Enum.GetValues<Refusal>().Except(Frozen.Select(row => row.Refusal)));
}
