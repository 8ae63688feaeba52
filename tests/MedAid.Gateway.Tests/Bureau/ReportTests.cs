using System.Globalization;
using MedAid.Contract.Bureau.V1;
using MedAid.Core;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Simulator.Faults;

namespace MedAid.Gateway.Tests.Bureau;

/// <summary>
/// MedAid splits and reports. The stories are those that hospitals tell of their lines to the bureau: an answer that is lost after settling, a
/// gateway error after settling, lines left half uploaded, a reversal that is refused because it was done, a fen that does not fit.
/// </summary>
public sealed class ReportTests(SharedLink shared) : IClassFixture<SharedLink>
{
    private readonly LinkedGateway linked = shared.Linked;
    private readonly string id = $"r-{Guid.NewGuid():N}"[..12];

    [Fact]
    public async Task What_is_settled_and_reversed_stands_and_falls_at_the_bureau_with_the_same_figures()
    {
        await using var own = await LinkedGateway.StartAsync();
        var kept = await own.SettleAsync(Requests.Sample("kept"));
        var undone = await own.SettleAsync(Requests.Outpatient("undone", Requests.Yi, "2026-03-02", 120_00));
        await own.ReverseAsync("undo", undone);
        await own.QuietAsync();

        var at = Assert.Single(own.Standing[Requests.VisitOf("kept")]);
        Assert.Equal(kept.Breakdown.GrossFen, at.TotalFen);
        Assert.Equal(kept.Breakdown.PatientFen, at.PersonFen);
        Assert.Equal(kept.Breakdown.GrossFen - kept.Breakdown.PatientFen, at.FundsFen);
        Assert.Empty(own.Standing[Requests.VisitOf("undone")]);
        Assert.Equal(["reversed", "reversal"], own.Box.Settlements.Where(s => s.HospitalVisitNumber == Requests.VisitOf("undone")).Select(s => s.State));
        Assert.Empty(await own.PendingAsync());

        // A person is asked for once; the sign-in is one.
        Assert.Equal(2, own.Box.Calls.Count(c => c.Infno == "1101"));
        Assert.Single(own.Box.Calls, c => c.Infno == "9001");
        Assert.Equal(own.Box.Calls.Count, own.Box.Calls.Select(c => c.Msgid).Distinct().Count());
        Assert.All(own.Box.Calls, c => Assert.StartsWith(Requests.CountyHospital, c.Msgid, StringComparison.Ordinal));
    }

    [Theory]

    // A one-sided account after a break of the line: settled there, lost here.
    [InlineData("2207", FaultKind.LostAfter)]

    // Lost on the way there: it is made certain that it does not settle late.
    [InlineData("2207", FaultKind.LostBefore)]
    [InlineData("2207", FaultKind.Overtaken)]

    // HTTP 502 after settling, and an answer that cannot be read.
    [InlineData("2207", FaultKind.BadGateway)]
    [InlineData("2207", FaultKind.Unreadable)]
    [InlineData("2207", FaultKind.OutputNull)]

    // A slow answer: no double submission.
    [InlineData("2207", FaultKind.LateAnswer)]
    [InlineData("2207", FaultKind.ArrivesTwice)]
    [InlineData("2207", FaultKind.AppliedTwice)]

    // Lines that are there already.
    [InlineData("2204", FaultKind.LostAfter)]
    [InlineData("2204", FaultKind.BadGateway)]
    [InlineData("2201", FaultKind.LostAfter)]
    [InlineData("2203", FaultKind.LostBefore)]

    // Refused without reason, or a text where there should be none.
    [InlineData("2207", FaultKind.Refused)]
    [InlineData("2201", FaultKind.Refused)]
    [InlineData("2204", FaultKind.ZeroWithError)]
    public async Task Whatever_happens_to_a_message_the_settlement_stands_once_with_the_same_figures(string number, FaultKind fault)
    {
        linked.Box.Next(number, fault);
        var settled = await linked.SettleAsync(Requests.Sample(id));
        await linked.QuietAsync();
        Assert.Empty(await PendingAsync());
        var at = Assert.Single(linked.Standing[Requests.VisitOf(id)]);
        Assert.Equal((settled.Breakdown.GrossFen, settled.Breakdown.PatientFen), (at.TotalFen, at.PersonFen));
    }

