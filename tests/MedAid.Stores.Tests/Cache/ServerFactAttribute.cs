using Xunit.Abstractions;
using Xunit.Sdk;

namespace MedAid.Stores.Tests.Cache;

/// <summary>
/// A fact of a class that may need a server (<see cref="NeedsServerAttribute"/>). Without its address the fact is skipped with the
/// command that starts it; where CI is set it runs, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MedAid.Stores.Tests.Cache.ServerFactDiscoverer", "MedAid.Stores.Tests")]
public sealed class ServerFactAttribute : FactAttribute;

/// <summary>Which server the facts of a class, and of those it inherits, need.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsServerAttribute(string variable, string service) : Attribute
{
    public string Variable => variable;

    public string Service => service;

    /// <summary>The address of a server; fails with the command that starts it.</summary>
    public static string Address(string variable, string service) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } address
            ? address
            : throw new InvalidOperationException(Missing(variable, service));

    public static string Missing(string variable, string service) =>
        $"{variable} is not set; start a server: eval \"$(eng/services.sh start {service})\"";
}

public sealed class ServerFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var need = testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsServerAttribute)).SingleOrDefault();
        var arguments = need?.GetConstructorArguments().Cast<string>().ToArray() ?? [];
        return arguments is [var variable, var service] && IsUnset(variable) && IsUnset("CI")
            ? new SkippedFact(
                NeedsServerAttribute.Missing(variable, service), DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);
    }

    private static bool IsUnset(string variable) => string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
}

/// <summary>A fact that says why it does not run.</summary>
public sealed class SkippedFact : XunitTestCase
{
    private string reason = "";

    [Obsolete("For the runner, which reads cases back from text.", error: true)]
    public SkippedFact()
    {
    }

    public SkippedFact(string reason, IMessageSink messages, TestMethodDisplay display, ITestMethod method)
        : base(messages, display, TestMethodDisplayOptions.None, method)
    {
        this.reason = reason;
        SkipReason = reason;
    }

    public override void Serialize(IXunitSerializationInfo data)
    {
        base.Serialize(data);
        data.AddValue(nameof(reason), reason);
    }

    public override void Deserialize(IXunitSerializationInfo data)
    {
        base.Deserialize(data);
        reason = data.GetValue<string>(nameof(reason));
        SkipReason = reason;
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) => reason;
}
