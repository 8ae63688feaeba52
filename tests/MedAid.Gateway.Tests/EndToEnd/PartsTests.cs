namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>The stories of <see cref="PartsStory"/> and <see cref="AccountStory"/> on SQLite.</summary>
public sealed class PartsTests(OwnLawGateway shared) : IClassFixture<OwnLawGateway>
{
    private readonly PartsStory story = new(shared.Gateway);
    private readonly AccountStory account = new(shared.Gateway);

    [Fact]
    public Task Three_bills_of_a_stay_cost_what_one_would() => story.Three_bills_of_a_stay_cost_what_one_would();

    [Fact]
    public Task Parts_are_reversed_from_the_last_back() => story.Parts_are_reversed_from_the_last_back();

    [Fact]
    public Task A_number_of_stay_that_two_persons_have_is_two_stays_and_a_visit_is_of_one_person() =>
        story.A_number_of_stay_that_two_persons_have_is_two_stays_and_a_visit_is_of_one_person();

    [Fact]
    public Task A_stay_over_the_end_of_the_year_counts_in_the_year_of_each_bill() =>
        story.A_stay_over_the_end_of_the_year_counts_in_the_year_of_each_bill();

    [Fact]
    public Task The_gateway_counts_the_admissions_of_a_year() => story.The_gateway_counts_the_admissions_of_a_year();

    [Fact]
    public Task An_admission_is_earlier_by_its_day() => story.An_admission_is_earlier_by_its_day();

    [Fact]
    public Task A_number_of_admission_below_the_count_and_a_long_stay_are_said() =>
        story.A_number_of_admission_below_the_count_and_a_long_stay_are_said();

    [Fact]
    public Task A_stay_is_an_admission_also_if_its_first_bill_is_none() => story.A_stay_is_an_admission_also_if_its_first_bill_is_none();

    [Fact]
    public Task Each_disease_has_its_own_rule_and_deferred_relief_is_claimed_by_the_patient() =>
        story.Each_disease_has_its_own_rule_and_deferred_relief_is_claimed_by_the_patient();

    [Fact]
    public Task What_a_hospital_advances_by_its_own_decision_is_due_from_the_county_on_its_days_alone() =>
        story.What_a_hospital_advances_by_its_own_decision_is_due_from_the_county_on_its_days_alone();

    [Fact]
    public Task An_accident_is_told_and_paid_by_its_own_rule() => story.An_accident_is_told_and_paid_by_its_own_rule();

    [Fact]
    public Task A_payment_for_a_component_is_taken_off_that_alone() => story.A_payment_for_a_component_is_taken_off_that_alone();

    [Fact]
    public Task The_account_pays_first_its_own_then_the_helpers_and_gets_back_the_same() =>
        account.The_account_pays_first_its_own_then_the_helpers_and_gets_back_the_same();

    [Fact]
    public Task It_pays_no_more_than_is_asked_there_and_left_in_what_the_policy_names() =>
        account.It_pays_no_more_than_is_asked_there_and_left_in_what_the_policy_names();

    [Fact]
    public Task A_quote_says_the_same_and_a_law_without_accounts_refuses() =>
        account.A_quote_says_the_same_and_a_law_without_accounts_refuses();

    [Fact]
    public Task A_deposit_pays_only_what_the_account_left() =>
        account.A_deposit_pays_only_what_the_account_left();
}
