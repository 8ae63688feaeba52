namespace MedAid.Clearing.Reports;

/// <summary>The day of a moment by the clocks of China, on which the book counts what is written then.</summary>
internal static class ChinaDay
{
    private static readonly TimeZoneInfo China = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, China).DateTime);
}
