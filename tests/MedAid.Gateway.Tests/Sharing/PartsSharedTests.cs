using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>The stories of <see cref="PartsStory"/> and <see cref="AccountStory"/> on PostgreSQL, one after the other on one server.</summary>
public sealed class PartsSharedTests
{
    [SharedFact]
    public async Task Stays_diseases_and_components_are_settled_on_postgresql_as_on_sqlite()
    {
        var folder = GatewayProcess.NewDataFolder();
        await using var servers = await SharedServers.CreateAsync();
        await using (var gateway = await GatewayProcess.InsideAsync(folder, [.. servers.Settings(), .. OwnLaw.Settings(folder)]))
        {
            var story = new PartsStory(gateway);
            await story.Three_bills_of_a_stay_cost_what_one_would();
            await story.Parts_are_reversed_from_the_last_back();
            await story.A_number_of_stay_that_two_persons_have_is_two_stays_and_a_visit_is_of_one_person();
            await story.A_stay_over_the_end_of_the_year_counts_in_the_year_of_each_bill();
            await story.The_gateway_counts_the_admissions_of_a_year();
            await story.An_admission_is_earlier_by_its_day();
            await story.A_number_of_admission_below_the_count_and_a_long_stay_are_said();
            await story.A_stay_is_an_admission_also_if_its_first_bill_is_none();
            await story.Each_disease_has_its_own_rule_and_deferred_relief_is_claimed_by_the_patient();
            await story.What_a_hospital_advances_by_its_own_decision_is_due_from_the_county_on_its_days_alone();
            await story.An_accident_is_told_and_paid_by_its_own_rule();
            await story.A_payment_for_a_component_is_taken_off_that_alone();
            var account = new AccountStory(gateway);
            await account.The_account_pays_first_its_own_then_the_helpers_and_gets_back_the_same();
            await account.It_pays_no_more_than_is_asked_there_and_left_in_what_the_policy_names();
            await account.A_quote_says_the_same_and_a_law_without_accounts_refuses();
            await account.A_deposit_pays_only_what_the_account_left();
        }

        await servers.ProvenBooksAsync();
        folder.Delete(recursive: true);
    }
}
