using MedAid.Clearing.Books;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Settlement.Ledger.Proof;

namespace MedAid.Clearing.Proof;

/// <summary>What patients owe, have paid and have deposited; the part of <see cref="BookFold"/> that is about patients.</summary>
internal sealed class PatientFold(ProofPages memory)
{
    private readonly AmountOwners owners = new();
    private readonly AmountsByStanding shares = new(memory, Enum.GetValues<ShareStanding>().Max(s => (int)s));
    private readonly UndoableMap<DepositState> deposits = new(memory);
    private readonly UndoableMap<AgreementState> agreements = new(memory);
    private readonly UndoableMap<bool> proposals = new(memory);

    /// <summary>How much of shares stands somewhere, by hospital, county and standing.</summary>
    public Dictionary<(HospitalCode HospitalCode, CountyCode CountyCode, ShareStanding Standing), long> Shares => shares.Sums().ToDictionary(
        s => (owners[s.Key.Owner].HospitalCode, owners[s.Key.Owner].CountyCode, (ShareStanding)s.Key.Standing), s => s.Value);

    /// <summary>Deposits by hospital and county.</summary>
    public Dictionary<(HospitalCode HospitalCode, CountyCode CountyCode), long> Deposits => deposits.Sums(
        d => (owners[d.Owner].HospitalCode, owners[d.Owner].CountyCode), d => d.Fen);

    public string? Apply(ClearingRecord record)
    {
        if (record.Patient is not { } fact)
        {
            return null;
        }

        return Agree(record, fact) ?? Open(fact) ?? Money(record, fact) ?? Propose(record, fact);
    }

    /// <summary>Whether the settlement of a share was undone: then nothing of it stands where it did before.</summary>
    public bool IsUndone(SettlementId settlementId) => shares.IsWithin(
        ProofKey.Of(settlementId.Text), (int)ShareStanding.RefundDue, (int)ShareStanding.Refunded, (int)ShareStanding.Unwound);

    public void Keep()
    {
        shares.Keep();
        deposits.Keep();
        agreements.Keep();
        proposals.Keep();
    }

    public void Undo()
    {
        shares.Undo();
        deposits.Undo();
        agreements.Undo();
        proposals.Undo();
    }

    public void Save(BinaryWriter writer)
    {
        owners.Save(writer);
        shares.Save(writer);
        deposits.Save(writer);
        agreements.Save(writer);
        proposals.Save(writer);
    }

    public void Load(BinaryReader reader)
    {
        owners.Load(reader);
        shares.Load(reader);
        deposits.Load(reader);
        agreements.Load(reader);
        proposals.Load(reader);
    }

    private int OwnerOf(HospitalCode hospitalCode, CountyCode countyCode) =>
        owners.NumberOf(new AmountOwner(hospitalCode, countyCode, default, false));

    private string? Agree(ClearingRecord record, PatientFact fact)
    {
        if (fact.NewAgreement is { } signed && !agreements.Add(
            ProofKey.Of(signed.AgreementId),
            new AgreementState(ProofKey.Of(fact.PersonKey.Text, record.HospitalCode.Text), signed.SignedDate, DateOnly.MaxValue)))
        {
            return $"协议 {signed.AgreementId} 已经有了";
        }

        if (fact.Ended is { } ended)
        {
            if (!agreements.TryGet(ProofKey.Of(ended.AgreementId), out var agreement))
            {
                return $"没有协议 {ended.AgreementId}";
            }

            agreements.Set(ProofKey.Of(ended.AgreementId), agreement with { LastDate = ended.LastDate });
        }

        return null;
    }

    /// <summary>Whether a debt has its agreement, which the window has looked at in memory only; in Chinese if not.</summary>
    public string? Uncovered(NewShare origin) => origin.AgreementId is not { } id
        || (agreements.TryGet(ProofKey.Of(id), out var agreement) && agreement.Account == ProofKey.Of(origin.PersonKey.Text, origin.HospitalCode.Text)
            && origin.ServiceDate >= agreement.SignedDate && origin.ServiceDate <= agreement.LastDate)
            ? null
            : $"结算 {origin.SettlementId}：所依据的协议 {id} 不存在，或不属于该患者、机构和日期";

    private string? Open(PatientFact fact)
    {
        if (fact.Share is not { } origin)
        {
            return null;
        }

        var standing = origin.AgreementId is null ? ShareStanding.Window : ShareStanding.Owed;
        return shares.Add(ProofKey.Of(origin.SettlementId.Text), OwnerOf(origin.HospitalCode, origin.CountyCode), (int)standing, origin.AmountFen)
            ? null
            : $"结算 {origin.SettlementId} 的患者账已经有了";
    }

    private string? Money(ClearingRecord record, PatientFact fact)
    {
        var usedFen = 0L;
        foreach (var move in fact.Moves)
        {
            if (!shares.Move(ProofKey.Of(move.SettlementId.Text), (int)move.From, (int)move.To, move.AmountFen))
            {
                return $"结算 {move.SettlementId} 的患者账在该状态下没有这么多";
            }

            usedFen = checked(usedFen + (move.To == ShareStanding.FromDeposit ? move.AmountFen : 0));
            usedFen = checked(usedFen - (move.From == ShareStanding.FromDeposit ? move.AmountFen : 0));
        }

        if (fact.Deposits.Sum(d => d.AmountFen) != checked((PatientAccounts.IsCash(record.Kind) ? fact.CashFen : 0) - usedFen))
        {
            return "押金的变动与所抵付的个人负担不一致";
        }

        foreach (var part in fact.Deposits)
        {
            var account = ProofKey.Of(fact.PersonKey.Text, record.HospitalCode.Text, part.CountyCode.Text);
            deposits.TryGet(account, out var deposit);
            deposits.Set(account, new DepositState(checked(deposit.Fen + part.AmountFen), OwnerOf(record.HospitalCode, part.CountyCode)));
            if (checked(deposit.Fen + part.AmountFen) < 0)
            {
                return "押金支出多于余额";
            }
        }

        return null;
    }

    private string? Propose(ClearingRecord record, PatientFact fact)
    {
        if (record.Kind == RecordKind.WriteOffProposed && !proposals.Add(ProofKey.Of(Proposal.IdOf(record)), true))
        {
            return "核销申请已经有了";
        }

        return fact.ProposalId is { } decided && !proposals.TryGet(ProofKey.Of(decided), out _) ? $"没有核销申请 {decided}" : null;
    }

    private readonly record struct DepositState(long Fen, int Owner);

    private readonly record struct AgreementState(UInt128 Account, DateOnly SignedDate, DateOnly LastDate);
}
