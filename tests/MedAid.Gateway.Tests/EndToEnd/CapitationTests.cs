using System.Globalization;
using System.Text.Json;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Tests.Sharing;
using MedAid.Settlement;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>The dialysis contract of Shanting (packs/shanting, 6,250.00 a head and month) over both doors, July 2020 worked by hand.</summary>
public sealed class CapitationTests : IDisposable
{
    private const string Hospital = "H37040600101";
    private const string Programme = "dialysis_capitation";
    private const string Rheumatoid = "M05300";
    private readonly DirectoryInfo reference = Directory.CreateTempSubdirectory("medaid-heads-");

    public CapitationTests()
    {
        reference.CreateSubdirectory("hospitals");
        File.WriteAllText(
            Path.Combine(reference.FullName, "catalogue.csv"),
            File.ReadAllText(Clone.Sample("catalogue.csv")).Replace(",2021-01-01,", ",2020-01-01,", StringComparison.Ordinal));
        File.WriteAllText(
            Path.Combine(reference.FullName, "hospitals", $"{Hospital}.yaml"),
            $"hospital: {Hospital}\nname: 山亭样例区人民医院\ncounty: \"370406\"\ntier: county\nlevel: \"05\"\nwaivers: []\n");
        var people = new[] { Requests.Jia, Requests.Yi, Requests.Wei }.Select((number, i) => new
        {
            id_number = number, name = $"样例{i}", scheme = "resident", county = "370406", identities = Array.Empty<object>(),
            qualifications = new[] { Requests.Uraemia, Rheumatoid }.Select(d => new { kind = "chronic", disease = d, approved = "2020-01-05" }),
        });
        File.WriteAllText(Path.Combine(reference.FullName, "people.json"), JsonSerializer.Serialize(people));
    }

    public void Dispose() => reference.Delete(recursive: true);

