using System.Globalization;
using System.Text.Json.Nodes;
using MedAid.Core.Policy;
using MedAid.Settlement.Claims;

namespace MedAid.Stores.Tests.Histories;

/// <summary>One line of a random bill; price and quantity as the hospital writes them.</summary>
internal sealed record BillItem(string Code, string Category, decimal Price, decimal Quantity, int Approval, string Disease = "")
{
    /// <summary>Price times quantity, half up to the fen.</summary>
    public long AmountFen => (long)decimal.Round(Price * Quantity * 100, MidpointRounding.AwayFromZero);
}

/// <summary>A payment that a random bill brings.</summary>
internal sealed record BillPayment(string Layer, long AmountFen, string[] For, string Disease = "");

/// <summary>What a random bill wants of the personal account; no amount means all.</summary>
internal sealed record BillAccount(long? UseFen, long BalanceFen, long HelperFen);

/// <summary>A bill that a hospital sends: as the gateway takes it, and as the oracle does.</summary>
internal sealed record Bill
{
    public required int Person { get; init; }

    public required Hospital Hospital { get; init; }

    public required string VisitId { get; init; }

    public string Stay { get; init; } = "";

    public string Batch { get; init; } = "";

    public required DateOnly Date { get; init; }

    public required Care Care { get; init; }

    public Mode Mode { get; init; } = Mode.Outpatient;

    public string Disease { get; init; } = "";

    public int? Admission { get; init; }

    public DateOnly? AdmittedOn { get; init; }

    public bool Accident { get; init; }

    public required IReadOnlyList<BillItem> Items { get; init; }

    public IReadOnlyList<BillPayment> External { get; init; } = [];

    public IReadOnlyList<BillPayment> Upstream { get; init; } = [];

    public BillAccount? Account { get; init; }

    /// <summary>The diseases that it is for, an item's own before that of the visit.</summary>
    public IEnumerable<string> Diseases => Items.Select(i => i.Disease.Length > 0 ? i.Disease : Disease).Distinct();

    public ClaimDraft ToDraft() => new()
    {
        HospitalCode = Hospital.Code,
        VisitId = VisitId,
        IdNumber = Patients.IdNumbers[Person],
        ServiceDate = $"{Date:yyyy-MM-dd}",
        Care = (int)Care,
        Mode = (int)Mode,
        DiseaseCode = Disease,
        Admission = Admission,
        AdmissionDate = AdmittedOn is { } day ? $"{day:yyyy-MM-dd}" : "",
        Accident = Accident,
        Stay = Stay,
        Batch = Batch,
        Items =
        [
            .. Items.Select((item, i) => new ItemDraft(
                i + 1, item.Code, item.Code, item.Category, Text(item.Price), Text(item.Quantity), item.AmountFen, item.Approval, item.Disease)),
        ],
        ExternalPayments = [.. External.Select(p => new PaymentDraft(p.Layer, p.AmountFen) { For = p.For, Disease = p.Disease })],
        UpstreamPayments = [.. Upstream.Select(p => new PaymentDraft(p.Layer, p.AmountFen))],
        Account = Account is { } account ? new AccountDraft(account.UseFen, account.UseFen is null, account.BalanceFen, account.HelperFen) : null,
    };

    /// <summary>The visit in a line for the oracle; <paramref name="admission"/> is the how-manieth of the year it is, if that is known.</summary>
    public JsonObject ToVisit(int? admission)
    {
        var visit = new JsonObject
        {
            ["date"] = $"{Date:yyyy-MM-dd}",
            ["care"] = Vocabulary.Care.WordOf(Care),
            ["mode"] = Vocabulary.Mode.WordOf(Mode),
            ["hospital"] = Hospital.Code.Text,
            ["hospital_level"] = Hospital.Level,
            ["hospital_tier"] = Vocabulary.HospitalTier.WordOf(Hospital.Tier),
            ["place"] = Hospital.County.Text switch
            {
                YearLaw.Home => "home_county",
                ['9', '9', '0', '1', ..] => "cross_county",
                ['9', '9', ..] => "cross_city",
                _ => "cross_province",
            },
            ["accident"] = Accident,
            ["items"] = new JsonArray([.. Items.Select(ItemOf)]),
            ["external"] = new JsonArray([.. External.Select(PaymentOf)]),
            ["upstream"] = new JsonObject(Upstream.Select(p => KeyValuePair.Create(p.Layer, (JsonNode?)Replay.Yuan(p.AmountFen)))),
        };
        Put(visit, "disease", Disease);
        Put(visit, "stay", Stay);
        if (Account is { } account)
        {
            visit["account"] = new JsonObject
            {
                ["use"] = account.UseFen is { } use ? Replay.Yuan(use) : "all",
                ["balance"] = Replay.Yuan(account.BalanceFen), ["helper"] = Replay.Yuan(account.HelperFen),
            };
        }

        if (admission is { } number)
        {
            visit["admission"] = number;
        }

        return visit;
    }

    private JsonObject ItemOf(BillItem item)
    {
        var listed = YearLaw.Items.FirstOrDefault(i => i.Code == item.Code && i.Effective <= Date);
        var line = new JsonObject
        {
            ["code"] = item.Code,
            ["category"] = listed?.Category ?? item.Category,
            ["price"] = Text(item.Price),
            ["quantity"] = Text(item.Quantity),
            ["class"] = Vocabulary.ItemClass.WordOf(listed?.Class ?? ItemClass.C),
            ["first_self_pay"] = Text((listed?.FirstSelfPay.PerMillion ?? 0) / 1_000_000m),
            ["restricted"] = listed?.Restricted ?? false,
            ["approval"] = item.Approval,
        };
        Put(line, "disease", item.Disease);
        if (listed?.CeilingMillionths is { } ceiling)
        {
            line["ceiling"] = Text(ceiling / 1_000_000m);
        }

        return line;
    }

    private static JsonObject PaymentOf(BillPayment payment)
    {
        var entry = new JsonObject { ["layer"] = payment.Layer, ["amount"] = Replay.Yuan(payment.AmountFen) };
        Put(entry, "disease", payment.Disease);
        if (payment.For.Length > 0)
        {
            entry["for"] = new JsonArray([.. payment.For.Select(word => JsonValue.Create(word))]);
        }

        return entry;
    }

    private static void Put(JsonObject to, string key, string word)
    {
        if (word.Length > 0)
        {
            to[key] = word;
        }
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
