using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Core.Policy;
using MedAid.Gateway.Calls;
using MedAid.Gateway.Services;
using MedAid.People.Qualifications;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Ledger;
using MedAid.Settlement.People;
using MedAid.Settlement.Ports;

namespace MedAid.Gateway.National;

/// <summary>2001, 5206 and 5301: what a person is entitled to, has had this year, and is filed for.</summary>
internal sealed class EntitlementTransactions(
    DoorPatients patients, ClaimOpener claims, ILedger ledger, DiseaseLists diseases, TimeProvider time) : INationalTransactions
{
    private const string CheckedItem = "1";
    private const string Relief = "610100";
    private const string Deductibles = "Q0000";
    private const string Pool = "0100";
    private const int CodeDigits = 6;
    private const int FundDigits = 4;

    /// <summary>Diseases are those of the items, so that there is one.</summary>
    private static readonly ClaimItem AnyItem = new(1, "", "", null, 0, 10_000, 0, 0);

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All => [new("2001", CheckAsync), new("5206", SumAsync), new("5301", FilingsAsync)];

    private async Task<DoorAnswer> CheckAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, SettleTables.Entitlement);
        var (person, hash) = await patients.InsuredAsync(row, timer.Token);
        var insurance = DoorCodes.InsuranceOf(person.Scheme);
        if (row["insutype"] != insurance)
        {
            throw new NationalRefusedException($"{row.Path}.insutype 与参保登记不符，该人员的险种是 {insurance}");
        }

        var day = DoorCodes.DayOf(row, "begntime");
        var care = VisitTransactions.CareOf(row);
        var (opened, refusal) = await claims.OpenAsync(ClaimOf(request, row, hash, day, care), timer.Token);
        var basic = new JsonObject
        {
            ["psn_no"] = person.PersonKey.Text, ["trt_chk_type"] = CheckedItem, ["fund_pay_type"] = $"{insurance}100",
            ["trt_enjymnt_flag"] = opened is null ? "0" : "1",
        };
        var qualification = person.Qualifications.FirstOrDefault(q => q.Disease == row["dise_codg"] && q.HoldsOn(day));
        basic["begndate"] = DoorCodes.Text(qualification?.Approved.AddDays(1));
        basic["enddate"] = DoorCodes.Text(qualification?.Until?.AddDays(-1));
        basic["trt_chk_rslt"] = refusal is null ? "可以享受" : SentenceOf(refusal);
        return new DoorAnswer(new JsonObject { ["trtinfo"] = new JsonArray(basic, ReliefRow(person, day)) });
    }

    /// <summary>Whether relief may be enjoyed: by the identities that hold on the day; one without an end holds.</summary>
    private static JsonObject ReliefRow(Eligibility person, DateOnly day)
    {
        IdentitySpan[] held = [.. person.Identities.Where(i => i.HoldsOn(day))];
        return new JsonObject
        {
            ["psn_no"] = person.PersonKey.Text, ["trt_chk_type"] = CheckedItem, ["fund_pay_type"] = Relief,
            ["trt_enjymnt_flag"] = held.Length == 0 ? "0" : "1",
            ["begndate"] = held.Length == 0 ? "" : DoorCodes.Text(held[0].From),
            ["enddate"] = held.Length == 0 ? "" : DoorCodes.Text(held[0].Until?.AddDays(-1)),
            ["trt_chk_rslt"] = held.Length == 0 ? "就诊当日没有救助身份" : string.Join('、', held.Select(i => Vocabulary.Identity.ChineseOf(i.Kind))),
        };
    }

    private static VisitClaim ClaimOf(NationalRequest request, NationalRow row, string hash, DateOnly day, Care care) => new()
    {
        HospitalCode = request.HospitalCode,
        VisitId = "",
        IdNumberHash = hash,
        ServiceDate = day,
        Care = care,
        Mode = Mode.Outpatient,
        DiseaseCode = care != Care.Outpatient && row["dise_codg"].Length > 0 ? row["dise_codg"] : null,
        Items = [AnyItem],
    };

    private static string SentenceOf(RefusalRecord refusal)
    {
        try
        {
            SettlementErrors.ValueOf(Answer<Settled>.Refused(refusal));
        }
        catch (Grpc.Core.RpcException exception)
        {
            return NationalSentence.Of(exception);
        }

        return "";
    }

    /// <summary>
    /// What was paid in a year, up to a month, by fund; advanced relief is relief. The kinds of sum are local (Hunan: D390101 pool, D390201
    /// catastrophic, D610101 relief, Q0000 deductible).
    /// </summary>
    private async Task<DoorAnswer> SumAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, SettleTables.Cumulative);
        var (person, _) = await patients.InsuredAsync(row, timer.Token);
        var month = MonthOf(row);
        var filter = new SettlementFilter
        {
            Limit = Settlement.Limits.PageMax, PersonKey = person.PersonKey, From = new DateOnly(month.Year, 1, 1),
            To = month.AddMonths(1).AddDays(-1),
        };
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        await foreach (var stored in LedgerPages.ReadAsync(ledger, filter, timer.Token))
        {
            if (stored is { Document: { Kind: SettlementKind.Settlement } document, ReversedBySettlementId: null })
            {
                Add(sums, document.Breakdown);
            }
        }

        var insurance = DoorCodes.InsuranceOf(person.Scheme);
        return new DoorAnswer(new JsonObject
        {
            ["cuminfo"] = new JsonArray(
            [
                .. sums.Select(s => new JsonObject
                {
                    ["insutype"] = insurance, ["year"] = $"{month.Year}", ["cum_ym"] = month.ToString("yyyyMM", CultureInfo.InvariantCulture),
                    ["cum_type_code"] = s.Key, ["cum"] = DoorCodes.Yuan(s.Value),
                }),
            ]),
        });
    }

    private static void Add(SortedDictionary<string, long> sums, BreakdownDocument breakdown)
    {
        foreach (var line in breakdown.Lines.Where(l => l.Fund.Text.Length == CodeDigits))
        {
            var kind = $"D{line.Fund.Text[..FundDigits]}01";
            sums[kind] = sums.GetValueOrDefault(kind) + line.PaidFen;
            var deductible = line.Fund.Text.EndsWith(Pool, StringComparison.Ordinal) ? line.DeductibleFen : 0;
            sums[Deductibles] = sums.GetValueOrDefault(Deductibles) + deductible;
        }
    }

    private DateOnly MonthOf(NationalRow row)
    {
        var today = ChinaTime.Today(time);
        return row["cum_ym"].Length == 0 ? new DateOnly(today.Year, today.Month, 1)
            : DateOnly.TryParseExact($"{row["cum_ym"]}01", "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)
                && month >= Settlement.Limits.ServiceDateMin && month <= today ? month
            : throw new NationalRefusedException($"{row.Path}.cum_ym 应是年月，例如 202603，不能晚于本月");
    }

    private async Task<DoorAnswer> FilingsAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var row = DoorWrites.NodeOf(request, SettleTables.Filings);
        var (person, _) = await patients.InsuredAsync(row, timer.Token);
        var list = diseases.For(person.County);
        return new DoorAnswer(new JsonObject
        {
            ["feedetail"] = new JsonArray(
            [
                .. person.Qualifications.Select(q => new JsonObject
                {
                    ["opsp_dise_code"] = q.Disease,
                    ["opsp_dise_name"] = list.Find(q.Disease)?.Name ?? "",
                    ["begndate"] = DoorCodes.Text(q.Approved.AddDays(1)),
                    ["enddate"] = DoorCodes.Text(q.Until?.AddDays(-1)),
                }),
            ]),
        });
    }
}
