using System.Text;
using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Files.V1;
using MedAid.Contract.People.V1;
using MedAid.Contract.Settlement.V1;
using Microsoft.Data.Sqlite;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Every call of the services beside settling that tells of persons, made twice: by a role that may see them and by one that may not. The
/// one is never told a name or number in full, and both are noted with the call.
/// </summary>
public sealed class WhoMaySeeTests
{
    private const string Hospital = Requests.CountyHospital;
    private const string County = "141123";
    private static readonly Metadata Clerk = new() { { "medaid-operator", "clerk" }, { "medaid-role", "insurance_office" } };
    private static readonly Metadata Stranger = new() { { "medaid-operator", "stranger" }, { "medaid-role", "porter" } };

    [Fact]
    public async Task Nobody_is_shown_in_full_to_a_role_that_may_not_see_them_and_every_reading_is_noted()
    {
        var data = GatewayProcess.NewDataFolder();
        var made = new List<string>();
        await using (var gateway = await GatewayProcess.InsideAsync(data, ("BurdenPoorFen", "9999"), ("BurdenOthersFen", "9999")))
        {
            foreach (var (call, named, ask) in await CallsAsync(gateway))
            {
                var (full, masked) = (Text(await ask(Clerk)), Text(await ask(Stranger)));
                Assert.True(!Shown(masked), $"{call} tells a stranger who it is");
                Assert.True(Shown(full) == named, $"{call} tells the clerk something else than expected");
                made.Add(call);
            }
        }

        var noted = await NotedAsync(data);
        Assert.All(made, call =>
        {
            Assert.Contains(noted, n => n.StartsWith("clerk insurance_office ", StringComparison.Ordinal) && n.EndsWith($"/{call}", StringComparison.Ordinal));
            Assert.Contains(noted, n => n.StartsWith("stranger porter ", StringComparison.Ordinal) && n.EndsWith($"/{call}", StringComparison.Ordinal));
        });
        data.Delete(recursive: true);
    }

    private static bool Shown(string answer) => answer.Contains("样例甲", StringComparison.Ordinal) || answer.Contains("样例酉", StringComparison.Ordinal)
        || answer.Contains(Requests.Jia, StringComparison.Ordinal) || answer.Contains(Requests.You, StringComparison.Ordinal);

    /// <summary>The message, and the files within it as text.</summary>
    private static string Text(IMessage answer) => answer switch
    {
        SheetFile sheet => Encoding.UTF8.GetString(sheet.File.Span),
        DownloadFindingListResponse list => Encoding.UTF8.GetString(list.File.Span),
        ExportPremiumEntitlementsResponse export => Encoding.UTF8.GetString(export.File.Span),
        _ => answer.ToString()!,
    };

    /// <summary>Every call with persons in its answer, and whether names belong into it; each is made of the same two patients.</summary>
    private static async Task<List<(string Call, bool Named, Func<Metadata, Task<IMessage>> Ask)>> CallsAsync(GatewayProcess gateway)
    {
        var key = await PrepareAsync(gateway);
        var gaps = new EntitlementGapService.EntitlementGapServiceClient(gateway.Channel);
        var relief = new ApplicationService.ApplicationServiceClient(gateway.Channel);
        var premium = new PremiumService.PremiumServiceClient(gateway.Channel);
        var accounts = new PatientAccountService.PatientAccountServiceClient(gateway.Channel);
        var sheets = new SheetService.SheetServiceClient(gateway.Channel);
        var found = (await gaps.ListFindingsAsync(new() { Kind = FindingKind.Burden, CountyCode = County }, Clerk)).Findings[0].FindingId;
        var build = new BuildFindingListRequest { RequestId = "l", Receiver = GapAuthority.CivilAffairs, CountyCode = County };
        var list = (await gaps.BuildFindingListAsync(build, Clerk)).List.Head.ListId;
        var applied = (await relief.ListApplicationsAsync(new(), Clerk)).Applications.Single().ApplicationId;
        return
        [
            ("ListFindings", true, async by => await gaps.ListFindingsAsync(new() { CountyCode = County }, by)),
            ("GetFinding", true, async by => await gaps.GetFindingAsync(new() { FindingId = found }, by)),
            ("BuildFindingList", true, async by => await gaps.BuildFindingListAsync(build, by)),
            ("GetFindingList", true, async by => await gaps.GetFindingListAsync(new() { ListId = list }, by)),
            ("DownloadFindingList", true, async by => await gaps.DownloadFindingListAsync(new() { ListId = list, Format = FileFormat.Csv }, by)),
            ("CheckImplementation", true, async by => await gaps.CheckImplementationAsync(new() { CountyCode = County }, by)),
            ("ReferToAid", true, async by => await gaps.ReferToAidAsync(new() { RequestId = "r", FindingId = found }, by)),
            ("ListUremiaFiles", true, async by => await gaps.ListUremiaFilesAsync(new() { CountyCode = County }, by)),
            ("GetApplication", true, async by => await relief.GetApplicationAsync(new() { ApplicationId = applied }, by)),
            ("ListApplications", false, async by => await relief.ListApplicationsAsync(new(), by)),
            ("ListPremiumEntitlements", false, async by => await premium.ListPremiumEntitlementsAsync(new() { PersonKey = key }, by)),
            ("GetPatientAccount", true, async by => await accounts.GetPatientAccountAsync(
                new() { IdNumber = Requests.Jia, HospitalCode = Hospital, Purpose = "核对" }, by)),
            ("GetMonthlyStatement", true, async by => await accounts.GetMonthlyStatementAsync(
                new() { IdNumber = Requests.Jia, HospitalCode = Hospital, Period = "2026-03", Purpose = "核对", WithPage = true }, by)),
            ("ListMonthlyStatements", false, async by => await accounts.ListMonthlyStatementsAsync(
                new() { HospitalCode = Hospital, Period = "2026-03", WithCsv = true }, by)),
            ("AgeDebts", false, async by => await accounts.AgeDebtsAsync(new() { HospitalCode = Hospital }, by)),
            ("ListWriteOffs", false, async by => await accounts.ListWriteOffsAsync(new() { HospitalCode = Hospital }, by)),
            ("ListCorrections", false, async by => await new CorrectionService.CorrectionServiceClient(gateway.Channel).ListCorrectionsAsync(
                new() { HospitalCode = Hospital }, by)),
            ("GetClaimSheet", true, async by => await sheets.GetClaimSheetAsync(
                new() { ClaimId = $"Q{County}-{Hospital}-2026-03-1", Format = FileFormat.Csv, WithNames = true, Purpose = "申报" }, by)),
        ];
    }

