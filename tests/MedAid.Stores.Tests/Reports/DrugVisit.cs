using System.Globalization;
using MedAid.Core.Calculation;
using MedAid.Core.Policy;
using MedAid.Settlement.Ledger;
using MedAid.Stores.Tests.Books;

namespace MedAid.Stores.Tests.Reports;

/// <summary>
/// A visit with drugs under the law of <see cref="Visit"/>: relief pays half of the bill. Drugs in scope, drugs that are first paid by oneself, and a
/// consultation in scope; the moment is by the clocks of China.
/// </summary>
internal sealed record DrugVisit(
    string RequestId, string Person, string Time, Care Care, string Disease, long DrugFen, long SelfPayFen = 0, long OtherFen = 0,
    string County = "141123")
{
    public const string Drug = "XY001";
    public const string Consultation = "ZC001";

    public static Catalogue Catalogue { get; } = new([Item(Drug, "western_medicine"), Item(Consultation, "consultation")]);

    public string DrugCode { get; init; } = Drug;

    /// <summary>The stay of which it is a bill; null: it is a visit of its own.</summary>
    public string? Stay { get; init; }

    public int? Bill { get; init; }

    public SettlementPosting Posting()
    {
        var visit = new Visit(RequestId, DrugFen + SelfPayFen + OtherFen)
        {
            Person = Person, County = County, Care = Care, VisitId = Stay ?? $"V-{RequestId}", Bill = Bill, SettledTime = Moment(Time),
            ServiceDate = DateOnly.FromDateTime(Moment(Time).AddHours(8).DateTime),
        };
        return new SettlementPosting
        {
            RequestId = RequestId, ContentHash = visit.ContentHash, Visit = visit.Key, PersonKey = new(Person), Scheme = Visit.Scheme,
            CounterKeys = [Visit.Counter], Prepare = (used, _) => PostingDecision.Of(Changed(visit.Prepare(used).Under(visit.ContentHash).Record!)),
        };
    }

    public static DateTimeOffset Moment(string time) =>
        new DateTimeOffset(DateTime.Parse(time, CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUniversalTime();

    private SettlementRecord Changed(SettlementRecord record) => record with
    {
        Document = record.Document with
        {
            DiseaseCode = Disease,
            Breakdown = record.Document.Breakdown with
            {
                Charges = new ChargeSplit(DrugFen + OtherFen, SelfPayFen, 0, 0),
                Items =
                [
                    new ItemDocument(1, DrugCode, "A", 0, new ChargeSplit(DrugFen, SelfPayFen, 0, 0)),
                    new ItemDocument(2, Consultation, "A", 0, new ChargeSplit(OtherFen, 0, 0, 0)),
                ],
            },
        },
    };

    private static CatalogueItem Item(string code, string category) => new()
    {
        Code = code, Name = code, Category = category, Class = ItemClass.A, FirstSelfPay = Core.Rate.Zero, Effective = new DateOnly(2019, 1, 1),
    };
}