    /// <summary>
    /// 甲 joins on the 1st and costs 5,200.00; 400.00 more are reversed. 乙 joins on the 15th and costs 800.00: not on the roll on the 1st, so
    /// by the default rule no head yet. 未 is on no roll and costs 100.00. August does not count. One head: 6,250.00 - 5,200.00 - 800.00 -
    /// 100.00 = 150.00.
    /// </summary>
    [Fact]
    public async Task A_month_of_the_contract_is_claimed_once_with_its_heads_and_what_they_cost()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, ("ReferenceFolder", reference.FullName));
        var contract = new CapitationService.CapitationServiceClient(gateway.Channel);
        await contract.ChangeCapitationAsync(Change("in-1", Requests.Jia, CapitationChangeKind.Join, "2020-07-01"));
        var yi = (await gateway.PostAsync("/v1/capitation:change", Change("in-2", Requests.Yi, CapitationChangeKind.Join, "2020-07-15")))
            .Read<ChangeCapitationResponse>();
        Assert.Equal((2, DefaultOperator.Name), (yi.Change.ChangeNumber, yi.Change.Operator));
        await SettleAsync(gateway, "v-1", Requests.Jia, "2020-07-10", 5_200_00);
        var undone = await SettleAsync(gateway, "v-2", Requests.Jia, "2020-07-12", 400_00);
        await gateway.Settlements.ReverseAsync(
            new() { RequestId = "u-2", HospitalCode = undone.HospitalCode, SettlementId = undone.SettlementId, Reason = "录入有误" });
        await SettleAsync(gateway, "v-3", Requests.Yi, "2020-07-20", 800_00);
        var off = await SettleAsync(gateway, "v-4", Requests.Wei, "2020-07-25", 100_00);
        await SettleAsync(gateway, "v-5", Requests.Jia, "2020-08-02", 300_00);

        var claim = (await contract.BuildCapitationClaimAsync(Claim("c-1", "2020-07"))).Claim;
        Assert.Equal(($"P370406-{Hospital}-resident-{Programme}-2020-07", 1, 6_250_00L), (claim.ClaimId, claim.Heads, claim.AmountFen));
        Assert.Equal((6_100_00, 100_00, 150_00), (claim.CostFen, claim.OffRollCostFen, claim.ResultFen));
        Assert.Contains(claim.Lines, l => l is { Days: 17, AmountFen: 0, CostFen: 800_00 } && l.PersonKey == yi.Change.PersonKey);
        Assert.Contains(claim.Lines, l => l is { Days: 0, CostFen: 100_00 } && l.PersonKey == off.PersonKey);

        // Another day, another clerk, another key: the same claim.
        var again = (await gateway.PostAsync("/v1/capitation/claims", Claim("c-2", "2020-07"))).Read<BuildCapitationClaimResponse>();
        Assert.True(again.Replayed);
        Assert.Equal(claim, again.Claim);
        Assert.Equal(claim, (await gateway.GetAsync($"/v1/capitation/claims/{claim.ClaimId}")).Read<CapitationClaim>());

        // 乙 is on the roll on the 1st of August, 甲 too.
        var august = Claim("c-3", "2020-08");
        august.ValidateOnly = true;
        Assert.Equal((2, 300_00), (await contract.BuildCapitationClaimAsync(august)).Claim is var tried ? (tried.Heads, tried.CostFen) : default);
    }

    [Fact]
    public async Task The_heads_are_owed_and_the_visits_are_not()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, ("ReferenceFolder", reference.FullName));
        await HeadsAreOwedAsync(gateway);
    }

    [SharedFact]
    public async Task On_postgresql_too_the_heads_are_owed_and_the_visits_are_not()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using (var gateway = await GatewayProcess.InsideAsync(null, [.. servers.Settings(), ("ReferenceFolder", reference.FullName)]))
        {
            await HeadsAreOwedAsync(gateway);
        }

        await servers.ProvenBooksAsync();
    }

    /// <summary>
    /// 甲, one head of 6,250.00, costs 3,200.00 and 2,000.00: a gain of 1,050.00. Once the second visit is undone, after the claim, 3,050.00; the
    /// heads are owed as they were.
    /// </summary>
    private static async Task HeadsAreOwedAsync(GatewayProcess gateway)
    {
        var contract = new CapitationService.CapitationServiceClient(gateway.Channel);
        await contract.ChangeCapitationAsync(Change("in-1", Requests.Jia, CapitationChangeKind.Join, "2020-07-01"));
        var first = await SettleAsync(gateway, "h-1", Requests.Jia, "2020-07-10", 3_200_00);
        var second = await SettleAsync(gateway, "h-2", Requests.Jia, "2020-07-20", 2_000_00);
        var line = Assert.Single(first.Breakdown.Layers);
        Assert.Equal((3_200_00, true, 0, false), (line.PaidFen, line.HasBureauPaysFen, line.BureauPaysFen, line.HasQuotaFen));
        Assert.Equal(
            [("hospital_revenue", "", "", -3_200_00L), ("settlement_difference", "370406", "capitation", 3_200_00)],
            first.Entries.Select(e => (e.Account, e.CountyCode, e.Fund, e.AmountFen)));
        Assert.Equal([("hospital_revenue", -5_200_00L), ("settlement_difference", 5_200_00)], await BalanceAsync(gateway));

        var claim = (await contract.BuildCapitationClaimAsync(Claim("hc-1", "2020-07"))).Claim;
        Assert.Equal((6_250_00, 1_050_00), (claim.AmountFen, claim.ResultFen));
        (string, long)[] claimed = [("fund_receivable", 6_250_00), ("hospital_revenue", -5_200_00), ("settlement_difference", -1_050_00)];
        Assert.Equal(claimed, await BalanceAsync(gateway));
        await contract.BuildCapitationClaimAsync(Claim("hc-2", "2020-07"));
        Assert.Equal(claimed, await BalanceAsync(gateway));

        await gateway.Settlements.ReverseAsync(
            new() { RequestId = "hu-2", HospitalCode = second.HospitalCode, SettlementId = second.SettlementId, Reason = "录入有误" });
        Assert.Equal(
            [("fund_receivable", 6_250_00L), ("hospital_revenue", -3_200_00), ("settlement_difference", -3_050_00)], await BalanceAsync(gateway));
        Assert.Empty((await new ClearingService.ClearingServiceClient(gateway.Channel).ProveAsync()).Differences);
    }

    private static async Task<IEnumerable<(string Account, long Fen)>> BalanceAsync(GatewayProcess gateway) =>
        (await gateway.GetAsync("/v1/journal:balance?from_date=2020-01-01&to_date=2099-12-31")).Read<TrialBalance>()
            .Rows.Select(r => (r.Account, r.ClosingFen));

    [Fact]
    public async Task What_cannot_be_noted_or_claimed_is_refused_with_its_reason()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, ("ReferenceFolder", reference.FullName));
        var contract = new CapitationService.CapitationServiceClient(gateway.Channel);
        await contract.ChangeCapitationAsync(Change("in-1", Requests.Jia, CapitationChangeKind.Join, "2020-07-01"));

        async Task<string> ReasonOf(ChangeCapitationRequest request) => (await DoorError.ByGrpcAsync(contract.ChangeCapitationAsync(request))).Reason;
        Assert.Equal("CAPITATION_ENROLLED_ALREADY", await ReasonOf(Change("in-2", Requests.Jia, CapitationChangeKind.Join, "2020-07-02")));
        Assert.Equal("CAPITATION_NOT_ENROLLED", await ReasonOf(Change("in-3", Requests.Yi, CapitationChangeKind.Leave, "2020-07-02")));
        Assert.Equal("CAPITATION_DAY_BEFORE_LAST", await ReasonOf(Change("in-4", Requests.Jia, CapitationChangeKind.Leave, "2020-06-30")));
        Assert.Equal("PERSON_NOT_FOUND", await ReasonOf(Change("in-5", Requests.You, CapitationChangeKind.Join, "2020-07-02")));
        Assert.Equal("REQUEST_ID_REUSED", await ReasonOf(Change("in-1", Requests.Jia, CapitationChangeKind.Join, "2020-07-02")));
        Assert.Equal("INVALID_REQUEST", await ReasonOf(Change("in-6", "1", CapitationChangeKind.Join, "2020-07-02")));
        var other = Change("in-7", Requests.Yi, CapitationChangeKind.Join, "2020-07-02");
        other.Programme = "dialysis";
        Assert.Equal("CAPITATION_PROGRAMME_NOT_FOUND", await ReasonOf(other));

        var next = ChinaTime.Today(TimeProvider.System).AddMonths(1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var early = await DoorError.ByGrpcAsync(contract.BuildCapitationClaimAsync(Claim("c-1", next)));
        var unknown = await DoorError.ByGrpcAsync(contract.GetCapitationClaimAsync(new() { ClaimId = "P0" }));
        Assert.Equal(("CAPITATION_MONTH_NOT_OVER", "CAPITATION_CLAIM_NOT_FOUND"), (early.Reason, unknown.Reason));
        await contract.BuildCapitationClaimAsync(Claim("c-2", "2020-07"));
        Assert.Equal("CAPITATION_MONTH_CLAIMED", await ReasonOf(Change("in-8", Requests.Yi, CapitationChangeKind.Join, "2020-07-31")));
        var roll = await contract.ListCapitationRollAsync(new() { HospitalCode = Hospital, Programme = Programme });
        Assert.Equal(("2020-07-01", ""), (roll.Spans.Single().FromDate, roll.Spans.Single().UntilDate));
        Assert.DoesNotContain(Requests.Jia, roll.ToString(), StringComparison.Ordinal);
    }

    /// <summary>
    /// Dialysis of 3,200.00 and 1,000.00 of another disease in one bill, in either order: the contract pays the dialysis, the layer (1,000 - 300
    /// at the start of the year) × 60 % = 420.00, and 1,000 × 60 % = 600.00 the second time. The month costs twice 3,200.00, as the accounts say.
    /// </summary>
    [Fact]
    public async Task Of_a_bill_of_several_diseases_the_contract_bears_its_part()
    {
        await using var gateway = await GatewayProcess.InsideAsync(null, ("ReferenceFolder", reference.FullName));
        var contract = new CapitationService.CapitationServiceClient(gateway.Channel);
        await contract.ChangeCapitationAsync(Change("in-1", Requests.Jia, CapitationChangeKind.Join, "2020-07-01"));
        var first = await SettleBothAsync(gateway, "b-1", "2020-07-10", Requests.Uraemia, Rheumatoid);
        var second = await SettleBothAsync(gateway, "b-2", "2020-07-11", Rheumatoid, Requests.Uraemia);
        Assert.Equal((580_00, 400_00), (first.Breakdown.PatientFen, second.Breakdown.PatientFen));
        Assert.Contains(first.Breakdown.Sentences, s => s.Contains("3200.00 元由医保与医院按人头结算", StringComparison.Ordinal));
        Assert.DoesNotContain(first.Breakdown.Sentences, s => s.Contains("您无需付费", StringComparison.Ordinal));

        var claim = (await contract.BuildCapitationClaimAsync(Claim("c-1", "2020-07"))).Claim;
        Assert.Equal((6_250_00, 6_400_00, -150_00), (claim.AmountFen, claim.CostFen, claim.ResultFen));
        Assert.Equal(150_00, (await BalanceAsync(gateway)).Single(r => r.Account == "settlement_difference").Fen);
    }

    /// <summary>
    /// 未 is insured in 滕州 and no head here. 乙 moves there while on the roll, and a visit of 1,000.00 is settled by 滕州's rules: the claim
    /// waits until 乙 has left the roll, and then counts the days before.
    /// </summary>
    [Fact]
    public async Task Who_is_insured_elsewhere_is_no_head_and_no_visit_is_paid_beside_one()
    {
        var people = Path.Combine(reference.FullName, "people.json");
        await SwapCountyAsync(people, Requests.Wei);
        await using var gateway = await GatewayProcess.StartAsync(null, ("ReferenceFolder", reference.FullName));
        var contract = new CapitationService.CapitationServiceClient(gateway.Channel);
        var refused = await DoorError.ByGrpcAsync(contract.ChangeCapitationAsync(Change("in-0", Requests.Wei, CapitationChangeKind.Join, "2020-07-01")));
        Assert.Equal("CAPITATION_OTHER_COUNTY", refused.Reason);
        await contract.ChangeCapitationAsync(Change("in-1", Requests.Yi, CapitationChangeKind.Join, "2020-07-01"));

        await SwapCountyAsync(people, Requests.Yi);
        await gateway.ReloadAsync("Reference data in force", 2);
        var visit = Requests.Outpatient("m-1", Requests.Yi, "2020-07-20", 1_000_00).With(v =>
        {
            v.HospitalCode = Hospital;
            v.Care = Care.OutpatientChronic;
            v.DiseaseCode = Requests.Uraemia;
        });
        var settled = (await gateway.Settlements.SettleAsync(visit)).Settlement;
        Assert.Equal(("370481", ""), (settled.CountyCode, settled.Breakdown.Programme));

        var twice = await DoorError.ByGrpcAsync(contract.BuildCapitationClaimAsync(Claim("c-1", "2020-07")));
        Assert.Equal(("CAPITATION_PAID_PER_VISIT", settled.SettlementId), (twice.Reason, twice.Info.Metadata["settlement_id"]));
        await contract.ChangeCapitationAsync(Change("out-1", Requests.Yi, CapitationChangeKind.Leave, "2020-07-20"));
        var line = Assert.Single((await contract.BuildCapitationClaimAsync(Claim("c-2", "2020-07"))).Claim.Lines);
        Assert.Equal((19, 6_250_00, 0), (line.Days, line.AmountFen, line.CostFen));
    }

    private static async Task SwapCountyAsync(string file, string number)
    {
        var text = await File.ReadAllTextAsync(file);
        var at = text.IndexOf("\"370406\"", text.IndexOf(number, StringComparison.Ordinal), StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, string.Concat(text.AsSpan(0, at), "\"370481\"", text.AsSpan(at + 8)));
    }

    private static async Task<SettlementV1.Settlement> SettleBothAsync(GatewayProcess gateway, string id, string date, params string[] diseases)
    {
        var request = Requests.Outpatient(id, Requests.Jia, date, 1).With(visit =>
        {
            visit.HospitalCode = Hospital;
            visit.Care = Care.OutpatientChronic;
            visit.DiseaseCode = diseases[0];
            visit.Items.Clear();
            visit.Items.Add(diseases.Select((d, i) =>
            {
                var item = Requests.Item(i + 1, Requests.Monitoring, d == Requests.Uraemia ? 3_200_00 : 1_000_00, 1);
                item.DiseaseCode = d;
                return item;
            }));
        });
        return (await gateway.Settlements.SettleAsync(request)).Settlement;
    }

    private static ChangeCapitationRequest Change(string id, string number, CapitationChangeKind kind, string day) => new()
    {
        RequestId = id, IdNumber = number, HospitalCode = Hospital, Programme = Programme, Kind = kind, Day = day,
    };

    private static BuildCapitationClaimRequest Claim(string id, string month) => new()
    {
        RequestId = id, HospitalCode = Hospital, Programme = Programme, Month = month,
    };

    private static async Task<SettlementV1.Settlement> SettleAsync(GatewayProcess gateway, string id, string number, string date, long fen)
    {
        var request = Requests.Outpatient(id, number, date, fen).With(visit =>
        {
            visit.HospitalCode = Hospital;
            visit.Care = Care.OutpatientChronic;
            visit.DiseaseCode = Requests.Uraemia;
        });
        var settled = (await gateway.Settlements.SettleAsync(request)).Settlement;
        Assert.Equal((Programme, 0L), (settled.Breakdown.Programme, settled.Breakdown.PatientFen));
        return settled;
    }
}
