using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Core.Policy;
using MedAid.Precheck.Data;

namespace MedAid.Gateway.Hosting;

/// <summary>The orders of a warm-up: drugs of the gateway's own lists, so that its own checks have something to find.</summary>
internal static class WarmUpOrders
{
    private const int DaysOfSupply = 28;
    private const int Diagnoses = 5;

    /// <summary>The same orders for an out-patient and for a stay; where the law lacks one of them, the other remains.</summary>
    /// <param name="visit">The invented visit.</param>
    /// <param name="catalogue">The gateway's catalogue.</param>
    /// <param name="advice">Its checks and lists.</param>
    public static IEnumerable<CheckOrdersRequest> Of(Visit visit, Catalogue catalogue, AdviceData advice)
    {
        string[] drugs = [.. catalogue.Codes.Where(code => advice.Drug(code) is not null).Order(StringComparer.Ordinal)];
        foreach (var care in new[] { SettlementV1.Care.Outpatient, SettlementV1.Care.Inpatient })
        {
            var request = new CheckOrdersRequest { Visit = visit.Clone(), Stable = true };
            request.Visit.VisitId = $"W-{care}";
            request.Visit.Care = care;
            request.DiagnosisCodes.Add(advice.Diagnoses.Select(d => d.Diagnosis).Distinct(StringComparer.Ordinal).Take(Diagnoses));
            foreach (var (item, i) in request.Visit.Items.Select((item, i) => (item, i)))
            {
                item.Code = drugs.Length > 0 ? drugs[i * drugs.Length / request.Visit.Items.Count] : item.Code;
                (item.DailyDoseMg, item.DaysOfSupply) = ("1", DaysOfSupply);
            }

            request.RunningOrders.Add(new RunningOrder { Code = request.Visit.Items[0].Code, HospitalCode = visit.HospitalCode });
            yield return request;
        }
    }
}
