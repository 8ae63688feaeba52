namespace MedAid.Precheck.Tests;

/// <summary>Codes of the sample catalogue.</summary>
internal static class Codes
{
    public const string Amlodipine = "XC08CAA001A001010100001";
    public const string AmlodipineHalf = "XC08CAA001A001020100001";
    public const string AmlodipineProcured = "XC08CAA001A001010199101";
    public const string AmlodipineImported = "XC08CAA001A001010199102";
    public const string NifedipineSustained = "XC08CAX132A001010120003";
    public const string NifedipineTablet = "XC08CAX132A001020100003";
    public const string Metformin = "XA10BAE048A001010100003";
    public const string Dapagliflozin = "XA10BKD001A001010100015";
    public const string IronSucrose = "XB03ACZ055B002010100003";
    public const string PhosphateBinderImported = "XV03AEX001A001010100011";
    public const string CalciumAcetate = "XV03AEC114A001010120001";
    public const string Dialyser = "C02070500300001000230000016";
    public const string Dialysis = "003110000060000";
    public const string Creatinine = "002503070020000";
    public const string ChestCt = "002209900020000";
    public const string Uraemia = "M07800";
    public const string Hypertension = "M03900";
}
