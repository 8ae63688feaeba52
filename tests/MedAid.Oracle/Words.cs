namespace MedAid.Oracle;

/// <summary>The closed word lists of the contract.</summary>
internal static class Words
{
    public const string InScope = "in_scope";
    public const string FirstSelfPay = "first_self_pay";
    public const string OverCeiling = "over_ceiling";
    public const string OutOfScope = "out_of_scope";
    public const string Package = "package";
    public const string Capitated = "capitated";
    public const string OverCap = "over_cap";
    public const string Aside = "aside";

    /// <summary>What may stand in any object whose keys are fixed.</summary>
    public static readonly string[] Remarks = ["title", "note", "cite", "source", "confidence", "assumed"];

    public static readonly string[] Charges = [InScope, FirstSelfPay, OverCeiling, OutOfScope];
    public static readonly string[] Components = [.. Charges, Package, Capitated, OverCap, Aside];
    public static readonly string[] Periods = ["visit", "month", "quarter", "year"];
    public static readonly string[] Counts = ["before_deductible", "after_deductible"];
    public static readonly string[] OverCapWays = ["next_layer", "patient"];
    public static readonly string[] QuotaAtLimitWays = ["in_proportion", "whole"];
    public static readonly string[] RestWays = ["next_layer", "aside"];
    public static readonly string[] ProgrammeKinds = ["case_package", "capitation", "day_surgery"];
    public static readonly string[] Classes = ["A", "B", "C"];
    public static readonly string[] Cares =
        ["outpatient", "outpatient_chronic", "two_disease", "inpatient", "day_surgery"];
    public static readonly string[] Modes = ["outpatient", "inpatient_referenced"];
    public static readonly string[] Tiers = ["township", "county", "city", "province"];
    public static readonly string[] Places = ["home_county", "cross_county", "cross_city", "cross_province"];
    public static readonly string[] Employments = ["active", "retired"];
    public static readonly string[] Identities =
    [
        "extremely_poor", "subsistence_allowance", "marginal_low_income", "returned_to_poverty",
        "impoverished_by_illness", "low_income", "registered_poor", "poverty_monitored", "priority_veteran",
        "disabled_soldier", "severely_disabled", "orphan",
    ];
}
