namespace MedAid.Core.Policy;

/// <summary>
/// A hospital's own decision to advance a layer that is not settled at the window (医院自行垫付), for some visits on some days, the last one
/// included.
/// </summary>
public sealed record HospitalAdvance(string Layer, Condition When, DateOnly From, DateOnly? Ends, Citation Citation)
{
    /// <summary>Whether it covers what a layer owes for a visit.</summary>
    public bool Covers(string layer, Facts facts) =>
        string.Equals(Layer, layer, StringComparison.Ordinal) && facts.ServiceDate >= From && !(facts.ServiceDate > Ends) && When.Holds(facts);
}

/// <summary>A designated hospital with its own waivers (费用减免).</summary>
public sealed record Hospital
{
    /// <summary>Code of the institution (NHSA <c>fixmedins_code</c>).</summary>
    public required HospitalCode Code { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>County in which it lies, six digits.</summary>
    public required CountyCode County { get; init; }

    /// <summary>Tier in the referral system.</summary>
    public required HospitalTier Tier { get; init; }

    /// <summary>Level (NHSA <c>hosp_lv</c>).</summary>
    public required string Level { get; init; }

    /// <summary>The level as papers say it, 1 to 3 (一级、二级、三级); null for an institution without one.</summary>
    public int? Grade => Level switch
    {
        "01" or "02" or "03" or "04" => 3,
        "05" or "06" or "07" => 2,
        "08" or "09" or "10" => 1,
        _ => null,
    };

    /// <summary>Codes of its doctors who may sign for a qualification; none where the file does not list them.</summary>
    public IReadOnlyList<string> Doctors { get; init; } = [];

    /// <summary>First day of its agreement with the bureau (定点协议); null: none is recorded and no day is checked.</summary>
    public DateOnly? AgreementFrom { get; init; }

    /// <summary>Last day of the agreement; null: it has not ended.</summary>
    public DateOnly? AgreementEnds { get; init; }

    /// <summary>What the hospital advances by its own decision though the law lets the patient pay and claim it.</summary>
    public IReadOnlyList<HospitalAdvance> Advances { get; init; } = [];

    /// <summary>Waivers, in order.</summary>
    public IReadOnlyList<WaiverRule> Waivers { get; init; } = [];

    /// <summary>Whether no agreement is recorded, or it holds on a day.</summary>
    public bool IsDesignatedOn(DateOnly day) => AgreementFrom is not { } from || (day >= from && !(day > AgreementEnds));

    /// <summary>Where the hospital lies, seen from a county of insurance: the first two digits are the province, four the city.</summary>
    public Place PlaceFor(CountyCode countyOfInsurance)
    {
        if (County == countyOfInsurance)
        {
            return Place.HomeCounty;
        }

        return County.Text.AsSpan(0, 4).SequenceEqual(countyOfInsurance.Text.AsSpan(0, 4)) ? Place.CrossCounty
            : County.Text.AsSpan(0, 2).SequenceEqual(countyOfInsurance.Text.AsSpan(0, 2)) ? Place.CrossCity
            : Place.CrossProvince;
    }
}
