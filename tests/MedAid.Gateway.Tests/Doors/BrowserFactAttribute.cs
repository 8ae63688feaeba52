namespace MedAid.Gateway.Tests.Doors;

/// <summary>
/// A fact about a page in a real browser. eng/test.sh installs chromium where it may; where there is none the fact is skipped, but where CI is set it
/// runs, and fails without it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Browser.Program is null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Skip = "there is no chromium: sudo apt-get install chromium";
        }
    }
}