    [Theory]
    [InlineData(FaultKind.LostAfter)]
    [InlineData(FaultKind.LostBefore)]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.Refused)]
    public async Task A_reversal_is_done_there_once_and_refused_because_it_was_done_is_found_by_a_question(FaultKind fault)
    {
        var settled = await linked.SettleAsync(Requests.Sample(id));
        await linked.QuietAsync();
        linked.Box.Next("2208", fault);
        await linked.ReverseAsync($"u{id}", settled);
        await linked.QuietAsync();
        Assert.Empty(await PendingAsync());
        Assert.Equal(
            ["reversed", "reversal"],
            linked.Box.Settlements.Where(s => s.HospitalVisitNumber == Requests.VisitOf(id)).Select(s => s.State));
    }

    [Fact]
    public async Task A_2601_that_is_lost_or_refused_is_not_believed_but_asked_about()
    {
        linked.Box.Next("2207", FaultKind.LostBefore);
        linked.Box.Next("2601", FaultKind.LostAfter);
        linked.Box.Next("2601", FaultKind.RefusedReversal);
        await linked.SettleAsync(Requests.Sample(id));
        await linked.QuietAsync();
        Assert.Empty(await PendingAsync());
        Assert.Single(linked.Standing[Requests.VisitOf(id)]);
    }

    [Theory]
    [InlineData(FaultKind.FenInBooks, "FIGURES_DIFFER", "个人负担：本系统 {0}，医保平台 {1}")]
    [InlineData(FaultKind.UnknownFund, "FUND_UNKNOWN", "987654")]
    [InlineData(FaultKind.BasicOtherCode, "FUND_UNKNOWN", "390400")]
    public async Task A_fen_or_a_fund_that_does_not_fit_is_parked_with_both_figures_and_never_guessed(FaultKind fault, string reason, string form)
    {
        linked.Box.Next("2207", fault);
        var settled = await linked.SettleAsync(Requests.Sample(id));
        var evidence = string.Format(
            CultureInfo.InvariantCulture, form, ExactNumber.Yuan(settled.Breakdown.PatientFen), ExactNumber.Yuan(settled.Breakdown.PatientFen + 1));
        await linked.QuietAsync();
        var task = Assert.Single(await PendingAsync());
        Assert.Equal((PendingTaskState.Parked, reason), (task.State, task.Reason));
        Assert.Contains(evidence, string.Join('\n', task.Evidence), StringComparison.Ordinal);
        Assert.Contains(task.Messages, m => m.Number == "2207" && m.State == PendingMessageState.Done);
    }

    [Theory]
    [InlineData(FaultKind.ReliefDetailCode)]
    [InlineData(FaultKind.FundInText)]
    [InlineData(FaultKind.FenInAnswer)]
    [InlineData(FaultKind.NumbersAsText)]
    [InlineData(FaultKind.OutputText)]
    public async Task Codes_and_forms_that_the_region_s_table_knows_are_read_for_what_they_are(FaultKind fault)
    {
        linked.Box.Next("2207", fault);
        await linked.SettleAsync(Requests.Sample(id));
        await linked.QuietAsync();
        Assert.Empty(await PendingAsync());
    }

    [Fact]
    public async Task A_sign_in_that_the_bureau_does_not_honour_any_more_is_renewed_and_one_that_fails_is_tried_again()
    {
        await using var own = await LinkedGateway.StartAsync();
        own.Box.Next("9001", FaultKind.BadGateway);
        own.Box.Next("1101", FaultKind.LostBefore);
        await own.SettleAsync(Requests.Sample("before"));
        await own.QuietAsync();
        own.Box.MoveClock(TimeSpan.FromHours(25));
        await own.SettleAsync(Requests.Outpatient("after", Requests.Yi, "2026-03-02", 120_00));
        await own.QuietAsync();
        Assert.Empty(await own.PendingAsync());
        Assert.Equal(2, own.Standing.Count);
    }

    [Fact]
    public async Task What_is_parked_is_resolved_by_two_persons_or_tried_again()
    {
        linked.Box.Next("2207", FaultKind.FenInBooks);
        await linked.SettleAsync(Requests.Sample(id));
        await linked.QuietAsync();
        var task = Assert.Single(await PendingAsync());

        ResolveMessageRequest Decision(string id, BureauDecision decision, string checkedBy) => new()
        {
            RequestId = id, TaskNumber = task.TaskNumber, Decision = decision, Note = "平台已更正", CheckedBy = checkedBy,
        };
        var alone = await DoorError.ByGrpcAsync(linked.Bureau.ResolveMessageAsync(
            Decision($"{id}-1", BureauDecision.Agreed, DefaultOperator.Name)));
        Assert.Equal("INVALID_REQUEST", alone.Reason);
        var tried = await linked.Bureau.ResolveMessageAsync(Decision($"{id}-2", BureauDecision.TryAgain, "李"));
        Assert.Equal(PendingTaskState.Open, tried.Task.State);
        await linked.QuietAsync();
        Assert.Equal("FIGURES_DIFFER", Assert.Single(await PendingAsync()).Reason);
        var agreed = await linked.Bureau.ResolveMessageAsync(Decision($"{id}-3", BureauDecision.Agreed, "李"));
        Assert.Equal(PendingTaskState.Done, agreed.Task.State);
        Assert.Empty(await PendingAsync());
        Assert.True((await linked.Bureau.ResolveMessageAsync(Decision($"{id}-3", BureauDecision.Agreed, "李"))).Replayed);
        Assert.Equal("BUREAU_TASK_NOT_PARKED", (await DoorError.ByGrpcAsync(linked.Bureau.ResolveMessageAsync(
            Decision($"{id}-4", BureauDecision.Agreed, "李")))).Reason);

        // Nothing was sent twice for it.
        Assert.Single(task.Messages, m => m.Number == "2207");
        Assert.Single(agreed.Task.Messages, m => m.Number == "2207");
    }

    private async Task<IReadOnlyList<PendingTask>> PendingAsync() =>
        [.. (await linked.PendingAsync()).Where(t => t.VisitId == Requests.VisitOf(id))];
}

/// <summary>One gateway and one bureau for the stories of a class; each story has a visit of its own.</summary>
public sealed class SharedLink : IAsyncLifetime
{
    internal LinkedGateway Linked { get; private set; } = null!;

    public async Task InitializeAsync() => Linked = await LinkedGateway.StartAsync();

    public async Task DisposeAsync() => await Linked.DisposeAsync();
}
