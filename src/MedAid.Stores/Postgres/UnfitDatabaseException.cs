namespace MedAid.Stores.Postgres;

/// <summary>
/// The PostgreSQL database answers, but must not be used: it could lose what it acknowledged, or it is of a newer version. Waiting does
/// not help; the text says in Chinese what to do.
/// </summary>
public sealed class UnfitDatabaseException : Exception
{
    /// <summary>Without text, for serialisers.</summary>
    public UnfitDatabaseException()
    {
    }

    /// <summary>With what is wrong and what to do.</summary>
    public UnfitDatabaseException(string message)
        : base(message)
    {
    }

    /// <summary>With what is wrong, what to do, and the cause.</summary>
    public UnfitDatabaseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
