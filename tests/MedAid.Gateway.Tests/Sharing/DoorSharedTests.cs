using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Gateway.Tests.National;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>The stories of <see cref="DoorStory"/> on PostgreSQL.</summary>
public sealed class DoorSharedTests
{
    [SharedFact]
    public async Task A_visit_by_the_national_door_is_on_postgresql_as_on_sqlite()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using (var gateway = await GatewayProcess.InsideAsync(null, servers.Settings()))
        {
            var story = new DoorStory(gateway);
            await story.A_whole_visit_and_its_undoing_cost_what_was_worked_by_hand();
            await story.Settled_lines_stay_and_unsettled_ones_go();
            await story.A_message_whose_outcome_is_unknown_is_undone();
            await story.Equal_layers_are_a_row_each_and_an_identity_without_an_end_holds();
            await story.The_same_message_at_the_same_time_settles_once();
            await story.A_message_and_its_undoing_at_the_same_time_leave_nothing_standing();
            var statements = new StatementStory(gateway);
            await statements.A_persons_entitlement_sums_and_filings_are_told();
            await statements.A_day_is_reconciled_by_sums_and_by_rows();
        }

        await servers.ProvenBooksAsync();
    }
}
