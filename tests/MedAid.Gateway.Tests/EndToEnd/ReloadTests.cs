using Google.Protobuf;
using MedAid.Contract.People.V1;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>New packs, catalogue and people come into force in the running process, or nothing changes.</summary>
public sealed class ReloadTests : IDisposable
{
    private const string InForce = "Reference data in force";
    private const string GivenUp = "Reload given up, the old reference data stays in force";

    private readonly DirectoryInfo data = GatewayProcess.NewDataFolder();
    private readonly string packs;
    private readonly string reference;

    public ReloadTests()
    {
        packs = data.CreateSubdirectory("packs").FullName;
        reference = data.CreateSubdirectory("reference").FullName;
        Directory.CreateDirectory(Path.Combine(reference, "hospitals"));
        File.Copy(Path.Combine(Clone.Packs, "lvliang", "2022-07-12-dialysis.yaml"), Pack);
        foreach (var name in (string[])["catalogue.csv", "people.json", "hospitals/H14112300101.yaml", "hospitals/H14110200102.yaml"])
        {
            File.Copy(Clone.Sample(name), Path.Combine(reference, name));
        }
    }

    private string Pack => Path.Combine(packs, "dialysis.yaml");

    private string Catalogue => Path.Combine(reference, "catalogue.csv");

    public void Dispose() => data.Delete(recursive: true);

    /// <summary>
    /// The sample visit. At first the patient pays 158.46. With 95 % in place of 85: 736.13 × 95 % = 699.3235 -> 699.32; left 36.81 × 30 % =
    /// 11.043 -> 11.04; 817.30 - 699.32 - 11.04 = 106.94. With dialysis class C too, 400.00 leave the scope: 336.13 × 95 % = 319.3235 ->
    /// 319.32; left 16.81 × 30 % = 5.043 -> 5.04; 817.30 - 319.32 - 5.04 = 492.94.
    /// </summary>
    [Fact]
    public async Task A_new_pack_and_a_new_catalogue_come_into_force_without_a_restart()
    {
        await using var gateway = await StartAsync();
        Assert.Equal(158_46, await QuoteAsync(gateway));

        await ChangeAsync(Pack, "points: 0.85, times: 0.825", "points: 0.95, times: 0.825");
        await gateway.ReloadAsync(InForce, 2);
        Assert.Equal(106_94, await QuoteAsync(gateway));

        await ChangeAsync(Catalogue, "血液透析,treatment,A", "血液透析,treatment,C");
        await gateway.ReloadAsync(InForce, 3);
        Assert.Equal(492_94, await QuoteAsync(gateway));
        Assert.Matches("Pack lvliang-2022-07-12-dialysis in force, content [0-9a-f]{64}", gateway.Output);
    }

    [Fact]
    public async Task With_any_problem_the_old_books_stay_and_every_problem_is_logged()
    {
        await using var gateway = await StartAsync();
        gateway.Declare("MedAid.Gateway.Hosting.ReferenceReload");
        await ChangeAsync(Pack, "points: 0.85, times: 0.825", "points: 0.95, times: 0.825");
        await ChangeAsync(Catalogue, "血液透析,treatment,A", "血液透析,treatment,D");
        await ChangeAsync(Path.Combine(reference, "hospitals", "H14112300101.yaml"), "\"141123\"", "\"14\"");

        await gateway.ReloadAsync(GivenUp);

        Assert.Contains($"{Catalogue}:9: UNKNOWN_WORD: class", gateway.Output, StringComparison.Ordinal);
        Assert.Contains("H14112300101.yaml:4: OUT_OF_RANGE: county", gateway.Output, StringComparison.Ordinal);
        Assert.Equal(158_46, await QuoteAsync(gateway));
    }

    [Fact]
    public async Task A_roster_with_a_problem_changes_nothing_either()
    {
        await using var gateway = await StartAsync();
        gateway.Declare("MedAid.Gateway.Hosting.ReferenceReload");
        await ChangeAsync(Pack, "points: 0.85, times: 0.825", "points: 0.95, times: 0.825");
        await ChangeAsync(Path.Combine(reference, "people.json"), "\"county\": \"141123\"", "\"county\": \"141\"");
        await gateway.ReloadAsync(GivenUp);
        Assert.Contains("第 1 人的参保县 county 不对", gateway.Output, StringComparison.Ordinal);
        Assert.Equal(158_46, await QuoteAsync(gateway));
    }

    [Fact]
    public async Task Two_catalogues_side_by_side_are_a_problem()
    {
        await using var gateway = await StartAsync();
        gateway.Declare("MedAid.Gateway.Hosting.ReferenceReload");
        File.Copy(Catalogue, Path.Combine(reference, "catalogue.xlsx"));
        await gateway.ReloadAsync(GivenUp);
        Assert.Contains($"{Catalogue}:1: DUPLICATE", gateway.Output, StringComparison.Ordinal);
    }

