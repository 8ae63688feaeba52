using Google.Protobuf.WellKnownTypes;
using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Contract.Clearing.V1;
using MedAid.Core;
using MedAid.Core.Policy;

namespace MedAid.Gateway.Services;

/// <summary>From patients' accounts to the wire. The numbers of standings are the same in both.</summary>
internal static class PatientOut
{
    public static PatientRecord Record(ClearingRecord record, bool written)
    {
        var fact = record.Patient!;
        var moneyFen = PatientText.MoneyFen(record);
        return new PatientRecord
        {
            RecordNumber = written ? record.Number : 0,
            ReceiptNumber = written && moneyFen != 0 ? PatientText.ReceiptNumber(record) : "",
            PersonKey = fact.PersonKey.Text,
            HospitalCode = record.HospitalCode.Text,
            AgreementId = fact.NewAgreement?.AgreementId ?? fact.Ended?.AgreementId ?? "",
            ProposalId = fact.ProposalId ?? (record.Kind == RecordKind.WriteOffProposed && written ? Proposal.IdOf(record) : ""),
            MoneyFen = moneyFen,
            Moves = { Moves(fact.Moves) },
            Entries = { ClearingOut.Entries(record) },
            RecordedTime = Timestamp.FromDateTimeOffset(record.RecordedTime),
            Operator = record.Operator,
            Sentence = PatientText.Of(record),
        };
    }

    public static IEnumerable<ClearingV1.ShareMove> Moves(IReadOnlyList<Clearing.Patients.ShareMove> moves) =>
        moves.Select(m => new ClearingV1.ShareMove
    {
        SettlementId = m.SettlementId.Text, From = (ClearingV1.ShareStanding)(int)m.From, To = (ClearingV1.ShareStanding)(int)m.To,
        AmountFen = m.AmountFen,
    });

    public static AccountBalance Balance(ClearingState books, AccountKey account) => new()
    {
        OwedFen = books.Patients.Fen(account.PersonKey, account.HospitalCode, Clearing.Patients.ShareStanding.Owed),
        DepositFen = books.Patients.DepositFen(account.PersonKey, account.HospitalCode),
        RefundDueFen = books.Patients.Fen(account.PersonKey, account.HospitalCode, Clearing.Patients.ShareStanding.RefundDue),
    };

    /// <summary>What is left of the share that a deposit was applied to; of a record that was only tried, what would be.</summary>
    public static long LeftFen(ClearingState books, ClearingRecord record, bool written)
    {
        if (record is not { Kind: RecordKind.DepositApplied, Patient: { Moves: [var applied] } fact })
        {
            return 0;
        }

        var openFen = books.Patients.Shares.TryGetValue(applied.SettlementId, out var share) ? share.Fen(applied.From) : fact.Share!.AmountFen;
        return written ? openFen : openFen - applied.AmountFen;
    }

    public static PatientAccount Account(ClearingState books, AccountKey account, string name) => new()
    {
        PersonKey = account.PersonKey.Text,
        Name = name,
        HospitalCode = account.HospitalCode.Text,
        Balance = Balance(books, account),
        Shares = { books.Patients.SharesOf(account.PersonKey, account.HospitalCode).Select(Share) },
        Agreements =
        {
            books.Patients.Agreements.Values
                .Where(a => a.PersonKey == account.PersonKey && a.HospitalCode == account.HospitalCode)
                .OrderBy(a => a.Paper.SignedDate).ThenBy(a => a.AgreementId, StringComparer.Ordinal).Select(Agreement),
        },
        Records = { books.Patients.RecordsOf(account.PersonKey, account.HospitalCode).Select(r => Record(r, written: true)) },
    };

    public static AgeDebtsResponse Ages(ClearingState books, DateOnly asOf, HospitalCode hospitalCode)
    {
        var ages = PatientAgeing.Of(books, asOf, hospitalCode);
        return new AgeDebtsResponse
        {
            AsOfDate = PlainText.Day(asOf),
            Patients =
            {
                ages.Select(a => new Contract.Clearing.V1.PatientAge
                {
                    PersonKey = a.PersonKey.Text,
                    HospitalCode = a.HospitalCode.Text,
                    Days0To30Fen = a.Owed.Days0To30Fen,
                    Days31To60Fen = a.Owed.Days31To60Fen,
                    Days61To90Fen = a.Owed.Days61To90Fen,
                    DaysOver90Fen = a.Owed.DaysOver90Fen,
                    OwedFen = a.OwedFen,
                    OldestDate = PlainText.Day(a.OldestDate),
                }),
            },
            OwedFen = ages.Sum(a => a.OwedFen),
            DepositFen = PatientAgeing.DepositFen(books, asOf, hospitalCode),
        };
    }

    public static WriteOff WriteOff(MedAid.Clearing.Patients.Proposal proposal) => new()
    {
        ProposalId = proposal.ProposalId,
        PersonKey = proposal.PersonKey.Text,
        HospitalCode = proposal.HospitalCode.Text,
        AmountFen = proposal.Shares.Sum(s => s.AmountFen),
        Note = proposal.Reason,
        ProposedBy = proposal.ProposedBy,
    };

    private static ClearingV1.PatientShare Share(MedAid.Clearing.Patients.PatientShare share) => new()
    {
        SettlementId = share.SettlementId.Text,
        ServiceDate = PlainText.Day(share.Origin.ServiceDate),
        AgreementId = share.Origin.AgreementId ?? "",
        AmountFen = share.Origin.AmountFen,
        OwedFen = share.Fen(Clearing.Patients.ShareStanding.Owed),
        Standings =
        {
            share.Standings.Select(s => new ShareAmount { Standing = (ClearingV1.ShareStanding)(int)s.Standing, AmountFen = s.AmountFen }),
        },
    };

    private static PayLaterAgreement Agreement(Agreement agreement) => new()
    {
        AgreementId = agreement.AgreementId,
        SignedDate = PlainText.Day(agreement.Paper.SignedDate),
        LastDate = agreement.LastDate is { } last ? PlainText.Day(last) : "",
        Identities = { agreement.Paper.Identities.Select(Vocabulary.Identity.WordOf) },
        CareKinds = { agreement.Paper.Care.Select(Vocabulary.Care.WordOf) },
        Cite = agreement.Paper.Cite,
        SignedBy = agreement.SignedBy,
    };
}
