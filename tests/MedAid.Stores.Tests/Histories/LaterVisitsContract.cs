using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.People.LaterVisits;
using MedAid.People.Storage;
using MedAid.Policies;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.Ports;
using MedAid.Settlement.Reference;
using MedAid.Settlement.Sql;
using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Histories;

/// <summary>
/// Later visits whose law has changed or is gone since they were settled, and settlements that are damaged, on every database. Each bill is 300.00
/// of class A; of a year the first 100.00 are the patient's, then half.
/// </summary>
public abstract class LaterVisitsContract : IAsyncLifetime
{
    /// <summary>From July on another pack; both pay from the limit of the year <c>clinic.paid</c>.</summary>
    private static readonly ReferenceData Plain = Books(Pack("first", "2025-01-01", "2025-06-30", Capped), Pack("second", "2025-07-01", null, Capped));

    private static readonly HandClock Time = new(new DateTimeOffset(2030, 3, 2, 9, 0, 0, TimeSpan.FromHours(8)));

    private readonly Patients patients = new(1);
    private int number;

    private const string Capped = """{"amount": "300", "period": "year", "counter": "clinic.paid"}""";
    private const string Wide = """{"amount": "5000", "period": "year"}""";

    private ILedger Ledger { get; set; } = null!;

    private ISqlDatabase Sql { get; set; } = null!;

    public async Task InitializeAsync()
    {
        (Ledger, Sql) = await OpenAsync();
        await LaterVisitsCheck.KeepVersionsAsync(Sql, patients.Versions);
    }

    public async Task DisposeAsync()
    {
        await ((IAsyncDisposable)Ledger).DisposeAsync();
        await RemoveAsync();
    }

    protected abstract Task<(ILedger Ledger, ISqlDatabase Sql)> OpenAsync();

    protected abstract Task RemoveAsync();

    /// <summary>Puts other bytes in the place of a document, as a failing disk would; given in hexadecimal digits.</summary>
    protected abstract Task PutDocumentAsync(string settlementId, string hex);

    /// <summary>
    /// February, then January: it has 150.00 of the fund where 100.00 are right, February the other way round. The law of both is gone when July
    /// comes: they cannot be split anew, and what was marked stays so. July has 50.00, what is left of the limit. With February undone its own
    /// mark closes, for the right reason; July would bear the deductible: (300 - 100) × 50 %. When the law is back, January alone bears it, and is
    /// marked still, until it is undone.
    /// </summary>
    [ContractFact]
    public async Task Marks_of_visits_whose_law_is_gone_stay_until_they_can_be_split_anew()
    {
        var february = await SettleAsync(Plain, 0, 2);
        var january = await SettleAsync(Plain, 0, 1);
        await FollowAsync(Plain);
        (string, long, long)[] both = [(january, 150_00, 200_00), (february, 200_00, 150_00)];
        Assert.Equal(both.Order(), await OpenMarksAsync());

        var gone = Books(Pack("second", "2025-07-01", null, Capped));
        var july = await SettleAsync(gone, 0, 7);
        await FollowAsync(gone);
        Assert.Equal(both.Order(), await OpenMarksAsync());
        Assert.Empty(await ClosedAsync());

        await UndoAsync(gone, february);
        await FollowAsync(gone);
        Assert.Equal(new[] { (january, 150_00L, 200_00L), (july, 250_00, 200_00) }.Order(), await OpenMarksAsync());
        Assert.Equal([(february, "该笔结算已经撤销")], await ClosedAsync());

        await UndoAsync(Plain, july);
        await FollowAsync(Plain);
        Assert.Equal([(january, 150_00L, 200_00L)], await OpenMarksAsync());
        await UndoAsync(Plain, january);
        await FollowAsync(Plain);
        Assert.Empty(await OpenMarksAsync());
    }

