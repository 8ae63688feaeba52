using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.National;

/// <summary>The stories of <see cref="DoorStory"/> on SQLite, through one gateway.</summary>
public sealed class DoorVisitTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private DoorStory Story => new(shared.Gateway);

    [Fact]
    public Task A_whole_visit_and_its_undoing_cost_what_was_worked_by_hand() =>
        Story.A_whole_visit_and_its_undoing_cost_what_was_worked_by_hand();

    [Fact]
    public Task Settled_lines_stay_and_unsettled_ones_go() => Story.Settled_lines_stay_and_unsettled_ones_go();

    [Fact]
    public Task A_message_whose_outcome_is_unknown_is_undone() => Story.A_message_whose_outcome_is_unknown_is_undone();

    [Fact]
    public Task Equal_layers_are_a_row_each_and_an_identity_without_an_end_holds() => Story.Equal_layers_are_a_row_each_and_an_identity_without_an_end_holds();

    [Fact]
    public Task The_same_message_at_the_same_time_settles_once() => Story.The_same_message_at_the_same_time_settles_once();

    [Fact]
    public Task A_persons_entitlement_sums_and_filings_are_told() =>
        new StatementStory(shared.Gateway).A_persons_entitlement_sums_and_filings_are_told();

    [Fact]
    public Task A_day_is_reconciled_by_sums_and_by_rows() => new StatementStory(shared.Gateway).A_day_is_reconciled_by_sums_and_by_rows();

    [Fact]
    public Task A_message_and_its_undoing_at_the_same_time_leave_nothing_standing() =>
        Story.A_message_and_its_undoing_at_the_same_time_leave_nothing_standing();
}
