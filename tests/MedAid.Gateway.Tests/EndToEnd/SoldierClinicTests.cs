using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// 伤残军人就诊点 by the pack of 山亭 (packs/shanting/2020-07-01-dialysis.yaml): ordinary out-patient care has no insurance there, so of 86.40
/// the soldier would pay 86.40; the clinic brings them as `soldier_clinic`, the soldier pays nothing, and the county owes them.
/// </summary>
public sealed class SoldierClinicTests
{
    private const string Clinic = "H37040600201";
    private const string Soldier = "370406197001010012";

    [Fact]
    public async Task The_soldier_pays_nothing_and_the_county_is_asked_by_the_month()
    {
        var data = GatewayProcess.NewDataFolder();
        var reference = data.CreateSubdirectory("reference").FullName;
        Directory.CreateDirectory(Path.Combine(reference, "hospitals"));
        File.Copy(Clone.Sample("catalogue.csv"), Path.Combine(reference, "catalogue.csv"));
        await File.WriteAllTextAsync(Path.Combine(reference, "hospitals", $"{Clinic}.yaml"), $$"""
            hospital: {{Clinic}}
            name: 样例伤残军人就诊点
            county: "370406"
            tier: township
            level: "09"
            waivers: []
            """);
        await File.WriteAllTextAsync(Path.Combine(reference, "people.json"), $$"""
            [{"id_number": "{{Soldier}}", "name": "样例军", "scheme": "resident", "county": "370406",
              "identities": [{"kind": "disabled_soldier", "from": "2018-01-01"}], "qualifications": []}]
            """);
        await using (var gateway = await GatewayProcess.InsideAsync(data, ("ReferenceFolder", reference)))
        {
            var settled = (await gateway.Settlements.SettleAsync(Requests.Outpatient("soldier-1", Soldier, "2020-07-03", 86_40).With(v =>
            {
                v.HospitalCode = Clinic;
                v.ExternalPayments.Add(new ExternalPayment { Layer = "soldier_clinic", AmountFen = 86_40 });
            }))).Settlement;
            Assert.Equal((0, 0), (settled.Breakdown.PatientFen, settled.PayNowFen));

            // No document names the codes of the two clinics: whoever settles there is told.
            var warning = Assert.Single(settled.Breakdown.Warnings, w => w.EndsWith("（LAYER_ASSUMED）", StringComparison.Ordinal));
            Assert.Contains("机构编码没有见到，为占位", warning, StringComparison.Ordinal);
            Assert.Contains("为占位", settled.Breakdown.Layers.Single(l => l.Layer == "soldier_clinic").Assumed, StringComparison.Ordinal);

            var clearing = new ClearingService.ClearingServiceClient(gateway.Channel);
            var owed = Assert.Single((await clearing.ListReceivablesAsync(new())).Receivables);
            Assert.Equal(
                ("370406", "610200", 86_40L, false, Clinic), (owed.CountyCode, owed.Fund, owed.OutstandingFen, owed.Advanced, owed.HospitalCode));
            var claim = await clearing.BuildClaimAsync(new()
            {
                RequestId = "claim-1", HospitalCode = Clinic, CountyCode = "370406", Period = "2020-07",
            });
            Assert.Equal([("claimed_receivable", 86_40L), ("fund_receivable", -86_40)], claim.Entries.Select(e => (e.Account, e.AmountFen)));
        }

        data.Delete(recursive: true);
    }
}