    /// <summary>Without the folder nothing is checked; a file with a fault leaves what was in force.</summary>
    [Fact]
    public async Task Checks_before_an_order_is_signed_come_into_force_too()
    {
        await using var gateway = await StartAsync(PrecheckStory.Patient);
        gateway.Declare("MedAid.Gateway.Hosting.ReferenceReload");
        var precheck = new PrecheckService.PrecheckServiceClient(gateway.Channel);
        var orders = JsonParser.Default.Parse<CheckOrdersRequest>(await File.ReadAllTextAsync(Clone.Sample("orders.json")));
        var none = await precheck.CheckOrdersAsync(orders);
        Assert.Equal(("", 0, 338_64), (none.ChecksVersion, none.Cards.Count, none.PatientFen));

        var folder = Directory.CreateDirectory(Path.Combine(reference, "precheck")).FullName;
        foreach (var name in (string[])["checks.json", "drugs.csv", "paths.csv", "diseases.csv"])
        {
            File.Copy(Clone.Sample($"precheck/{name}"), Path.Combine(folder, name));
        }

        await gateway.ReloadAsync(InForce, 2);
        Assert.Equal(5, (await precheck.CheckOrdersAsync(orders)).Cards.Count);

        var checks = Path.Combine(folder, "checks.json");
        await ChangeAsync(checks, "\"cards\": 5", "\"cards\": 0");
        await gateway.ReloadAsync(GivenUp);
        Assert.Contains($"{checks}: budget：", gateway.Output, StringComparison.Ordinal);
        Assert.Equal(5, (await precheck.CheckOrdersAsync(orders)).Cards.Count);
    }

    /// <summary>The patient of the sample chose the city hospital, and goes to the county's; nothing binds until the region's list says so.</summary>
    [Fact]
    public async Task Lists_of_diseases_and_papers_come_into_force_too_and_bind_the_benefit_to_the_chosen_hospital()
    {
        await ChangeAsync(
            Path.Combine(reference, "people.json"), "\"approved\": \"2020-06-15\"}", $"\"approved\": \"2020-06-15\", \"hospital\": \"{Requests.CityHospital}\"}}");
        await using var gateway = await StartAsync();
        Assert.Equal(158_46, await QuoteAsync(gateway));
        var applications = new ApplicationService.ApplicationServiceClient(gateway.Channel);
        var county = new Contract.People.V1.ListPapersRequest { CountyCode = "141123" };
        Assert.Empty((await applications.ListPapersAsync(county)).Papers);

        var diseases = Directory.CreateDirectory(Path.Combine(reference, "diseases")).FullName;
        await File.WriteAllTextAsync(
            Path.Combine(diseases, "1411.csv"),
            (await File.ReadAllTextAsync(Clone.Sample("diseases/14.csv"))).Replace("M07800,尿毒症透析,是,否,是,,否", "M07800,尿毒症透析,是,否,是,,是", StringComparison.Ordinal));
        var papers = Directory.CreateDirectory(Path.Combine(reference, "papers")).FullName;
        File.Copy(Clone.Sample("papers/14.csv"), Path.Combine(papers, "14.csv"));
        await gateway.ReloadAsync(InForce, 2);

        var refused = await DoorError.ByGrpcAsync(gateway.Settlements.QuoteAsync(new QuoteRequest { Visit = Requests.Sample("r").Visit }));
        Assert.Equal(("BOUND_TO_OTHER_HOSPITAL", "not_done"), (refused.Reason, refused.Outcome));
        Assert.NotEmpty((await applications.ListPapersAsync(county)).Papers);
    }

    /// <summary>样例酉 comes for dialysis on three days within 14; nobody calls that an indicator until the region's file does.</summary>
    [Fact]
    public async Task Signs_come_into_force_too_and_what_was_settled_before_is_searched_by_them()
    {
        await using var gateway = await GatewayProcess.StartAsync(data, ("ReferenceFolder", reference));
        foreach (var day in new[] { "2026-02-01", "2026-02-08", "2026-02-15" })
        {
            await gateway.Settlements.SettleAsync(
                Requests.Outpatient($"s-{day}", Requests.You, day, 400_00).With(v => v.Items[0].Code = Requests.Dialysis));
        }

        var gaps = new EntitlementGapService.EntitlementGapServiceClient(gateway.Channel);
        var asked = new ListFindingsRequest { Kind = FindingKind.Qualification };
        Assert.Empty((await gaps.ListFindingsAsync(asked)).Findings);
        var indicators = Directory.CreateDirectory(Path.Combine(reference, "diseases", "indicators")).FullName;
        File.Copy(Clone.Sample("diseases/indicators/14.csv"), Path.Combine(indicators, "14.csv"));
        await gateway.ReloadAsync(InForce, 2);
        var found = await gaps.ListFindingsAsync(asked);
        Assert.Equal((Requests.Uraemia, 3, false), (Assert.Single(found.Findings).Subject, found.Findings[0].Days, found.IndicatorsChanged));
    }

    private Task<GatewayProcess> StartAsync(params (string Name, string Value)[] settings) =>
        GatewayProcess.StartAsync(data, [("PacksFolder", packs), ("ReferenceFolder", reference), .. settings]);

    private static async Task<long> QuoteAsync(GatewayProcess gateway)
    {
        var request = new QuoteRequest { Visit = Requests.Sample("r").Visit };
        var answer = await gateway.Settlements.QuoteAsync(request).ResponseAsync.WaitAsync(GatewayProcess.Patience);
        return answer.Breakdown.PatientFen;
    }

    private static async Task ChangeAsync(string file, string old, string replacement)
    {
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, text.Replace(old, replacement, StringComparison.Ordinal));
    }
}