    /// <summary>
    /// February, January, July: 100.00, 150.00, and of 300.00 of the limit 50.00 are left. Then the first pack is put right: it pays from another
    /// limit. January and February are marked for the deductible; July had what the two of them left, and stands.
    /// </summary>
    [ContractFact]
    public async Task What_visits_added_to_a_counter_that_the_law_has_lost_since_stays_added()
    {
        var february = await SettleAsync(Plain, 0, 2);
        var january = await SettleAsync(Plain, 0, 1);
        var july = await SettleAsync(Plain, 0, 7);
        Assert.Equal(250_00, (await DocumentAsync(july)).Breakdown.PatientFen);

        await FollowAsync(Books(Pack("first", "2025-01-01", "2025-06-30", Wide), Pack("second", "2025-07-01", null, Capped)));

        Assert.Equal(new[] { (january, 150_00L, 200_00L), (february, 200_00, 150_00) }.Order(), await OpenMarksAsync());
    }

    /// <summary>
    /// January 100.00 and February 150.00 count towards the limit of the second pack; July was settled when that pack had none, at 150.00. Put right,
    /// it has the limit: July would get 50.00, but not because of the order.
    /// </summary>
    [ContractFact]
    public async Task A_counter_that_the_law_has_got_since_marks_no_visit_that_stands_in_its_order()
    {
        var without = Books(Pack("first", "2025-01-01", "2025-06-30", Capped), Pack("second", "2025-07-01", null, Wide));
        await SettleAsync(without, 0, 1);
        await SettleAsync(without, 0, 2);
        var july = await SettleAsync(without, 0, 7);
        Assert.Equal(150_00, (await DocumentAsync(july)).Breakdown.PatientFen);

        await FollowAsync(Plain);

        Assert.Empty(await OpenMarksAsync());
    }

    /// <summary>
    /// July first, from a limit of which nothing was used: (300 - 100) × 50 % = 100.00. January and February come in late without a deductible: 150.00,
    /// and the 50.00 that are left. In their order January has 100.00, February 150.00, and July 50.00.
    /// </summary>
    [ContractFact]
    public async Task A_limit_that_stood_untouched_is_one_that_late_visits_use_up()
    {
        var july = await SettleAsync(Plain, 0, 7);
        var january = await SettleAsync(Plain, 0, 1);
        var february = await SettleAsync(Plain, 0, 2);
        await FollowAsync(Plain);

        Assert.Equal(new[] { (january, 150_00L, 200_00L), (february, 250_00, 150_00), (july, 200_00, 250_00) }.Order(), await OpenMarksAsync());
    }

    /// <summary>
    /// The bytes of one settlement are damaged after it was taken over. Its person's visits cannot be worked out; the other person's are, and the
    /// outbox goes on. When the bytes are back, the person's next visit finds what was missed.
    /// </summary>
    [ContractFact]
    public async Task A_damaged_settlement_of_one_person_stops_the_later_visits_of_nobody_else()
    {
        var february = await SettleAsync(Plain, 0, 2);
        var other = await SettleAsync(Plain, 1, 2);
        await FollowAsync(Plain);
        var bytes = SettlementCodec.Encode(await DocumentAsync(february));
        await PutDocumentAsync(february, "00");
        var january = await SettleAsync(Plain, 0, 1);
        var others = await SettleAsync(Plain, 1, 1);

        var failure = await FollowAsync(Plain);
        Assert.IsType<LedgerDamagedException>(failure);
        Assert.Equal(new[] { (others, 150_00L, 200_00L), (other, 200_00, 150_00) }.Order(), await OpenMarksAsync());

        await PutDocumentAsync(february, Convert.ToHexString(bytes));
        await SettleAsync(Plain, 0, 12);
        Assert.Null(await FollowAsync(Plain));
        Assert.Equal(
            new[] { (others, 150_00L, 200_00L), (other, 200_00, 150_00), (january, 150_00, 200_00), (february, 200_00, 150_00) }.Order(),
            await OpenMarksAsync());
    }

    /// <summary>The bytes are damaged before anybody took the settlement over: it is passed over, and the other person's visits are marked.</summary>
    [ContractFact]
    public async Task A_settlement_that_was_never_readable_stops_the_later_visits_of_nobody_else()
    {
        var damaged = await SettleAsync(Plain, 0, 2);
        var other = await SettleAsync(Plain, 1, 2);
        await PutDocumentAsync(damaged, "00");
        var others = await SettleAsync(Plain, 1, 1);

        Assert.IsType<LedgerDamagedException>(await FollowAsync(Plain));
        Assert.Equal(new[] { (others, 150_00L, 200_00L), (other, 200_00, 150_00) }.Order(), await OpenMarksAsync());
        Assert.Null(await FollowAsync(Plain));
    }

