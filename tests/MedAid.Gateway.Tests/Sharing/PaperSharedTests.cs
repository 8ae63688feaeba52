using MedAid.Gateway.Tests.Hosted;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>The stories of <see cref="PaperStory"/> on PostgreSQL, the numbers given out by two gateways.</summary>
public sealed class PaperSharedTests
{
    [SharedFact]
    public async Task Papers_are_on_postgresql_as_on_sqlite_and_two_gateways_leave_no_gap()
    {
        await using var servers = await SharedServers.CreateAsync();
        string[] settings = [.. servers.Settings(withRedis: false).Select(s => $"--MedAid:{s.Name}={s.Value}")];
        await using (var gateway = await HostedGateway.StartAsync(PaperStory.Morning, settings))
        await using (var second = await HostedGateway.StartAsync(PaperStory.Morning, settings))
        {
            var story = new PaperStory(gateway);
            await story.A_notice_has_the_patients_figures_at_home_and_here_in_both_modes_and_they_are_those_of_quotes();
            await story.A_visit_is_warned_of_its_notice_until_it_is_signed_and_again_once_it_is_withdrawn();
            await story.A_consent_says_what_an_item_costs_and_by_how_much_less_the_covered_one_and_every_text_is_escaped();
            await story.An_agreement_has_the_predicted_share_and_a_visit_under_it_is_warned_of_until_it_is_signed();
            await story.A_notice_is_printed_also_where_the_home_county_has_no_hospital_here_and_an_item_is_unknown();
            await story.What_cannot_be_printed_or_signed_is_refused_with_its_reason_and_changes_nothing();
            await story.Papers_are_numbered_without_gaps_by_two_writers_at_once(second);
        }

        await servers.ProvenBooksAsync();
    }
}
