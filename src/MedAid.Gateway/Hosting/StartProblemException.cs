namespace MedAid.Gateway.Hosting;

/// <summary>Why the gateway does not start: settings, packs, reference files or stores. The text says what to do, a line each.</summary>
public sealed class StartProblemException : Exception
{
    /// <summary>Without text, for serialisers.</summary>
    public StartProblemException()
    {
    }

    /// <summary>With what is wrong and what to do.</summary>
    public StartProblemException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, what to do, and the cause.</summary>
    public StartProblemException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Fails unless there are no problems.</summary>
    public static void ThrowIfAny(IEnumerable<string> problems)
    {
        var lines = problems.ToArray();
        if (lines.Length > 0)
        {
            throw new StartProblemException(string.Join(Environment.NewLine, lines));
        }
    }
}
