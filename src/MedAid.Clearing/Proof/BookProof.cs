using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Proof;

/// <summary>
/// What a proof of the books found: the ledger agrees with itself, the chain of the clearing book is whole, its records follow from what they
/// say, every settlement that it took over is still the one of then, and what is owed ties with the accounts. The head is what one prints
/// and keeps outside.
/// </summary>
public sealed record BookProof(LedgerProof Ledger, long Records, string Head, IReadOnlyList<string> Differences)
{
    /// <summary>What is to be said where no head of earlier was given.</summary>
    public const string WithoutHead =
        "没有对照留存的末端哈希：往来账若被整段重写，或连同登记的末端一起截短，只有在馆外留存的哈希才能看出来（--head）";

    /// <summary>The last message of the ledger's outbox that the book vouches for.</summary>
    public long OutboxNumber { get; init; }

    /// <summary>The record that has the hash that was asked for; null if none has.</summary>
    public long? FoundNumber { get; init; }
}

/// <summary>How far a proof is: settlements and records read, of so many.</summary>
public readonly record struct ProofProgress(long Done, long Total)
{
    /// <summary>The same in percent; 100 only at the end.</summary>
    public int Percent => Total == 0 ? 0 : (int)Math.Min(99, Done * 100 / Total);
}
