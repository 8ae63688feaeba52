namespace MedAid.Oracle;

/// <summary>The line is wrong; caught in one place and printed as the error object.</summary>
internal sealed class Refusal(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
