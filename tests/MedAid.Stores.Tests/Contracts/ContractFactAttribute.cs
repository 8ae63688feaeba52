using Xunit.Abstractions;
using Xunit.Sdk;

namespace MedAid.Stores.Tests.Contracts;

/// <summary>
/// A fact that may run on a real server. In a class with <see cref="NeedsPostgresAttribute"/> it is skipped when no server is named,
/// saying how to start one; where CI is set it runs, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MedAid.Stores.Tests.Contracts.ContractFactDiscoverer", "MedAid.Stores.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>The tests of this class want the server of <c>MEDAID_TEST_POSTGRES</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute
{
    public const string Variable = "MEDAID_TEST_POSTGRES";

    public const string Missing = $"{Variable} is not set; start a server: eval \"$(eng/services.sh start postgres)\"";

    public static string? Address => Environment.GetEnvironmentVariable(Variable);

    public static bool Skips => string.IsNullOrEmpty(Address) && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"));
}

public sealed class ContractFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var needs = testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any();
        return needs && NeedsPostgresAttribute.Skips
            ? new SkippedCase(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
    }
}

public sealed class SkippedCase : XunitTestCase
{
    [Obsolete("Called by the deserializer")]
    public SkippedCase()
    {
    }

    public SkippedCase(IMessageSink messages, TestMethodDisplay display, ITestMethod method)
        : base(messages, display, TestMethodDisplayOptions.None, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => NeedsPostgresAttribute.Missing;
}
