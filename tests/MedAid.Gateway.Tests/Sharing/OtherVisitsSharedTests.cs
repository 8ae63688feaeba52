using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Sharing;

/// <summary>The stories of <see cref="OtherVisitsStory"/> on PostgreSQL, one after the other on one server.</summary>
public sealed class OtherVisitsSharedTests
{
    [SharedFact]
    public async Task What_does_not_go_together_is_said_on_postgresql_as_on_sqlite()
    {
        var folder = GatewayProcess.NewDataFolder();
        await using var servers = await SharedServers.CreateAsync();
        await using (var gateway = await GatewayProcess.InsideAsync(folder, [.. servers.Settings(), .. OwnLaw.Settings(folder)]))
        {
            var story = new OtherVisitsStory(gateway);
            await story.The_third_dialysis_of_a_day_is_said();
            await story.What_overlaps_with_a_stay_is_said_from_either_side();
            await story.A_drug_is_said_until_what_was_given_has_run_out();
            await story.A_day_of_admission_that_cannot_be_is_a_bad_field();
        }

        await servers.ProvenBooksAsync();
        folder.Delete(recursive: true);
    }
}
