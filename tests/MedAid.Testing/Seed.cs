using System.Globalization;

namespace MedAid.Testing;

/// <summary>The seed of a test with random input: another one in every run, unless MEDAID_TEST_SEED names the one of a run that failed.</summary>
public static class Seed
{
    public static int Next() => Environment.GetEnvironmentVariable("MEDAID_TEST_SEED") is { Length: > 0 } given
        ? int.Parse(given, CultureInfo.InvariantCulture)
        : Environment.TickCount & 0x3FFFFFFF;
}
