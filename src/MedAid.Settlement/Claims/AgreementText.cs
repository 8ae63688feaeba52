using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.Ports;

namespace MedAid.Settlement.Claims;

/// <summary>
/// Why an agreement does not cover a visit: the first cause that applies, and what the agreement says of it. Of somebody else's agreement nothing
/// is said. It is kept with the refusal.
/// </summary>
public sealed record AgreementText(string AgreementId, string Cause, string Detail)
{
    private const string Patient = "patient";
    private const string Hospital = "hospital";
    private const string OtherCare = "care";
    private const string Early = "not_yet_signed";
    private const string Late = "ended";
    private const int Words = 3;

    /// <summary>The words that are kept as the subject of the refusal.</summary>
    public string Subject => $"{AgreementId} {Cause} {Detail}";

    /// <summary>The sentence for the cashier.</summary>
    public string Sentence => Cause switch
    {
        Patient => "该协议是另一位患者签订的，请核对协议编号。",
        Hospital => "该协议是与另一家医疗机构签订的，请核对协议编号。",
        OtherCare => $"该协议只用于{Detail}，不适用于本次医疗类别；请核对医疗类别，没有错的，去掉协议编号按窗口付费结算。",
        Early => $"该协议 {Detail} 签订，就诊日期在签订之前；请核对就诊日期，没有错的，去掉协议编号按窗口付费结算。",
        Late => $"该协议最后一天是 {Detail}，就诊日期在此之后；请核对就诊日期，没有错的，去掉协议编号按窗口付费结算。",
        _ => throw new InvariantBrokenException($"{Cause} is no reason why an agreement does not cover a visit"),
    };

    /// <summary>Why the agreement does not cover a visit of a person; null if it does.</summary>
    internal static AgreementText? Of(PayLaterAgreement agreement, PersonKey personKey, VisitClaim claim)
    {
        var id = agreement.AgreementId;
        return personKey != agreement.PersonKey ? new AgreementText(id, Patient, "")
            : claim.HospitalCode != agreement.HospitalCode ? new AgreementText(id, Hospital, "")
            : !agreement.Care.Contains(claim.Care)
                ? new AgreementText(id, OtherCare, string.Join("、", agreement.Care.Select(c => $"“{Vocabulary.Care.ChineseOf(c)}”")))
            : agreement.HoldsOn(claim.ServiceDate) ? null
            : claim.ServiceDate < agreement.SignedDate ? new AgreementText(id, Early, $"{agreement.SignedDate:yyyy-MM-dd}")
            : new AgreementText(id, Late, $"{agreement.LastDate:yyyy-MM-dd}");
    }

    /// <summary>The text out of a kept subject; null if it is not one.</summary>
    public static AgreementText? Of(string subject) =>
        subject.Split(' ', Words) is [var id, var cause, var detail] ? new AgreementText(id, cause, detail) : null;
}
