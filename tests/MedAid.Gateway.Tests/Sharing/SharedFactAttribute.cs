namespace MedAid.Gateway.Tests.Sharing;

/// <summary>
/// A fact about gateways that share a PostgreSQL and a Redis of the test's own. Where neither is set up it is skipped with the command that
/// does so; where CI is set it runs, and fails without them.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    private const string Missing =
        "MEDAID_TEST_POSTGRES is not set; start servers: eval \"$(eng/services.sh start postgres redis)\"";

    public SharedFactAttribute()
    {
        if (IsUnset("MEDAID_TEST_POSTGRES") && IsUnset("CI"))
        {
            Skip = Missing;
        }
    }

    private static bool IsUnset(string variable) => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
