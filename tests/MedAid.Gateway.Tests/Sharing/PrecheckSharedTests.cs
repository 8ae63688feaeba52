using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>The stories of <see cref="PrecheckStory"/> and <see cref="ReviewStory"/> on PostgreSQL.</summary>
public sealed class PrecheckSharedTests
{
    [SharedFact]
    public async Task Advice_and_its_answers_are_on_postgresql_as_on_sqlite()
    {
        await using var servers = await SharedServers.CreateAsync();
        await using (var gateway = await GatewayProcess.InsideAsync(null, [.. servers.Settings(), PrecheckStory.Patient]))
        {
            var story = new PrecheckStory(gateway);
            await story.The_money_of_cards_is_that_of_quotes_by_both_doors();
            await story.What_was_answered_is_kept_told_again_and_not_repeated();
            await story.A_check_that_a_department_never_heeds_steps_back_there();
            await story.What_is_wrong_with_a_draft_is_named_all_at_once();
            await story.A_visit_that_is_opened_is_read_ahead_and_changes_no_card_and_no_money();
            var review = new ReviewStory(gateway);
            await review.The_day_is_gone_over_by_both_doors_and_each_finding_is_on_the_list_once();
            await review.An_outcome_is_kept_corrected_and_told_again();
            await review.A_month_is_drawn_from_once_it_was_read_and_a_reversed_visit_is_withdrawn();
            await review.What_is_wrong_with_a_run_is_named_all_at_once();
            await review.A_damaged_visit_is_named_and_the_others_are_gone_over(
                sql => servers.RunAsync($"SET session_replication_role = replica; {sql}"));
            await story.A_damaged_settlement_of_the_person_is_told_as_damage(
                sql => servers.RunAsync($"SET session_replication_role = replica; {sql}"));
        }

        await servers.ProvenBooksAsync();
    }
}
