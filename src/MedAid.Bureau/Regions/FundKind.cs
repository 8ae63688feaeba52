namespace MedAid.Bureau.Regions;

/// <summary>What a fund is for.</summary>
public enum FundKind
{
    /// <summary>Basic insurance pool.</summary>
    Basic,

    /// <summary>Residents' catastrophic insurance.</summary>
    Catastrophic,

    /// <summary>Employees' large-amount fund.</summary>
    LargeAmount,

    /// <summary>Civil servants' supplement.</summary>
    CivilServants,

    /// <summary>Enterprise supplement.</summary>
    Enterprise,

    /// <summary>Disabled servicemen.</summary>
    Disabled,

    /// <summary>Retired cadres.</summary>
    RetiredCadres,

    /// <summary>Maternity insurance.</summary>
    Maternity,

    /// <summary>Medical relief.</summary>
    Relief,

    /// <summary>Second medical relief.</summary>
    SecondRelief,

    /// <summary>Schemes against poverty.</summary>
    Poverty,

    /// <summary>Local supplements.</summary>
    Supplement,

    /// <summary>Waived by the hospital.</summary>
    Waiver,

    /// <summary>Government's top-up.</summary>
    Government,

    /// <summary>Advanced by the hospital.</summary>
    Advance,

    /// <summary>Personal account.</summary>
    Account,
}
