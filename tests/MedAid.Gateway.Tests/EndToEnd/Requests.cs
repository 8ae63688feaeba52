using System.Globalization;
using Google.Protobuf;
using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>Requests of the invented people of samples/people.json at the invented hospitals.</summary>
internal static class Requests
{
    public const string CountyHospital = "H14112300101";
    public const string CityHospital = "H14110200102";

    /// <summary>Uraemia; dialysis is its treatment.</summary>
    public const string Uraemia = "M07800";

    /// <summary>兴县, 低保, chronic qualification.</summary>
    public const string Jia = "141123196805129020";

    /// <summary>兴县, no identity, chronic qualification.</summary>
    public const string Yi = "141123195903039032";

    /// <summary>兴县, 低保 since 2026, chronic qualification approved on 2026-03-01.</summary>
    public const string Wu = "141123198807179186";

    /// <summary>兴县, no identity, chronic qualification approved on 2026-03-02.</summary>
    public const string Wei = "141123197912019198";

    /// <summary>兴县, neither identity nor qualification.</summary>
    public const string You = "14112319950606921X";

    /// <summary>辰, 141130, no identity, two-disease qualification.</summary>
    public const string Chen = "141130196503229169";

    /// <summary>Class A, without a ceiling: all of it is in scope.</summary>
    public const string Monitoring = "003110000120000";

    /// <summary>Class A, ceiling 400 yuan a unit.</summary>
    public const string Dialysis = "003110000060000";

    /// <summary>samples/dialysis-visit.json under another request id, as a visit of its own.</summary>
    public static SettleRequest Sample(string requestId)
    {
        var request = JsonParser.Default.Parse<SettleRequest>(File.ReadAllText(Clone.Sample("dialysis-visit.json")));
        request.RequestId = requestId;
        request.Visit.VisitId = VisitOf(requestId);
        return request;
    }

    /// <summary>A visit id of its own for each request id: its last 28 characters.</summary>
    public static string VisitOf(string requestId) => $"V-{requestId[^Math.Min(28, requestId.Length)..]}";

    /// <summary>Ordinary out-patient care at the county hospital: one item, all in scope.</summary>
    public static SettleRequest Outpatient(string requestId, string idNumber, string date, long fen) => new()
    {
        RequestId = requestId,
        Visit = new()
        {
            HospitalCode = CountyHospital,
            VisitId = VisitOf(requestId),
            IdNumber = idNumber,
            ServiceDate = date,
            Care = Care.Outpatient,
            Items = { Item(1, Monitoring, fen, 1) },
        },
    };

    public static Item Item(int number, string code, long priceFen, long quantity) => new()
    {
        ItemNumber = number,
        Code = code,
        Name = "样例项目",
        Category = "treatment",
        UnitPriceYuan = string.Create(CultureInfo.InvariantCulture, $"{priceFen / 100}.{priceFen % 100:00}"),
        Quantity = quantity.ToString(CultureInfo.InvariantCulture),
        AmountFen = priceFen * quantity,
    };

    /// <summary>The same request with something changed.</summary>
    public static SettleRequest With(this SettleRequest request, Action<Visit> change)
    {
        var changed = request.Clone();
        change(changed.Visit);
        return changed;
    }

    /// <summary>The same visit under another request id.</summary>
    public static SettleRequest Under(this SettleRequest request, string requestId) => new(request) { RequestId = requestId };

    public static string Json(IMessage message) => JsonFormatter.Default.Format(message);
}
