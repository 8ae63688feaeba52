using System.Text.Json;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Core;
using MedAid.Gateway.Services;
using MedAid.Precheck.Data;

namespace MedAid.Gateway.CdsHooks;

/// <summary>A MedicationRequest or ServiceRequest: which item it orders, at which price, how much, and for how long.</summary>
internal sealed class FhirOrder(FhirResource resource, AdviceData books)
{
    /// <summary>The system of national item codes.</summary>
    public const string ItemSystem = "https://code.nhsa.gov.cn";

    /// <summary>Extension: yuan for one of what the quantity counts.</summary>
    public const string PriceUrl = "urn:medaid:unit-price-yuan";

    /// <summary>Extension: the hospital's decision on a restricted item, 0, 1 or 2.</summary>
    public const string ApprovalUrl = "urn:medaid:approval";

    private const string DiseaseUrl = "urn:medaid:disease-code";
    private const string CategoryUrl = "urn:medaid:category";
    private const Approval NoApproval = (Approval)(-1);
    private const string Day = "d";
    private const int PriceDecimals = 6;
    private const int QuantityDecimals = 4;
    private const int DoseDecimals = 6;
    private const int MilligramsOfGram = 1_000;
    private const int DayLength = 10;
    private const long DoseMax = 1_000_000_000_000;
    private const long ProductPerFen = 100_000_000;

    /// <summary>Kinds of resources that are orders of items.</summary>
    public static bool IsOne(string? resourceType) => resourceType is "MedicationRequest" or "ServiceRequest";

    /// <summary>The national code; null if it has none.</summary>
    public string? Code => Coding?.Code;

    private FhirConcept? Concept => resource.MedicationCodeableConcept ?? resource.Code ?? ContainedMedication?.Code;

    private FhirResource? ContainedMedication =>
        resource.Contained.Present().FirstOrDefault(c =>
            c is { ResourceType: "Medication", Id: { } id } && $"#{id}" == resource.MedicationReference?.Reference);

    private FhirCoding? Coding => Concept?.Coding.Present().FirstOrDefault(c =>
        c is { Code.Length: > 0 } && (string.IsNullOrEmpty(c.System) || c.System.TrimEnd('/') == ItemSystem));

    private string Name
    {
        get
        {
            var name = Coding?.Display ?? Concept?.Text ?? Code ?? "";
            return name.Length > Settlement.Limits.NameMax ? name[..Settlement.Limits.NameMax] : name;
        }
    }

    /// <summary>The line of the bill; null if code, price or quantity is not known.</summary>
    public Item? Item(int itemNumber)
    {
        var price = Has(PriceUrl) ? ExtensionOf(PriceUrl) : ListPrice();
        var quantity = resource.ResourceType == "ServiceRequest" ? resource.QuantityQuantity?.Text ?? "1" : resource.DispenseRequest?.Quantity?.Text;
        return Code is null || price is null || quantity is null ? null : new Item
        {
            ItemNumber = itemNumber, Code = Code, Name = Name, UnitPriceYuan = price, Quantity = quantity, AmountFen = AmountFen(price, quantity),
            Category = ExtensionOf(CategoryUrl) ?? "", DiseaseCode = ExtensionOf(DiseaseUrl) ?? "",
            Approval = !Has(ApprovalUrl) ? Approval.Unspecified
                : int.TryParse(ExtensionOf(ApprovalUrl), out var approval) ? (Approval)approval : NoApproval,
            DailyDoseMg = DailyDose(), DaysOfSupply = Days(),
        };
    }

    /// <summary>The order as one that runs beside the draft; null if its code is not known.</summary>
    public RunningOrder? Running() => Code is not { } code ? null : new RunningOrder
    {
        Code = code, Name = Name, StopDate = DayIn(resource.DispenseRequest?.ValidityPeriod?.End) ?? DayIn(Repeat?.BoundsPeriod?.End) ?? "",
    };

    private FhirRepeat? Repeat => resource.DosageInstruction.Present().FirstOrDefault()?.Timing?.Repeat;

    private static string? DayIn(string? text) => text?.Length >= DayLength ? text[..DayLength] : null;

    /// <summary>Whether the order says it, readable or not: what is said and cannot be read is not replaced by something else.</summary>
    private bool Has(string url) => resource.Extension.Present().Any(e => e.Url == url);

    private string? ExtensionOf(string url) => resource.Extension.Present().FirstOrDefault(e => e.Url == url)?.Text;

    /// <summary>The hospital's price of a drug, where the order has none.</summary>
    private string? ListPrice() =>
        Code is { } code && books.Drug(code)?.PriceMillionths is { } price ? PrecheckOut.Scaled(price, PriceDecimals) : null;

    /// <summary>Price × quantity; 0 where one is no number or the product too large, which is then said of them.</summary>
    private static long AmountFen(string price, string quantity) =>
        ExactNumber.Read(price, PriceDecimals, out var p) == NumberProblem.None
            && ExactNumber.Read(quantity, QuantityDecimals, out var q) == NumberProblem.None
            && p >= 0 && q > 0 && (Int128)p * q <= (Int128)Settlement.Limits.ItemAmountMaxFen * ProductPerFen
            ? Core.Calculation.Charges.AmountFen(p, q)
            : 0;

    private int Days()
    {
        var duration = resource.DispenseRequest?.ExpectedSupplyDuration ?? Repeat?.BoundsDuration;
        return (duration?.Code ?? duration?.Unit) is Day or "day" or "days" or "天" && int.TryParse(duration?.Text, out var days)
            && days is >= 1 and <= Settlement.Limits.DaysOfSupplyMax ? days : 0;
    }

    /// <summary>Milligrams a day, where dose and times are given exactly; else empty.</summary>
    private string DailyDose()
    {
        var dose = resource.DosageInstruction is [{ DoseAndRate: [{ DoseQuantity: { } quantity }, ..] }] ? quantity : null;
        var ofUnit = (dose?.Code ?? dose?.Unit) switch { "mg" => 1, "g" => MilligramsOfGram, _ => 0 };
        if (ofUnit == 0 || Repeat is not { PeriodUnit: Day } repeat
            || Whole(repeat.Frequency) is not { } times || Whole(repeat.Period) is not { } period
            || ExactNumber.Read(dose!.Text ?? "", DoseDecimals, out var one) != NumberProblem.None || one is <= 0 or > DoseMax)
        {
            return "";
        }

        var sum = (Int128)one * ofUnit * times;
        return sum % period == 0 && sum / period <= long.MaxValue ? PrecheckOut.Scaled((long)(sum / period), DoseDecimals) : "";
    }

    private static int? Whole(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var whole) && whole > 0 ? whole : null;
}
