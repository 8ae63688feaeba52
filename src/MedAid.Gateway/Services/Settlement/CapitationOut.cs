using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Settlement.Capitation;

namespace MedAid.Gateway.Services;

/// <summary>Rolls and claims of capitation contracts as messages of the contract.</summary>
internal static class CapitationOut
{
    public static SettlementV1.CapitationChange Change(Settlement.Capitation.CapitationChange change) => new()
    {
        ChangeNumber = change.Number,
        PersonKey = change.PersonKey.Text,
        HospitalCode = change.HospitalCode.Text,
        Programme = change.Programme,
        Scheme = change.Scheme,
        Kind = (SettlementV1.CapitationChangeKind)(int)change.Kind,
        Day = PlainText.Day(change.Day),
        Operator = change.Operator,
        NotedTime = change.Noted.ToTimestamp(),
    };

    public static ListCapitationRollResponse Roll(
        HospitalCode hospital, IReadOnlyList<IGrouping<PersonKey, Settlement.Capitation.CapitationChange>> persons, string next) => new()
    {
        Spans =
        {
            from person in persons
            from span in CapitationRoll.SpansOf(person)
            where span.HospitalCode == hospital
            select new SettlementV1.CapitationSpan
            {
                PersonKey = person.Key.Text, FromDate = PlainText.Day(span.From), UntilDate = span.Until is { } until ? PlainText.Day(until) : "",
            },
        },
        Changes = { persons.SelectMany(p => p).OrderBy(c => c.Number).Select(Change) },
        NextPageToken = next,
    };

    public static SettlementV1.CapitationClaim Claim(Settlement.Capitation.CapitationClaim claim) => new()
    {
        ClaimId = claim.ClaimId,
        HospitalCode = claim.HospitalCode.Text,
        CountyCode = claim.CountyCode.Text,
        Programme = claim.Programme,
        Scheme = claim.Scheme,
        Month = claim.Month.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        Pack = claim.Pack,
        RateFen = claim.RateFen,
        PartMonth = (SettlementV1.CapitationPartMonth)(int)claim.PartMonth,
        Heads = claim.Heads,
        AmountFen = claim.AmountFen,
        CostFen = claim.CostFen,
        OffRollCostFen = claim.OffRollCostFen,
        ResultFen = claim.ResultFen,
        BuiltBy = claim.BuiltBy,
        BuiltTime = claim.Built.ToTimestamp(),
        Lines =
        {
            claim.Lines.Select(l => new CapitationClaimLine
            {
                PersonKey = l.PersonKey.Text, Days = l.Days, AmountFen = l.AmountFen, CostFen = l.CostFen,
            }),
        },
    };
}
