using Google.Protobuf;
using Grpc.Core;
using MedAid.Contract.People.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Rosters and persons through both doors of a real gateway, with the sample forms.</summary>
public sealed class PeopleTests
{
    private static readonly Metadata Office = new() { { "medaid-operator", Uri.EscapeDataString("王经办") }, { "medaid-role", "insurance_office" } };

    [Fact]
    public async Task A_roster_is_taken_in_and_marks_what_was_settled_on_its_days()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);

        var before = await SettleAsync(gateway, "before", "2026-02-20");
        await people.ImportRosterAsync(Roster("full", RosterKind.FullList, "annex2-full-list.csv"), Office);
        var changes = await people.ImportRosterAsync(Roster("changes", RosterKind.Changes, "annex3-changes.csv", "annex4-certificate.csv"), Office);

        Assert.Equal((RosterState.Done, 5, 5, 0), (changes.Import.State, changes.Import.Lines, changes.Import.LinesChanged, changes.Import.LinesBad));
        Assert.Equal((1, "王经办"), (changes.Import.Marks, changes.Import.Operator));
        var marks = await people.ListReadjudicationMarksAsync(new());
        Assert.Equal((before.SettlementId, changes.Import.ImportId, 7), (marks.Marks[0].SettlementId, marks.Marks[0].ImportId, marks.Marks[0].Line));

        var person = await people.GetPersonAsync(new() { PersonKey = before.PersonKey, Purpose = "核对" }, Office);
        Assert.Equal(("subsistence_allowance", "2026-02-10", ""), (person.Identities[0].Identity_, person.Identities[0].FromDate, person.Identities[0].UntilDate));
        Assert.Equal(("样例酉", Requests.You), (person.Name, person.IdNumber));
    }

    [Fact]
    public async Task A_provisional_identity_stands_on_every_figure_that_rests_on_it()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        var roster = Roster("provisional", RosterKind.Changes, "annex3-changes.csv");
        roster.CertifyByDate = "2026-06-30";
        await people.ImportRosterAsync(roster, Office);

        var visit = Requests.Outpatient("p-1", Requests.You, "2026-03-02", 50_00);
        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = visit.Visit });
        Assert.Contains(quote.Warnings, w => w.Contains("PROVISIONAL_IDENTITY", StringComparison.Ordinal) && w.Contains("2026-06-30", StringComparison.Ordinal));
        var settled = await gateway.Settlements.SettleAsync(visit);
        Assert.EndsWith("应于 2026-06-30 前认证；未获认证的，本笔将重新核算。", settled.Settlement.Breakdown.Sentences[0], StringComparison.Ordinal);
        Assert.EndsWith("（PROVISIONAL_IDENTITY）", Assert.Single(settled.Settlement.Breakdown.Warnings), StringComparison.Ordinal);
        Assert.All(settled.Settlement.Breakdown.Layers, l => Assert.DoesNotContain("PROVISIONAL", l.Sentence, StringComparison.Ordinal));
        var outside = await gateway.Settlements.QuoteAsync(new() { Visit = Requests.Outpatient("p-2", Requests.You, "2026-02-09", 50_00).Visit });
        Assert.Empty(outside.Warnings);
    }

    [Fact]
    public async Task Faults_are_told_by_line_and_column_and_the_same_file_is_answered_again()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        var request = Roster("faults", RosterKind.Changes, "annex3-with-faults.csv");
        request.ValidateOnly = true;
        var tried = await people.ImportRosterAsync(request, Office);
        Assert.Equal(
            [
                (5, "E", "HOUSEHOLD_SIZE_DIFFERS", false), (5, "G", "ID_NUMBER_INVALID", true), (7, "G", "DUPLICATE_PERSON", true),
                (8, "F", "NAME_MISSING", true), (9, "H", "CHANGE_TYPE_UNKNOWN", true), (10, "I", "CHANGE_DATE_DIFFERS", true),
            ],
            tried.Faults.Where(f => f.Code != "NOT_INSURED").Select(f => (f.Line, f.Column, f.Code, f.Refused)).Order());
        Assert.DoesNotContain((await people.ListRosterImportsAsync(new())).Imports, i => i.Kind == RosterKind.Changes);

        request.ValidateOnly = false;
        var done = await people.ImportRosterAsync(request, Office);
        var again = await people.ImportRosterAsync(request, Office);
        Assert.Equal((false, true), (done.Replayed, again.Replayed));
        Assert.Equal(done.Import, again.Import);
        Assert.Equal(tried.Faults.Order(ByPlace), (await people.GetRosterImportAsync(new() { ImportId = "faults" })).Faults.Order(ByPlace));

        // Under another id the bad lines are tried again, and are as bad as before; the good ones say nothing new.
        request.RequestId = "faults-again";
        var retried = await people.ImportRosterAsync(request, Office);
        Assert.Equal((false, done.Import.LinesBad, 0), (retried.Replayed, retried.Import.LinesBad, retried.Import.LinesChanged));

        var first = await people.GetRosterImportAsync(new() { ImportId = "faults", PageSize = 4 });
        var rest = await people.GetRosterImportAsync(new() { ImportId = "faults", PageSize = 4, PageToken = first.NextPageToken });
        Assert.Equal(4, first.Faults.Count);
        Assert.Empty(rest.NextPageToken);
        var lineTen = rest.Faults.Concat(first.Faults).Single(f => f.Line == 10);
        Assert.Equal("CHANGE_DATE_DIFFERS", lineTen.Code);
    }

    [Fact]
    public async Task A_request_id_sent_with_another_county_or_identity_names_the_earlier_import_and_what_differs()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        var roster = Roster("reused", RosterKind.FullList, "annex2-full-list.csv");
        var import = (await people.ImportRosterAsync(roster, Office)).Import;

        var county = await DoorError.ByGrpcAsync(people.ImportRosterAsync(new(roster) { CountyCode = "141124" }, Office));
        var identity = await DoorError.ByGrpcAsync(people.ImportRosterAsync(new(roster) { Identity = "low_income", ListDate = "2026-01-31" }, Office));
        var file = await DoorError.ByGrpcAsync(people.ImportRosterAsync(new(roster) { CertifyByDate = "2026-12-31" }, Office));

        Assert.All([county, identity, file], e => Assert.Equal("REQUEST_ID_REUSED", e.Reason));
        Assert.All([county, identity, file], e => Assert.Equal(import.ImportId, e.Info.Metadata["import_id"]));
        Assert.Equal(["county_code", "identity,list_date", "file"], new[] { county, identity, file }.Select(e => e.Info.Metadata["differs"]));
        Assert.EndsWith(
            $"的导入 {import.ImportId}（附件 2 全名单，兴县（141123），低保对象，{import.ListDate}），这次的报送县（区）不同，没有导入。核对后确要导入的，请换一个新的请求编号。",
            county.Chinese.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The sample's change list ends two identities that nobody has noted yet. Once the full list is in, the same file ends them: 样例赵三 left on
    /// 2026-01-20. A trial says beforehand what each import will change.
    /// </summary>
    [Fact]
    public async Task Lines_that_were_not_taken_are_taken_later_by_the_same_file_and_a_trial_tells_what_an_import_will_do()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        async Task<ImportRosterResponse> TriedAndDoneAsync(ImportRosterRequest request)
        {
            var tried = await people.ImportRosterAsync(new(request) { ValidateOnly = true }, Office);
            var done = await people.ImportRosterAsync(request, Office);
            Assert.Equal(Counts(done.Import), Counts(tried.Import));
            return done;
        }

        var early = await TriedAndDoneAsync(Roster("changes-1", RosterKind.Changes, "annex3-changes.csv"));
        Assert.Equal(2, early.Import.LinesBad);
        Assert.All(
            (await people.GetRosterImportAsync(new() { ImportId = "changes-1" })).Faults.Where(f => f.Refused), f => Assert.Equal("NOT_HELD", f.Code));

        var full = await TriedAndDoneAsync(Roster("full-1", RosterKind.FullList, "annex2-full-list.csv"));
        Assert.Equal((4, 4), (full.Import.LinesChanged, full.Import.LinesWarned));

        var late = await TriedAndDoneAsync(Roster("changes-2", RosterKind.Changes, "annex3-changes.csv"));
        Assert.Equal((false, 0, 2), (late.Replayed, late.Import.LinesBad, late.Import.LinesChanged));
        var left = await people.GetPersonAsync(new() { IdNumber = "141123199508209036", Purpose = "核对" }, Office);
        Assert.Equal("2026-01-20", Assert.Single(left.Identities).UntilDate);
        Assert.True((await people.ImportRosterAsync(Roster("changes-2", RosterKind.Changes, "annex3-changes.csv"), Office)).Replayed);

        static (int, int, int, int, int) Counts(RosterImport i) => (i.Lines, i.LinesDone, i.LinesChanged, i.LinesBad, i.LinesWarned);
    }

    [Fact]
    public async Task Names_and_numbers_are_masked_unless_the_role_may_see_them_and_stand_nowhere_in_the_clear()
    {
        await using var gateway = await GatewayProcess.StartAsync();
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        var import = (await people.ImportRosterAsync(Roster("full", RosterKind.FullList, "annex2-full-list.csv"))).Import;

        var masked = await people.ListRosterChangesAsync(new() { ImportId = import.ImportId });
        Assert.All(masked.Changes, c => Assert.Equal(("样*", 10), (c.Name, c.IdNumber.Count(d => d == '*'))));
        var seen = await people.ListRosterChangesAsync(new() { ImportId = import.ImportId }, Office);
        Assert.Contains(seen.Changes, c => c.Name == "样例赵一");

        var rotated = await people.RotatePersonKeyAsync(new() { RequestId = "rotate", NewKey = true });
        Assert.True(rotated.Resealed > 20);
        Assert.Equal(seen, await people.ListRosterChangesAsync(new() { ImportId = import.ImportId }, Office));

        var number = seen.Changes.First(c => c.Name == "样例赵一").IdNumber;
        Assert.DoesNotContain(number, gateway.Output, StringComparison.Ordinal);
        await gateway.KillAsync();
        foreach (var file in Directory.GetFiles(gateway.DataFolder, "medaid.db*"))
        {
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.True(bytes.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(number)) < 0, file);
            Assert.True(bytes.AsSpan().IndexOf("样例赵一"u8) < 0, file);
        }
    }

    [Fact]
    public async Task Bad_fields_are_named_at_once_and_both_doors_say_the_same()
    {
        await using var gateway = await GatewayProcess.InsideAsync();
        var people = new PeopleService.PeopleServiceClient(gateway.Channel);
        var bad = new ImportRosterRequest { RequestId = "x y", CountyCode = "1411", Identity = "poor", ListDate = "2026-02-30", UninsuredScheme = "居民" };
        var error = await DoorError.ByGrpcAsync(people.ImportRosterAsync(bad));

        Assert.Equal(
            ["county_code FORMAT", "file REQUIRED", "identity UNKNOWN_WORD", "kind REQUIRED", "list_date DATE", "request_id FORMAT", "uninsured_scheme FORMAT"],
            error.Fields.Order());
        error.AssertSame(await DoorError.ByHttpAsync(gateway.PostAsync("/v1/rosters:import", bad)));
        Assert.Equal("PERSON_NOT_ON_RECORD", (await DoorError.ByGrpcAsync(people.GetPersonAsync(new() { PersonKey = "P0", Purpose = "核对" }))).Reason);
        Assert.Equal("ROSTER_IMPORT_NOT_FOUND", (await DoorError.ByGrpcAsync(people.GetRosterImportAsync(new() { ImportId = "I0" }))).Reason);
        Assert.Equal(["person_key REQUIRED", "purpose REQUIRED"], (await DoorError.ByGrpcAsync(people.GetPersonAsync(new()))).Fields.Order());
        Assert.Equal("page_token FORMAT", Assert.Single((await DoorError.ByGrpcAsync(
            people.ListReadjudicationMarksAsync(new() { PageToken = "?" }))).Fields));
        using var form = await gateway.Http.GetAsync(new Uri("/forms/annex3.xlsx", UriKind.Relative));
        Assert.Equal("annex3.xlsx", form.Content.Headers.ContentDisposition!.FileName);
    }

    private static Comparer<RosterFault> ByPlace { get; } =
        Comparer<RosterFault>.Create((a, b) => (a.Line, a.Column, a.Code).CompareTo((b.Line, b.Column, b.Code)));

    private static ImportRosterRequest Roster(string requestId, RosterKind kind, string file, string? certificate = null) => new()
    {
        RequestId = requestId,
        Kind = kind,
        CountyCode = "141123",
        File = ByteString.CopyFrom(File.ReadAllBytes(Clone.Sample($"rosters/{file}"))),
        Certificate = certificate is null ? ByteString.Empty : ByteString.CopyFrom(File.ReadAllBytes(Clone.Sample($"rosters/{certificate}"))),
    };

    private static async Task<SettlementV1.Settlement> SettleAsync(GatewayProcess gateway, string requestId, string date) =>
        (await gateway.Settlements.SettleAsync(Requests.Outpatient(requestId, Requests.You, date, 50_00))).Settlement;
}
