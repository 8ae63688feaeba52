using System.Globalization;

namespace MedAid.Gateway.Calls;

/// <summary>
/// The <c>grpc-timeout</c> header: one to eight digits and a unit. gRPC and HTTP/JSON read it and cap it, so that no call holds a database
/// connection longer than <see cref="Limits.CallTimeMax"/>.
/// </summary>
internal static class CallTime
{
    public const string Header = "grpc-timeout";

    private const int DigitsMax = 8;
    private const string ShortestTime = "1u";

    /// <summary>The time that a call may take: what it asks for, at most the server's own limit, which also stands for none or nonsense.</summary>
    public static TimeSpan Of(IHeaderDictionary headers) =>
        TryParse(headers[Header].ToString(), out var asked) && asked < Limits.CallTimeMax ? asked : Limits.CallTimeMax;

    /// <summary>Rewrites the header so that the gRPC server itself enforces the limit, even on a handler that hangs.</summary>
    public static void Cap(IHeaderDictionary headers)
    {
        var allowed = Of(headers);
        if (allowed == Limits.CallTimeMax)
        {
            headers[Header] = $"{(int)Limits.CallTimeMax.TotalMilliseconds}m";
        }
        else if (allowed == TimeSpan.Zero)
        {
            // The server takes a time of nothing for no limit.
            headers[Header] = ShortestTime;
        }
    }

    private static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        if (text.Length is < 2 or > DigitsMax + 1
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var amount))
        {
            return false;
        }

        // 99,999,999 hours are 3.6e18 ticks, which still fits a long.
        long? ticks = text[^1] switch
        {
            'H' => amount * TimeSpan.TicksPerHour,
            'M' => amount * TimeSpan.TicksPerMinute,
            'S' => amount * TimeSpan.TicksPerSecond,
            'm' => amount * TimeSpan.TicksPerMillisecond,
            'u' => amount * TimeSpan.TicksPerMicrosecond,
            'n' => amount / TimeSpan.NanosecondsPerTick,
            _ => null,
        };
        time = new(ticks ?? 0);
        return ticks is not null;
    }
}
