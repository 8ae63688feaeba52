using MedAid.Core;

namespace MedAid.Settlement.Ports;

/// <summary>
/// What the ledger holds cannot be read: a damaged file, page or row. It is no outage: waiting does not help, a backup does; nothing was done.
/// </summary>
public sealed class LedgerDamagedException : Exception
{
    /// <summary>Without text, for serialisers.</summary>
    public LedgerDamagedException()
    {
    }

    /// <summary>With what is damaged and what to do.</summary>
    public LedgerDamagedException(string message)
        : base(message)
    {
    }

    /// <summary>With what is damaged, what to do, and the cause.</summary>
    public LedgerDamagedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The settlement that cannot be read; null if it is not known which, or more is damaged.</summary>
    public SettlementId? SettlementId { get; init; }
}
