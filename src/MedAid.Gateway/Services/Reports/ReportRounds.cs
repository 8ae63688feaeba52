using MedAid.Core;
using MedAid.Gateway.Hosting;
using MedAid.Reports.Facts;
using MedAid.Reports.Making;

namespace MedAid.Gateway.Services;

/// <summary>
/// Lets the facts of reports follow the ledger where a region has forms, and reminds of each deadline in the log: once a day, from the days before
/// it that the form says until the report is handed in.
/// </summary>
internal sealed class ReportRounds(
    ReportFollower follower, ReportMaker maker, RoundsHealth health, TimeProvider time, ILogger<ReportRounds> logger)
    : BackgroundRounds("报表", MedAid.Reports.Limits.ReportFactsEvery, health, time, logger)
{
    private readonly TimeProvider time = time;
    private DateOnly told;

    protected override async Task RoundAsync(CancellationToken stopping)
    {
        if (maker.Forms.Count == 0)
        {
            return;
        }

        await Pace.WalkAsync(async cancellation => !await follower.CatchUpAsync(Limits.FactsPieceTime, cancellation), time, stopping);
        var today = maker.Today;
        if (told == today)
        {
            return;
        }

        Tell(await maker.DueAsync(null, withFiled: false, stopping), today);
        told = today;
    }

    /// <summary>One line for what is due and one for what was missed, however much it is.</summary>
    private void Tell(IReadOnlyList<DueReport> reports, DateOnly today)
    {
        DueReport[] missed = [.. reports.Where(r => r.DueDay < today)];
        if (missed.Length > 0)
        {
            Log.ReportsMissed(logger, missed.Length, Named(missed[^1]));
        }

        if (reports.Count > missed.Length)
        {
            Log.ReportsDue(logger, string.Join("; ", reports.Skip(missed.Length).Select(Named)));
        }
    }

    private static string Named(DueReport due) => $"{due.Form.Id} {due.Period.Text} {due.CountyCode} by {PlainText.Day(due.DueDay)}";
}
