using System.Globalization;
using System.Collections.Immutable;
using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Patients;

/// <summary>
/// What patients owe, have paid and have deposited, as the records of the clearing book come to; a part of <see cref="ClearingState"/>.
/// One account is of one person at one hospital.
/// </summary>
public sealed class PatientAccounts
{
    private readonly Dictionary<SettlementId, PatientShare> shares = [];
    private readonly Dictionary<(PersonKey PersonKey, HospitalCode HospitalCode), ImmutableList<SettlementId>> sharesOf = [];
    private readonly Dictionary<string, Agreement> agreements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Proposal> proposals = new(StringComparer.Ordinal);
    private readonly Dictionary<(PersonKey PersonKey, HospitalCode HospitalCode), IReadOnlyList<DepositPart>> deposits = [];
    private readonly Dictionary<(PersonKey PersonKey, HospitalCode HospitalCode), ImmutableList<ClearingRecord>> records = [];
    private readonly HashSet<SettlementId> undone = [];

    /// <summary>All shares by their settlement.</summary>
    public IReadOnlyDictionary<SettlementId, PatientShare> Shares => shares;

    /// <summary>All agreements by their id.</summary>
    public IReadOnlyDictionary<string, Agreement> Agreements => agreements;

    /// <summary>All proposals to write off, by their id.</summary>
    public IReadOnlyDictionary<string, Proposal> Proposals => proposals;

    /// <summary>Deposits that are not zero, by person, hospital and county.</summary>
    public IEnumerable<DepositBalance> Deposits => deposits.SelectMany(
        d => d.Value.Select(p => new DepositBalance(d.Key.PersonKey, d.Key.HospitalCode, p.CountyCode, p.AmountFen)));

    /// <summary>The deposit of a person at a hospital.</summary>
    public long DepositFen(PersonKey personKey, HospitalCode hospitalCode) => DepositsOf(personKey, hospitalCode).Sum(p => p.AmountFen);

    /// <summary>The deposit of a person at a hospital, county by county in order; none is zero.</summary>
    public IReadOnlyList<DepositPart> DepositsOf(PersonKey personKey, HospitalCode hospitalCode) =>
        deposits.GetValueOrDefault((personKey, hospitalCode), []);

    /// <summary>The shares of a person at a hospital, oldest service first.</summary>
    public IReadOnlyList<PatientShare> SharesOf(PersonKey personKey, HospitalCode hospitalCode) =>
    [
        .. sharesOf.GetValueOrDefault((personKey, hospitalCode), []).Select(id => shares[id])
            .OrderBy(s => s.Origin.ServiceDate).ThenBy(s => s.SettlementId),
    ];

    /// <summary>The records of a person's account at a hospital, in order.</summary>
    public IReadOnlyList<ClearingRecord> RecordsOf(PersonKey personKey, HospitalCode hospitalCode) =>
        records.GetValueOrDefault((personKey, hospitalCode), []);

    /// <summary>The records of all accounts; of one account in order.</summary>
    public IEnumerable<ClearingRecord> Records => records.Values.SelectMany(r => r);

    /// <summary>The agreement of a person with a hospital that is in force on a day, or null.</summary>
    public Agreement? InForce(PersonKey personKey, HospitalCode hospitalCode, DateOnly day) => agreements.Values.FirstOrDefault(
        a => a.PersonKey == personKey && a.HospitalCode == hospitalCode && a.HoldsOn(day));

    /// <summary>Whether the reversal of a settlement has been taken over.</summary>
    public bool IsUndone(SettlementId settlementId) => undone.Contains(settlementId);

    /// <summary>How much of a person's shares at a hospital stands somewhere.</summary>
    public long Fen(PersonKey personKey, HospitalCode hospitalCode, ShareStanding standing) =>
        SharesOf(personKey, hospitalCode).Sum(s => s.Fen(standing));

    internal void Apply(ClearingRecord record, Changes changes)
    {
        if (record.Patient is not { } fact)
        {
            return;
        }

        if (fact.UndoneSettlementId is { } settlementId)
        {
            changes.Add(undone, settlementId);
            if (fact.Moves.Count == 0)
            {
                return;
            }

            var share = shares[settlementId];
            changes.Put(share.Undone, true, v => share.Undone = v);
        }

        var account = (fact.PersonKey, record.HospitalCode);
        changes.Set(records, account, records.GetValueOrDefault(account, []).Add(record));
        FoldAgreement(record, fact, changes);
        if (fact.Share is { } origin)
        {
            changes.Add(shares, origin.SettlementId, new PatientShare(origin), $"结算 {origin.SettlementId} 的个人负担已经在账上");
            changes.Set(sharesOf, account, sharesOf.GetValueOrDefault(account, []).Add(origin.SettlementId));
        }

        FoldMoney(record.Kind, account, fact, changes);
        FoldProposal(record, fact, changes);
    }