    private static string Pack(string name, string from, string? ends, string cap) =>
        $$$"""
        {"pack": "{{{name}}}", "title": "虚构地区", "region": "9901", "scheme": "resident", "effective": "{{{from}}}",
         {{{(ends is null ? "" : $"\"ends\": \"{ends}\",")}}} "published": "2019-12-01",
         "sources": [{"id": "T1", "title": "虚构地区的规定", "issuer": "虚构地区医保局", "published": "2019-12-01", "confidence": "A"}],
         "layers": [{"id": "basic", "title": "基本医保", "fund": "390100", "covers": ["in_scope"], "rules": [
          {"id": "clinic", "when": {"care": "outpatient"}, "ratio": "0.5", "deductible": {"amount": "100", "period": "year"}, "caps": [{{{cap}}}],
           "cite": "T1"}]}]}
        """;

    private static ReferenceData Books(params string[] packs)
    {
        var folder = Directory.CreateTempSubdirectory("medaid-law-");
        for (var i = 0; i < packs.Length; i++)
        {
            File.WriteAllText(Path.Combine(folder.FullName, $"{i}.json"), packs[i]);
        }

        var read = PackLibrary.Read(folder.FullName);
        folder.Delete(recursive: true);
        Assert.Empty(read.Problems);
        return new ReferenceData(read.ToBook(), new Catalogue(YearLaw.Items), YearLaw.Hospitals);
    }

    /// <summary>Settles the bill of a person's month; its settlement.</summary>
    private async Task<string> SettleAsync(ReferenceData books, int person, int month)
    {
        var call = new Call($"r{++number}", new Bill
        {
            Person = person, Hospital = YearLaw.Hospitals[0], VisitId = $"V{number}", Date = new DateOnly(2025, month, 10), Care = Care.Outpatient,
            Items = [new BillItem("A1", "western_medicine", 300m, 1m, 0)],
        });
        return (await SendAsync(books, call)).Document.SettlementId.Text;
    }

    private Task<Settled> UndoAsync(ReferenceData books, string settlementId) =>
        SendAsync(books, new Call($"r{++number}", null, new Undo(YearLaw.Hospitals[0].Code.Text, settlementId, "退费")));

    private async Task<Settled> SendAsync(ReferenceData books, Call call)
    {
        var answer = await new HistoryOffice(Ledger, books, patients).SendAsync(call).Within();
        return answer.Value ?? throw new InvalidOperationException($"{answer.Refusal}");
    }

    private async Task<SettlementDocument> DocumentAsync(string settlementId) =>
        (await Ledger.FindAsync(new SettlementId(settlementId), CancellationToken.None))!.Document;

    /// <summary>Takes everything over by the law that is given; what could not be worked out.</summary>
    private async Task<Exception?> FollowAsync(ReferenceData books)
    {
        var follower = new LaterVisitsFollower(Ledger, new LaterVisitStore(Sql), new ReferenceDataHolder(books), Time);
        Assert.True(await follower.CatchUpAsync(null, CancellationToken.None).Within());
        return follower.TakeFailure();
    }

    /// <summary>Settlement, what the patient bears and should bear.</summary>
    private async Task<IEnumerable<(string SettlementId, long StandsFen, long RightFen)>> OpenMarksAsync() =>
        (await new PeopleStore(Sql, Time).ListMarksAsync(false, 0, 100, CancellationToken.None))
            .Select(m => (m.SettlementId.Text, m.Difference!.PatientStandsFen, m.Difference.PatientRightFen)).Order();

    private async Task<IEnumerable<(string SettlementId, string Reason)>> ClosedAsync() =>
        (await new PeopleStore(Sql, Time).ListMarksAsync(true, 0, 100, CancellationToken.None))
            .Where(m => m.Resolution is not null).Select(m => (m.SettlementId.Text, m.Resolution!.Reason));
}
