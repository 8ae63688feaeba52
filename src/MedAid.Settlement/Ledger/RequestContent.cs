using System.Security.Cryptography;
using Google.Protobuf;
using MedAid.Core;
using MedAid.Core.Calculation;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger.Stored;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// The hash that tells one content of a request from another: SHA-256 over a message whose field numbers are frozen
/// (<c>Stored/request_content.proto</c>), so that a retry after an upgrade is still the same request.
/// </summary>
public static class RequestContent
{
    /// <summary>The hash of a claim to settle.</summary>
    public static byte[] HashOf(VisitClaim claim) => SHA256.HashData(ContentOf(claim).ToByteArray());

    /// <summary>The hash of a request to reverse.</summary>
    public static byte[] HashOfReversal(HospitalCode hospitalCode, SettlementId settlementId, string reason) => SHA256.HashData(
        new ReverseContent { HospitalCode = hospitalCode.Text, SettlementId = settlementId.Text, Reason = reason }.ToByteArray());

    /// <summary>The hash of a request to take items back.</summary>
    public static byte[] HashOfRefund(
        HospitalCode hospitalCode, SettlementId settlementId, string reason, IReadOnlyDictionary<int, long> returned) => SHA256.HashData(
        new RefundContent
        {
            HospitalCode = hospitalCode.Text,
            SettlementId = settlementId.Text,
            Reason = reason,
            Items = { returned.Select(r => new ReturnedContent { ItemNumber = r.Key, QuantityTenThousandths = r.Value }).OrderBy(r => r.ItemNumber) },
        }.ToByteArray());

    /// <summary>What of a claim is hashed.</summary>
    internal static SettleContent ContentOf(VisitClaim claim)
    {
        var content = new SettleContent
        {
            HospitalCode = claim.HospitalCode.Text,
            VisitId = claim.VisitId,
            IdNumberHash = claim.IdNumberHash,
            ServiceDate = claim.ServiceDate.DayNumber + 1,
            Care = (int)claim.Care,
            Mode = (int)claim.Mode,
            Filed = claim.Filed,
            Accident = claim.Accident,
            Batch = claim.Batch,
            Items = { claim.Items.Select(Of) },
            External = { claim.External.Select(Of) },
            Upstream = { claim.Upstream.Select(Of) },
            Diagnoses = { claim.Diagnoses },
        };
        Set(claim.DiseaseCode, disease => content.DiseaseCode = disease);
        Set(claim.Stay, stay => content.Stay = stay);
        Set(claim.AgreementId, agreement => content.AgreementId = agreement);
        Set(claim.Department, department => content.Department = department);
        Set(claim.Doctor, doctor => content.Doctor = doctor);
        Set(claim.MessageHash, hash => content.MessageHash = hash);
        if (claim.Admission is { } admission)
        {
            content.Admission = admission;
        }

        if (claim.AdmissionDay is { } admissionDay)
        {
            content.AdmissionDay = admissionDay.DayNumber + 1;
        }

        content.Account = claim.Account is { } account ? Of(account) : null;
        return content;
    }

    private static AccountContent Of(AccountUse account)
    {
        var content = new AccountContent { BalanceFen = account.BalanceFen, HelperFen = account.HelperFen };
        if (account.UseFen is { } use)
        {
            content.UseFen = use;
        }

        return content;
    }

    private static ItemContent Of(ClaimItem item)
    {
        var content = new ItemContent
        {
            ItemNumber = item.ItemNumber,
            Code = item.Code,
            Name = item.Name,
            PriceMillionths = item.PriceMillionths,
            QuantityTenThousandths = item.QuantityTenThousandths,
            AmountFen = item.AmountFen,
            Approval = item.Approval,
        };
        Set(item.Category, category => content.Category = category);
        Set(item.Disease, disease => content.Disease = disease);
        if (item.DailyDoseMillionths is { } dose)
        {
            content.DailyDoseMillionths = dose;
        }

        if (item.Days is { } days)
        {
            content.Days = days;
        }

        return content;
    }

    private static PaymentContent Of(LayerPayment payment)
    {
        var content = new PaymentContent { Layer = payment.Layer, AmountFen = payment.AmountFen, ForComponents = payment.For.Bits };
        Set(payment.Disease, disease => content.Disease = disease);
        return content;
    }

    private static void Set(string? value, Action<string> set)
    {
        if (value is not null)
        {
            set(value);
        }
    }
}
