using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Clearing.Proof;
using MedAid.Core;
using MedAid.Settlement.Ledger.Proof;
using static MedAid.Clearing.Tests.ThreeCounties;

namespace MedAid.Clearing.Tests.Corrections;

/// <summary>The proof of a counter-record against its record; that no right one is told, the random corrections show.</summary>
public sealed class CounterCheckTests
{
    private readonly ThreeCounties story = new();

    [Fact]
    public void A_counter_record_of_a_county_that_moves_back_anything_else_is_told()
    {
        story.Answered().At(9, 20);
        story.Office.Pay("bank-x", Xing, 93_39);
        Assert.Equal(0, CorrectionSteps.Correct(story.Office, story.Office.Records[^1]));
        var counter = story.Office.Records[^1];
        var target = story.Office.Records[(int)counter.Correction!.RecordNumber - 1];
        var fold = new BookFold(new ProofPages());
        Assert.All(story.Office.Records.SkipLast(1), record => Assert.Null(fold.Apply(record)));
        Assert.Null(CounterCheck.Difference(fold, target, counter));

        var first = counter.Moves[0];
        ClearingRecord[] forged =
        [
            counter with { Moves = [.. counter.Moves.Skip(1)] },
            counter with { Moves = [.. counter.Moves, first] },
            counter with { Moves = [first with { AmountFen = first.AmountFen - 1 }, .. counter.Moves.Skip(1)] },
            counter with { Moves = [first with { To = ReceivableStanding.Refused }, .. counter.Moves.Skip(1)] },
            counter with { Refund = new CountyRefund("bank-x", new DateOnly(2022, 9, 20), [new RefundedFund(new Fund("610100"), 1)]) },
            counter with { CountyCode = new(Lin) },
            counter with { HospitalCode = new("H14110100009") },
            counter with { ClaimId = "Q1" },
            counter with { Kind = RecordKind.ClaimWithdrawn },
        ];
        Assert.All(forged, record => Assert.Equal(
            $"往来账第 {counter.Number} 条：与所冲正的第 {target.Number} 条不相反", CounterCheck.Difference(fold, target, record)));
    }

    [Fact]
    public void A_counter_record_of_a_patient_that_moves_back_anything_else_is_told()
    {
        var paid = Of(1, RecordKind.PatientPaid, "P1", [new ShareMove(new SettlementId("S1"), ShareStanding.Owed, ShareStanding.Paid, 10_00)], []);
        AssertTold(paid, Back("P1", [new ShareMove(new SettlementId("S1"), ShareStanding.Paid, ShareStanding.Owed, 10_00)], []), [
            Back("P1", [new ShareMove(new SettlementId("S1"), ShareStanding.Paid, ShareStanding.Owed, 9_00)], []),
            Back("P1", [new ShareMove(new SettlementId("S2"), ShareStanding.Paid, ShareStanding.Owed, 10_00)], []),
            Back("P2", [new ShareMove(new SettlementId("S1"), ShareStanding.Paid, ShareStanding.Owed, 10_00)], []),
            Back("P1", [new ShareMove(new SettlementId("S1"), ShareStanding.Paid, ShareStanding.Owed, 10_00)], [new DepositPart(new CountyCode(Xing), 1)]),
        ]);

        var taken = Of(1, RecordKind.DepositTaken, "P1", [], [new DepositPart(new CountyCode(Xing), 100_00)]);
        AssertTold(taken, Back("P1", [], [new DepositPart(new CountyCode(Xing), -60_00), new DepositPart(new CountyCode(Lin), -40_00)]), [
            Back("P1", [], [new DepositPart(new CountyCode(Xing), -99_00)]),
            Back("P1", [], [new DepositPart(new CountyCode(Xing), -101_00), new DepositPart(new CountyCode(Lin), 1_00)]),
        ]);

        var returned = Of(1, RecordKind.DepositReturned, "P1", [], [new DepositPart(new CountyCode(Xing), -100_00)]);
        AssertTold(returned, Back("P1", [], [new DepositPart(new CountyCode(Xing), 100_00)]), [
            Back("P1", [], [new DepositPart(new CountyCode(Lin), 100_00)]), Back("P1", [], [])]);
    }

    private static void AssertTold(ClearingRecord target, ClearingRecord right, ClearingRecord[] forged)
    {
        var fold = new BookFold(new ProofPages());
        Assert.Null(CounterCheck.Difference(fold, target, right));
        Assert.All(forged, record => Assert.Equal("往来账第 2 条：与所冲正的第 1 条不相反", CounterCheck.Difference(fold, target, record)));
    }

    private static ClearingRecord Back(string person, ShareMove[] moves, DepositPart[] deposits) =>
        Of(2, RecordKind.CounterRecorded, person, moves, deposits);

    private static ClearingRecord Of(long number, RecordKind kind, string person, ShareMove[] moves, DepositPart[] deposits) => new()
    {
        Number = number,
        Kind = kind,
        RequestId = $"q-{number}",
        ContentHash = "h",
        Operator = "李会计",
        RecordedTime = DateTimeOffset.UnixEpoch,
        HospitalCode = new(Visits.Hospital),
        Patient = new PatientFact { PersonKey = new(person), Moves = moves, Deposits = deposits },
    };
}
