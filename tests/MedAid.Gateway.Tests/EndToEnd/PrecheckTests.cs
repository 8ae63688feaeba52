using Microsoft.Data.Sqlite;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>The stories of <see cref="PrecheckStory"/> and <see cref="ReviewStory"/> on SQLite.</summary>
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
        await story.A_visit_that_is_opened_is_read_ahead_and_changes_no_card_and_no_money();
        var review = new ReviewStory(gateway);
        await review.The_day_is_gone_over_by_both_doors_and_each_finding_is_on_the_list_once();
        await review.An_outcome_is_kept_corrected_and_told_again();
        await review.A_month_is_drawn_from_once_it_was_read_and_a_reversed_visit_is_withdrawn();
        await review.What_is_wrong_with_a_run_is_named_all_at_once();
        await review.A_damaged_visit_is_named_and_the_others_are_gone_over(
            sql => RunAsync(Path.Combine(gateway.DataFolder, "medaid.db"), sql));
        await story.A_damaged_settlement_of_the_person_is_told_as_damage(
            sql => RunAsync(Path.Combine(gateway.DataFolder, "medaid.db"), sql));
    }

    /// <summary>Runs a statement past the gateway, and past the triggers of the settlements, which go for good.</summary>
    private static async Task RunAsync(string file, string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={file};Foreign Keys=False;Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT group_concat('DROP TRIGGER ' || name, ';') FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'settlement'";
        command.CommandText = $"{await command.ExecuteScalarAsync()};{sql}";
        await command.ExecuteNonQueryAsync();
    }
}
