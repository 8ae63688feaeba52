namespace MedAid.Cli.Tests.Postgres;

/// <summary>
/// A fact on a PostgreSQL of the test's own. Where none is set up it is skipped with the command that does so; where CI is set it runs, and
/// fails without one.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ServerFactAttribute : FactAttribute
{
    private const string Variable = "MEDAID_TEST_POSTGRES";

    public ServerFactAttribute()
    {
        if (IsMissing)
        {
            Skip = "needs the programs of PostgreSQL; start a server: eval \"$(eng/services.sh start postgres)\"";
        }
    }

    public static bool IsMissing => IsUnset(Variable) && IsUnset("CI");

    private static bool IsUnset(string variable) => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}
