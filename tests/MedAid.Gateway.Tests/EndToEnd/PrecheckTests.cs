namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>The stories of <see cref="PrecheckStory"/> on SQLite.</summary>
public sealed class PrecheckTests
{
    [Fact]
    public async Task Advice_comes_with_the_quotes_money_and_what_was_answered_is_kept()
    {
        await using var gateway = await GatewayProcess.InsideAsync(settings: PrecheckStory.Patient);
        var story = new PrecheckStory(gateway);
        await story.The_money_of_cards_is_that_of_quotes_by_both_doors();
        await story.What_was_answered_is_kept_told_again_and_not_repeated();
        await story.A_check_that_a_department_never_heeds_steps_back_there();
        await story.What_is_wrong_with_a_draft_is_named_all_at_once();
    }
}