    private void FoldAgreement(ClearingRecord record, PatientFact fact, Changes changes)
    {
        if (fact.NewAgreement is { } signed)
        {
            changes.Add(
                agreements, signed.AgreementId, new Agreement(signed, fact.PersonKey, record.HospitalCode, record.Operator, null),
                $"协议 {signed.AgreementId} 已经签订过");
        }

        if (fact.Ended is { } ended)
        {
            changes.Set(agreements, ended.AgreementId, agreements[ended.AgreementId] with { LastDate = ended.LastDate });
        }
    }

    private void FoldMoney(RecordKind kind, (PersonKey PersonKey, HospitalCode HospitalCode) account, PatientFact fact, Changes changes)
    {
        var usedFen = 0L;
        foreach (var move in fact.Moves)
        {
            shares[move.SettlementId].Move(move.From, move.To, move.AmountFen, changes);
            usedFen = checked(usedFen + (move.To == ShareStanding.FromDeposit ? move.AmountFen : 0));
            usedFen = checked(usedFen - (move.From == ShareStanding.FromDeposit ? move.AmountFen : 0));
        }

        RecordUnfitException.Unless(
            fact.Deposits.Sum(d => d.AmountFen) == checked((IsCash(kind) ? fact.CashFen : 0) - usedFen), "押金的变动与所抵付的个人负担不一致");
        if (fact.Deposits.Count > 0)
        {
            var parts = deposits.GetValueOrDefault(account, []).Concat(fact.Deposits).GroupBy(p => p.CountyCode)
                .Select(g => new DepositPart(new CountyCode(g.Key.Text), g.Sum(p => p.AmountFen))).Where(p => p.AmountFen != 0)
                .OrderBy(p => p.CountyCode).ToArray();
            RecordUnfitException.Unless(Array.TrueForAll(parts, p => p.AmountFen > 0), "押金余额不够");
            changes.Set(deposits, account, parts);
        }
    }

    /// <summary>Whether a record of a kind may change a deposit by cash.</summary>
    internal static bool IsCash(RecordKind kind) =>
        kind is RecordKind.DepositTaken or RecordKind.DepositReturned or RecordKind.CounterRecorded;

    private void FoldProposal(ClearingRecord record, PatientFact fact, Changes changes)
    {
        if (record.Kind == RecordKind.WriteOffProposed)
        {
            var proposal = new Proposal(
                Proposal.IdOf(record), fact.PersonKey, record.HospitalCode, record.Operator, record.Note, fact.Proposed, Open: true);
            changes.Add(proposals, proposal.ProposalId, proposal, $"核销申请 {proposal.ProposalId} 已经在账上");
        }

        if (fact.ProposalId is { } decided)
        {
            changes.Set(proposals, decided, proposals[decided] with { Open = false });
        }
    }
}

/// <summary>A deposit of one person at one hospital, of one county.</summary>
public readonly record struct DepositBalance(PersonKey PersonKey, HospitalCode HospitalCode, CountyCode CountyCode, long AmountFen);

/// <summary>An agreement of a person with a hospital.</summary>
public sealed record Agreement(SignedAgreement Paper, PersonKey PersonKey, HospitalCode HospitalCode, string SignedBy, DateOnly? LastDate)
{
    /// <summary>Hospital and number of the paper.</summary>
    public string AgreementId => Paper.AgreementId;

    /// <summary>Whether it is in force on a day.</summary>
    public bool HoldsOn(DateOnly day) => day >= Paper.SignedDate && !(day > LastDate);
}

/// <summary>A proposal to write debts of a patient off, which another operator decides.</summary>
public sealed record Proposal(
    string ProposalId, PersonKey PersonKey, HospitalCode HospitalCode, string ProposedBy, string Reason,
    IReadOnlyList<ProposedShare> Shares, bool Open)
{
    /// <summary>Number of the record that makes it.</summary>
    public long Number => long.Parse(ProposalId.AsSpan(1), CultureInfo.InvariantCulture);

    /// <summary>The id of the proposal that a record makes.</summary>
    public static string IdOf(ClearingRecord record) => $"W{record.Number}";
}
