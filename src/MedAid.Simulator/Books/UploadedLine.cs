namespace MedAid.Simulator.Books;

/// <summary>A line of 2204 with what the bureau makes of it.</summary>
internal sealed record UploadedLine
{
    /// <summary><c>feedetl_sn</c>.</summary>
    public required string Id { get; init; }

    /// <summary><c>chrg_bchno</c>.</summary>
    public required string Batch { get; init; }

    /// <summary><c>det_item_fee_sumamt</c>.</summary>
    public required long AmountFen { get; init; }

    /// <summary><c>fulamt_ownpay_amt</c>.</summary>
    public required long WhollyOwnFen { get; init; }

    /// <summary><c>overlmt_amt</c>.</summary>
    public required long OverLimitFen { get; init; }

    /// <summary><c>preselfpay_amt</c>.</summary>
    public required long FirstOwnFen { get; init; }
}
