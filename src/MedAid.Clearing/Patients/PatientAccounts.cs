using MedAid.Clearing.Books;
using MedAid.Core;

namespace MedAid.Clearing.Patients;

/// <summary>
/// What patients owe, have paid and have deposited, as the records of the clearing book come to; a part of <see cref="ClearingBooks"/>.
/// One account is of one person at one hospital.
/// </summary>
public sealed class PatientAccounts
{
    private static readonly IReadOnlyList<string> NoShares = [];

    private readonly Dictionary<string, PatientShare> shares = new(StringComparer.Ordinal);
    private readonly Dictionary<(string PersonKey, string HospitalCode), List<string>> sharesOf = [];
    private readonly Dictionary<string, Agreement> agreements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Proposal> proposals = new(StringComparer.Ordinal);
    private readonly Dictionary<(string PersonKey, string HospitalCode), long> deposits = [];
    private readonly Dictionary<(string PersonKey, string HospitalCode), List<ClearingRecord>> records = [];
    private readonly HashSet<string> undone = new(StringComparer.Ordinal);

    /// <summary>All shares by their settlement.</summary>
    public IReadOnlyDictionary<string, PatientShare> Shares => shares;

    /// <summary>All agreements by their id.</summary>
    public IReadOnlyDictionary<string, Agreement> Agreements => agreements;

    /// <summary>All proposals to write off, by their id.</summary>
    public IReadOnlyDictionary<string, Proposal> Proposals => proposals;

    /// <summary>Deposits that are not zero, by person and hospital.</summary>
    public IEnumerable<KeyValuePair<(string PersonKey, string HospitalCode), long>> Deposits => deposits.Where(d => d.Value != 0);

    /// <summary>The deposit of a person at a hospital.</summary>
    public long DepositFen(string personKey, string hospitalCode) => deposits.GetValueOrDefault((personKey, hospitalCode));

    /// <summary>The shares of a person at a hospital, oldest service first.</summary>
    public IReadOnlyList<PatientShare> SharesOf(string personKey, string hospitalCode) =>
    [
        .. (sharesOf.TryGetValue((personKey, hospitalCode), out var ids) ? ids : NoShares).Select(id => shares[id])
            .OrderBy(s => s.Origin.ServiceDate).ThenBy(s => s.SettlementId, StringComparer.Ordinal),
    ];

    /// <summary>The records of a person's account at a hospital, in order.</summary>
    public IReadOnlyList<ClearingRecord> RecordsOf(string personKey, string hospitalCode) =>
        records.TryGetValue((personKey, hospitalCode), out var found) ? found : [];

    /// <summary>The agreement of a person with a hospital that is in force on a day, or null.</summary>
    public Agreement? InForce(string personKey, string hospitalCode, DateOnly day) => agreements.Values.FirstOrDefault(
        a => a.PersonKey == personKey && a.HospitalCode == hospitalCode && a.HoldsOn(day));

    /// <summary>Whether the reversal of a settlement has been taken over.</summary>
    public bool IsUndone(string settlementId) => undone.Contains(settlementId);

    /// <summary>How much of a person's shares at a hospital stands somewhere.</summary>
    public long Fen(string personKey, string hospitalCode, ShareStanding standing) =>
        SharesOf(personKey, hospitalCode).Sum(s => s.Fen(standing));

    internal void Apply(ClearingRecord record)
    {
        if (record.Patient is not { } fact)
        {
            return;
        }

        if (fact.UndoneSettlementId is { } settlementId)
        {
            undone.Add(settlementId);
            if (fact.Moves.Count == 0)
            {
                return;
            }

            shares[settlementId].Undone = true;
        }

        var account = (fact.PersonKey, record.HospitalCode);
        (records.TryGetValue(account, out var list) ? list : records[account] = []).Add(record);
        ApplyAgreement(record, fact);
        if (fact.Share is { } origin)
        {
            shares.Add(origin.SettlementId, new PatientShare(origin));
            (sharesOf.TryGetValue(account, out var ids) ? ids : sharesOf[account] = []).Add(origin.SettlementId);
        }

        ApplyMoney(account, fact);
        ApplyProposal(record, fact);
    }

    private void ApplyAgreement(ClearingRecord record, PatientFact fact)
    {
        if (fact.NewAgreement is { } signed)
        {
            agreements.Add(signed.AgreementId, new Agreement(signed, fact.PersonKey, record.HospitalCode, record.Operator, null));
        }

        if (fact.Ended is { } ended)
        {
            agreements[ended.AgreementId] = agreements[ended.AgreementId] with { LastDate = ended.LastDate };
        }
    }

    private void ApplyMoney((string PersonKey, string HospitalCode) account, PatientFact fact)
    {
        var depositFen = checked(deposits.GetValueOrDefault(account) + fact.DepositFen);
        foreach (var move in fact.Moves)
        {
            shares[move.SettlementId].Move(move.From, move.To, move.AmountFen);
            depositFen -= move.To == ShareStanding.FromDeposit ? move.AmountFen : 0;
            depositFen += move.From == ShareStanding.FromDeposit ? move.AmountFen : 0;
        }

        Invariant.Holds(depositFen >= 0, "a deposit is never overdrawn");
        deposits[account] = depositFen;
    }

    private void ApplyProposal(ClearingRecord record, PatientFact fact)
    {
        if (record.Kind == RecordKind.WriteOffProposed)
        {
            var proposal = new Proposal(
                Proposal.IdOf(record), fact.PersonKey, record.HospitalCode, record.Operator, record.Note, fact.Proposed, Open: true);
            proposals.Add(proposal.ProposalId, proposal);
        }

        if (fact.ProposalId is { } decided)
        {
            proposals[decided] = proposals[decided] with { Open = false };
        }
    }
}

/// <summary>An agreement of a person with a hospital.</summary>
public sealed record Agreement(SignedAgreement Paper, string PersonKey, string HospitalCode, string SignedBy, DateOnly? LastDate)
{
    /// <summary>Hospital and number of the paper.</summary>
    public string AgreementId => Paper.AgreementId;

    /// <summary>Whether it is in force on a day.</summary>
    public bool HoldsOn(DateOnly day) => day >= Paper.SignedDate && !(day > LastDate);
}

/// <summary>A proposal to write debts of a patient off, which another operator decides.</summary>
public sealed record Proposal(
    string ProposalId, string PersonKey, string HospitalCode, string ProposedBy, string Reason, IReadOnlyList<ProposedShare> Shares, bool Open)
{
    /// <summary>The id of the proposal that a record makes.</summary>
    public static string IdOf(ClearingRecord record) => $"W{record.Number}";
}
