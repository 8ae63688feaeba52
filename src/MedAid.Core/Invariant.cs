namespace MedAid.Core;

/// <summary>
/// Assertions that are never switched off. A broken invariant is our own mistake: the call fails, nothing is written.
/// </summary>
public static class Invariant
{
    /// <summary>Throws <see cref="InvariantBrokenException"/> unless the condition holds.</summary>
    public static void Holds(bool condition, string what)
    {
        if (!condition)
        {
            Broken(what);
        }
    }

    private static void Broken(string what) => throw new InvariantBrokenException(what);
}

/// <summary>The program contradicts itself; the text names the rule that broke and carries no personal data.</summary>
public sealed class InvariantBrokenException : Exception
{
    /// <summary>An exception without text, for serialisers.</summary>
    public InvariantBrokenException()
    {
    }

    /// <summary>An exception that names the broken rule.</summary>
    public InvariantBrokenException(string message)
        : base(message)
    {
    }

    /// <summary>What a switch over a closed list throws for a value that it has no arm for: nobody may read another value's words.</summary>
    public static InvariantBrokenException NoWordFor<T>(T value)
        where T : struct, Enum => new($"{typeof(T).Name}.{value} has no arm in a switch");

    /// <summary>An exception that names the broken rule and its cause.</summary>
    public InvariantBrokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
