namespace MedAid.Core.Policy;

/// <summary>A designated hospital with its own waivers (费用减免).</summary>
public sealed record Hospital
{
    /// <summary>Code of the institution (NHSA <c>fixmedins_code</c>).</summary>
    public required string Code { get; init; }

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary>County in which it lies, six digits.</summary>
    public required string County { get; init; }

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

    /// <summary>Waivers, in order.</summary>
    public IReadOnlyList<WaiverRule> Waivers { get; init; } = [];

    /// <summary>Whether no agreement is recorded, or it holds on a day.</summary>
    public bool IsDesignatedOn(DateOnly day) => AgreementFrom is not { } from || (day >= from && !(day > AgreementEnds));

    /// <summary>Where the hospital lies, seen from a county of insurance: the first two digits are the province, four the city.</summary>
    public Place PlaceFor(string countyOfInsurance)
    {
        if (string.Equals(County, countyOfInsurance, StringComparison.Ordinal))
        {
            return Place.HomeCounty;
        }

        return County.AsSpan(0, 4).SequenceEqual(countyOfInsurance.AsSpan(0, 4)) ? Place.CrossCounty
            : County.AsSpan(0, 2).SequenceEqual(countyOfInsurance.AsSpan(0, 2)) ? Place.CrossCity
            : Place.CrossProvince;
    }
}
