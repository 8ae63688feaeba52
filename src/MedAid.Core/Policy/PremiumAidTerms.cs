namespace MedAid.Core.Policy;

/// <summary>What a pack says of aid with the premium (资助参保); what it leaves out, the law does not grant.</summary>
public sealed record PremiumAidTerms
{
    /// <summary>
    /// The province's part of the aid of 建档立卡, the rest is the county's; null where the law has no such aid (any more).
    /// </summary>
    public Rate? ProvinceShare { get; init; }

    /// <summary>From this age on 低收入 people are aided.</summary>
    public required int OldAge { get; init; }

    /// <summary>Below this age they are, too.</summary>
    public required int FullAge { get; init; }

    /// <summary>The fixed aid of 低保, in fen; null: in full.</summary>
    public long? SubsistenceAidFen { get; init; }

    /// <summary>The aid of the others, in fen.</summary>
    public long OthersAidFen { get; init; }

    /// <summary>Where it stands.</summary>
    public Citation Citation { get; init; } = Citation.None;
}
