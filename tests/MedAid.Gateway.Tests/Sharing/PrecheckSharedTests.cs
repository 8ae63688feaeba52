using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>The stories of <see cref="PrecheckStory"/> on PostgreSQL.</summary>
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
            await story.A_damaged_settlement_of_the_person_is_told_as_damage(
                sql => servers.RunAsync($"SET session_replication_role = replica; {sql}"));
        }

        await servers.ProvenBooksAsync();
    }
}
