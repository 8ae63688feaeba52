namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>The stories of <see cref="OtherVisitsStory"/> on SQLite.</summary>
public sealed class OtherVisitsTests(OwnLawGateway shared) : IClassFixture<OwnLawGateway>
{
    [Fact]
    public async Task What_does_not_go_together_with_other_visits_of_the_person_is_said()
    {
        var story = new OtherVisitsStory(shared.Gateway);
        await story.The_third_dialysis_of_a_day_is_said();
        await story.What_overlaps_with_a_stay_is_said_from_either_side();
        await story.A_drug_is_said_until_what_was_given_has_run_out();
        await story.A_day_of_admission_that_cannot_be_is_a_bad_field();
    }
}