    /// <summary>
    /// A dialysis visit of 样例甲 whose relief is claimed, a stay of theirs under an agreement whose debt is to be written off and of
    /// which a payment is to be corrected, and an application of 样例酉. Returns the person key of 样例甲.
    /// </summary>
    private static async Task<string> PrepareAsync(GatewayProcess gateway)
    {
        await gateway.Settlements.SettleAsync(Requests.Sample("see-1"));
        var accounts = new PatientAccountService.PatientAccountServiceClient(gateway.Channel);
        var signed = await accounts.SignAgreementAsync(new()
        {
            RequestId = "see-2", IdNumber = Requests.Jia, HospitalCode = Hospital, Number = "2026-001", SignedDate = "2026-01-05",
        });
        var stay = (await gateway.Settlements.SettleAsync(Requests.Outpatient("see-3", Requests.Jia, "2026-03-02", 3_000_00).With(v =>
        {
            v.Care = Care.Inpatient;
            v.AgreementId = signed.AgreementId;
        }))).Settlement;
        await accounts.ProposeWriteOffAsync(new()
        {
            RequestId = "see-4", PersonKey = stay.PersonKey, HospitalCode = Hospital, SettlementIds = { stay.SettlementId }, Note = "无力偿还",
        });
        var paid = await accounts.PayDebtAsync(new()
        {
            RequestId = "see-7", PersonKey = stay.PersonKey, HospitalCode = Hospital, AmountFen = 1_00,
        });
        await new CorrectionService.CorrectionServiceClient(gateway.Channel).ProposeCorrectionAsync(new()
        {
            RequestId = "see-8", RecordNumber = paid.RecordNumber, Note = "金额录错",
        });
        await new ClearingService.ClearingServiceClient(gateway.Channel).BuildClaimAsync(new()
        {
            RequestId = "see-5", HospitalCode = Hospital, CountyCode = County, Period = "2026-03",
        });
        await new ApplicationService.ApplicationServiceClient(gateway.Channel).SubmitApplicationAsync(
            new()
            {
                RequestId = "see-6", IdNumber = Requests.You, ApplicantClass = ApplicantClass.LowIncome, Purpose = ApplicationPurpose.Identity,
                CountyCode = County, Township = "蔚汾镇", Village = "东关村", Papers = { "diagnosis" },
            },
            Clerk);
        return stay.PersonKey;
    }

    private static async Task<List<string>> NotedAsync(DirectoryInfo data)
    {
        var noted = new List<string>();
        await using var database = new SqliteConnection($"Data Source={Path.Combine(data.FullName, "medaid.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        await using var query = new SqliteCommand("SELECT operator || ' ' || role || ' ' || call FROM person_access", database);
        await using var rows = await query.ExecuteReaderAsync();
        while (await rows.ReadAsync())
        {
            noted.Add(rows.GetString(0));
        }

        return noted;
    }
}
