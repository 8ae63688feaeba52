using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Core.Calculation;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;

namespace MedAid.Gateway.National;

/// <summary>
/// How the lines of a bill split into the four parts (the answer to 2204): by a quote of these lines, so as a settlement would split them. What the
/// hospital waives is still in the bill that it uploaded: it stays in the part that it was taken from.
/// </summary>
internal sealed class LineSplits(QuoteVisit quotes, ClaimOpener claims)
{
    private const int PerMillionToFour = 100;
    private const long Million = 1_000_000;
    private const string NoCeiling = "99999999.000000";
    private const string ClassC = "C";

    private static readonly Dictionary<string, string> Levels = new() { ["A"] = "01", ["B"] = "02", [ClassC] = "03" };

    private static readonly Dictionary<string, string> Categories = new()
    {
        ["bed"] = "01", ["consultation"] = "02", ["examination"] = "03", ["laboratory"] = "04", ["treatment"] = "05", ["operation"] = "06",
        ["nursing"] = "07", ["materials"] = "08", ["western_medicine"] = "09", ["herbal"] = "10", ["patent_medicine"] = "11",
        ["general_treatment"] = "12", ["registration"] = "13",
    };

    /// <summary>The four parts of an item of the bill as it was uploaded.</summary>
    public static ChargeSplit UploadedParts(ItemDocument item)
    {
        var after = item.Charges;
        return item.Class == ClassC || after.OutOfScopeFen != 0
            ? after with { OutOfScopeFen = after.OutOfScopeFen + item.WaivedFen }
            : after with { InScopeFen = after.InScopeFen + item.WaivedFen };
    }

    /// <summary>The lines with their parts, and the rows that answer them.</summary>
    public async Task<(FeeLine[] Lines, JsonObject Output)> OfAsync(
        RegisteredVisit visit, FeeLine[] lines, IReadOnlyList<NationalRow> rows, CancellationToken cancellationToken)
    {
        var split = new FeeLine[lines.Length];
        var results = new JsonNode?[lines.Length];
        foreach (var batch in Enumerable.Range(0, lines.Length).GroupBy(i => lines[i].Batch, StringComparer.Ordinal))
        {
            int[] places = [.. batch];
            FeeLine[] ofBatch = [.. places.Select(i => lines[i])];
            var quoted = DoorClaims.ValueOf(
                await quotes.QuoteAsync(DoorClaims.Draft(visit, ofBatch), compare: false, 0, cancellationToken), ofBatch);
            foreach (var (place, item) in places.Zip(quoted.Breakdown.Items))
            {
                split[place] = lines[place] with { Split = UploadedParts(item) };
                results[place] = Row(visit, split[place], item);
            }
        }

        return (split, new JsonObject { ["result"] = new JsonArray(results) });
    }

    private JsonObject Row(RegisteredVisit visit, FeeLine line, ItemDocument item)
    {
        var hospital = claims.Reference.Hospital(visit.HospitalCode);
        var entry = hospital is null ? null : claims.Reference.Catalogue.Find(line.Code, line.Day, hospital.Level, hospital.County);
        var parts = line.Split;
        return new JsonObject
        {
            ["feedetl_sn"] = line.LineId,
            ["det_item_fee_sumamt"] = DoorCodes.Yuan(line.AmountFen),
            ["cnt"] = DoorCodes.Scaled(line.QuantityTenThousandths, VisitTables.QuantityDecimals),
            ["pric"] = DoorCodes.Scaled(line.PriceMillionths, VisitTables.PriceDecimals),
            ["pric_uplmt_amt"] = entry?.CeilingMillionths is { } ceiling
                ? DoorCodes.Scaled(ceiling, VisitTables.PriceDecimals)
                : JsonNode.Parse(NoCeiling),
            ["selfpay_prop"] = DoorCodes.Scaled(RatioOf(item), VisitTables.QuantityDecimals),
            ["fulamt_ownpay_amt"] = DoorCodes.Yuan(parts.OutOfScopeFen),
            ["overlmt_amt"] = DoorCodes.Yuan(parts.OverCeilingFen),
            ["preselfpay_amt"] = DoorCodes.Yuan(parts.FirstSelfPayFen),
            ["inscp_scp_amt"] = DoorCodes.Yuan(parts.InScopeFen),
            ["chrgitm_lv"] = Levels.GetValueOrDefault(item.Class, Levels[ClassC]),
            ["med_chrgitm_type"] = Categories.GetValueOrDefault(entry?.Category ?? "", "14"),
            ["bas_medn_flag"] = "",
            ["hi_nego_drug_flag"] = "",
            ["chld_medc_flag"] = "",
            ["list_sp_item_flag"] = "",
            ["lmt_used_flag"] = entry?.Restricted == true ? "1" : "0",
            ["drt_reim_flag"] = "",
            ["memo"] = entry is null ? "不在医保目录内，按全自费计" : "",
        };
    }

    /// <summary>The ratio of the first self-pay in ten-thousandths, as the amounts have it; 1 of what is outside.</summary>
    private static long RatioOf(ItemDocument item)
    {
        var below = item.Charges.FirstSelfPayFen + item.Charges.InScopeFen;
        return item.Charges.OutOfScopeFen != 0 || (item.Class == ClassC && below == 0) ? Million / PerMillionToFour
            : below == 0 ? 0
            : Core.Rounding.HalfUp((Int128)item.Charges.FirstSelfPayFen * (Million / PerMillionToFour), below);
    }
}
