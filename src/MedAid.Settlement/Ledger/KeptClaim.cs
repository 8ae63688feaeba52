using Google.Protobuf;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger.Stored;

namespace MedAid.Settlement.Ledger;

/// <summary>
/// The claim as a settlement keeps it, so that it can be split once more: what its request's hash covers, without the hash of the id number and
/// the names of the items, by which nothing is split.
/// </summary>
public static class KeptClaim
{
    /// <summary>What is kept of a claim.</summary>
    public static byte[] Of(VisitClaim claim)
    {
        var content = RequestContent.ContentOf(claim);
        content.IdNumberHash = "";
        foreach (var item in content.Items)
        {
            item.Name = "";
        }

        return content.ToByteArray();
    }

    /// <summary>The claim of a settlement; hash and names are empty. Null: none was kept.</summary>
    public static VisitClaim? Read(SettlementDocument document)
    {
        if (document.Claim is not { } kept)
        {
            return null;
        }

        var content = SettleContent.Parser.ParseFrom(kept);
        return new VisitClaim
        {
            HospitalCode = new(content.HospitalCode),
            VisitId = content.VisitId,
            IdNumberHash = content.IdNumberHash,
            ServiceDate = Day(content.ServiceDate),
            Care = (Care)content.Care,
            Mode = (Mode)content.Mode,
            DiseaseCode = content.HasDiseaseCode ? content.DiseaseCode : null,
            Filed = content.Filed,
            Admission = content.HasAdmission ? content.Admission : null,
            Accident = content.Accident,
            Stay = content.HasStay ? content.Stay : null,
            Batch = content.Batch,
            AdmissionDay = content.HasAdmissionDay ? Day(content.AdmissionDay) : null,
            AgreementId = content.HasAgreementId ? content.AgreementId : null,
            Department = content.HasDepartment ? content.Department : null,
            Doctor = content.HasDoctor ? content.Doctor : null,
            MessageHash = content.HasMessageHash ? content.MessageHash : null,
            Diagnoses = [.. content.Diagnoses],
            Account = content.Account is { } account
                ? new AccountUse(account.HasUseFen ? account.UseFen : null, account.BalanceFen, account.HelperFen)
                : null,
            Items = [.. content.Items.Select(Item)],
            External = [.. content.External.Select(Payment)],
            Upstream = [.. content.Upstream.Select(Payment)],
        };
    }

    private static ClaimItem Item(ItemContent item) => new(
        item.ItemNumber, item.Code, item.Name, item.HasCategory ? item.Category : null, item.PriceMillionths, item.QuantityTenThousandths,
        item.AmountFen, item.Approval, item.HasDisease ? item.Disease : null)
    {
        DailyDoseMillionths = item.HasDailyDoseMillionths ? item.DailyDoseMillionths : null, Days = item.HasDays ? item.Days : null,
    };

    private static LayerPayment Payment(PaymentContent payment) => new(payment.Layer, payment.AmountFen)
    {
        For = new ValueSet(payment.ForComponents), Disease = payment.HasDisease ? payment.Disease : null,
    };

    private static DateOnly Day(int number) => DateOnly.FromDayNumber(number - 1);
}
