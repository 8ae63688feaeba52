using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Services;

/// <summary>From wire messages to drafts. Nothing is checked here: the use case names every bad field at once.</summary>
internal static class SettlementIn
{
    public static ClaimDraft Draft(Visit? visit) => visit is null ? new ClaimDraft() : new ClaimDraft
    {
        HospitalCode = new(visit.HospitalCode),
        VisitId = visit.VisitId,
        IdNumber = visit.IdNumber,
        ServiceDate = visit.ServiceDate,
        Care = (int)visit.Care,
        Mode = (int)visit.Mode,
        DiseaseCode = visit.DiseaseCode,
        Filed = visit.Filed,
        Accident = visit.Accident,
        Stay = visit.StayId,
        Batch = visit.Batch,
        AdmissionDate = visit.AdmissionDate,
        Account = visit.Account is { } account
            ? new AccountDraft(account.HasUseFen ? account.UseFen : null, account.All, account.BalanceFen, account.HelperFen)
            : null,
        AgreementId = visit.AgreementId,
        Department = visit.DepartmentCode,
        Doctor = visit.DoctorCode,
        Diagnoses = visit.DiagnosisCodes,
        Admission = visit.HasAdmission ? visit.Admission : null,
        Items =
        [
            .. visit.Items.Select(i => new ItemDraft(
                i.ItemNumber, i.Code, i.Name, i.Category, i.UnitPriceYuan, i.Quantity, i.AmountFen, (int)i.Approval, i.DiseaseCode)
            {
                DailyDoseMg = i.DailyDoseMg, DaysOfSupply = i.DaysOfSupply,
            }),
        ],
        ExternalPayments =
        [
            .. visit.ExternalPayments.Select(p => new PaymentDraft(p.Layer, p.AmountFen)
            {
                For = [.. p.Components], Disease = p.DiseaseCode,
            }),
        ],
        UpstreamPayments = [.. visit.UpstreamPayments.Select(p => new PaymentDraft(p.Layer, p.AmountFen))],
    };

    public static ListDraft List(ListSettlementsRequest request) => new(
        request.PageSize, request.PageToken, new HospitalCode(request.HospitalCode), new CountyCode(request.CountyCode), request.FromDate,
            request.ToDate,
        request.State switch
        {
            SettlementState.Settled => false,
            SettlementState.Reversed => true,
            _ => null,
        });
}
