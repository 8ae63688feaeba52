using MedAid.Clearing.Decisions;
using MedAid.Clearing.Patients;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests.Patients;

/// <summary>
/// Stays of patients as the ledger hands them over, and the steps at their accounts. The rule of paying later is that of
/// packs/shanxi/paying.arrangements.yaml, written here again.
/// </summary>
internal static class Ward
{
    public const string Hospital = Visits.Hospital;
    public const string County = "141123";
    public static readonly DateOnly Day = new(2022, 8, 1);

    public static PayLaterRule Rule { get; } = new()
    {
        Region = "14", From = new DateOnly(2019, 6, 25), Citation = new Citation { Cite = "晋医保发〔2019〕46号 四(十五)" },
        When = new Condition
        {
            Care = default(ValueSet).With((int)Care.Inpatient), Place = default(ValueSet).With((int)Place.HomeCounty),
            HospitalTier = default(ValueSet).With((int)HospitalTier.Township).With((int)HospitalTier.County),
            Identity = default(ValueSet).With((int)IdentityKind.ExtremelyPoor).With((int)IdentityKind.SubsistenceAllowance)
                .With((int)IdentityKind.PriorityVeteran),
        },
    };

    /// <summary>A stay of 800.00 of which basic insurance pays 600.00 and relief what is left of the patient's share.</summary>
    public static SettlementDocument Stay(
        string id, long patientFen, string? agreement = null, string person = "P1", string hospital = Hospital, DateOnly? day = null,
        string county = County) =>
        Visits.Visit(id, county, day ?? Day, 200_00 - patientFen, advanced: false, hospital) with { PersonKey = new(person), AgreementId = agreement };

    public static AccountKey Account(string person = "P1", string hospital = Hospital) => new(new PersonKey(person), new HospitalCode(hospital));

    public static Facts Facts(IdentityKind? identity, HospitalTier tier = HospitalTier.County, Place place = Place.HomeCounty) => new()
    {
        ServiceDate = Day, Care = Care.Inpatient, HospitalTier = tier, Place = place, County = new CountyCode(County),
        Identities = identity is { } kind ? default(ValueSet).With((int)kind) : default,
    };

    public static ClearingRefusal Sign(
        this Office office, string number, string person = "P1", string hospital = Hospital, Facts? facts = null, PayLaterRule? rule = null) =>
        office.Do((books, head) => AgreementDecisions.Sign(books, head, new Signing(
            new PersonKey(person), new HospitalCode(hospital), number, Day, rule ?? Rule, facts ?? Facts(IdentityKind.SubsistenceAllowance))));

    public static ClearingRefusal PayDebt(this Office office, long fen, AccountKey? account = null, params string[] settlements) =>
        office.Do((books, head) => DebtDecisions.Pay(books, head, account ?? Account(), [.. settlements.Select(s => new SettlementId(s))], fen, Day));

    public static ClearingRefusal Refund(this Office office, long fen, AccountKey? account = null) =>
        office.Do((books, head) => DebtDecisions.Refund(books, head, account ?? Account(), fen, Day));

    public static ClearingRefusal Propose(this Office office, string reason, AccountKey? account = null, params string[] settlements) =>
        office.Do((books, head) => DebtDecisions.Propose(books, head, account ?? Account(), [.. settlements.Select(s => new SettlementId(s))], reason), "王会计");

    public static ClearingRefusal Decide(this Office office, string proposal, bool approved, string operatorName = "赵科长") =>
        office.Do((books, head) => DebtDecisions.Decide(books, head, proposal, approved, "院务会纪要 5 号"), operatorName);

    public static ClearingRefusal TakeDeposit(
        this Office office, long fen, AccountKey? account = null, string county = County) =>
        office.Do((books, head) => DepositDecisions.Take(books, head, account ?? Account(), new CountyCode(county), fen, Day));

    public static ClearingRefusal ApplyDeposit(this Office office, SettlementDocument settlement, long fen, AccountKey? account = null) =>
        office.Do((books, head) => DepositDecisions.Apply(books, head, account ?? Account(), settlement, settlement.SettlementId, fen));

    public static ClearingRefusal ReturnDeposit(this Office office, long fen, AccountKey? account = null) =>
        office.Do((books, head) => DepositDecisions.Return(books, head, account ?? Account(), fen, Day));

    public static long Owed(this Office office, AccountKey? account = null) => office.Fen(ShareStanding.Owed, account);

    public static long Fen(this Office office, ShareStanding standing, AccountKey? account = null) =>
        office.Books.Patients.Fen((account ?? Account()).PersonKey, (account ?? Account()).HospitalCode, standing);

    public static long Deposit(this Office office, AccountKey? account = null) =>
        office.Books.Patients.DepositFen((account ?? Account()).PersonKey, (account ?? Account()).HospitalCode);

    public static Proposal LastProposal(this Office office) => office.Books.Patients.Proposals.Values.Last();
}
