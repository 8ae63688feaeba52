namespace MedAid.Gateway.Tests.Hosted;

/// <summary>The stories of <see cref="PaperStory"/> on SQLite.</summary>
public sealed class PaperTests
{
    [Fact]
    public async Task Papers_are_printed_signed_and_missed_with_the_money_of_quotes()
    {
        await using var gateway = await HostedGateway.StartAsync(PaperStory.Morning);
        var story = new PaperStory(gateway);
        await story.A_notice_has_the_patients_figures_at_home_and_here_in_both_modes_and_they_are_those_of_quotes();
        await story.A_visit_is_warned_of_its_notice_until_it_is_signed_and_again_once_it_is_withdrawn();
        await story.A_consent_says_what_an_item_costs_and_by_how_much_less_the_covered_one_and_every_text_is_escaped();
        await story.An_agreement_has_the_predicted_share_and_a_visit_under_it_is_warned_of_until_it_is_signed();
        await story.A_notice_is_printed_also_where_the_home_county_has_no_hospital_here_and_an_item_is_unknown();
        await story.What_cannot_be_printed_or_signed_is_refused_with_its_reason_and_changes_nothing();
        await story.Papers_are_numbered_without_gaps_by_two_writers_at_once(gateway);
    }
}
