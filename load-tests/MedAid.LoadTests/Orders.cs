using System.Globalization;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Settlement.V1;

namespace MedAid.LoadTests;

/// <summary>Draft orders of the crowd, 20 a call: drugs of the samples' lists, dialysis, and examinations. They follow from the number.</summary>
internal sealed class Orders
{
    private const string Hospital = "H14112300101";
    private const int OrdersOfCall = 20;
    private const int Examinations = 4;
    private const int Departments = 20;
    private const int FenPerYuan = 100;

    // Prime to every number of patients that is used, so that all of them come before one comes again.
    private const long Stride = 7_919;

    private readonly (string Code, decimal Price)[] drugs;
    private readonly string[] examinations;
    private readonly int patients;
    private long noOpinions;
    private long cards;

    public Orders(string samples, int patients)
    {
        this.patients = patients;
        drugs = [.. Rows(samples, "drugs.csv").Select(r => (r[0], decimal.TryParse(r[6], CultureInfo.InvariantCulture, out var yuan) ? yuan : 20m))];
        examinations = [.. Rows(samples, "paths.csv").Select(r => r[2])];
    }

    public long NoOpinions => Volatile.Read(ref noOpinions);

    public long Cards => Volatile.Read(ref cards);

    public void Forget() => (noOpinions, cards) = (0, 0);

    /// <summary>Checks orders of one patient after the other, from the patient at this place on.</summary>
    public Load.CallAsync Check(string run, int from) => async (clients, number, options) =>
    {
        var advice = await clients.Precheck.CheckOrdersAsync(Of(run, from + number), options);
        Interlocked.Add(ref noOpinions, advice.NoOpinion == NoOpinion.Unspecified ? 0 : 1);
        Interlocked.Add(ref cards, advice.Cards.Count);
    };

    /// <summary>Opens the visits whose orders <see cref="Check"/> asks for from the same place.</summary>
    public Load.CallAsync Open(int from) => async (clients, number, options) => await clients.Precheck.PrepareOrdersAsync(
        new PrepareOrdersRequest
        {
            HospitalCode = Hospital, IdNumber = PatientOf(from + number), ServiceDate = Today, DepartmentCode = DepartmentOf(from + number),
        },
        options);

    private static string Today => PrecheckHistory.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string DepartmentOf(long number) => $"D{number % Departments}";

    private string PatientOf(long number) => Crowd.IdNumber((int)(number * Stride % patients));

    private CheckOrdersRequest Of(string run, long number)
    {
        var request = new CheckOrdersRequest
        {
            DepartmentCode = DepartmentOf(number), DiagnosisCodes = { "N18.500", "I10.x00" }, Stable = number % 2 == 0,
            Visit = new Visit
            {
                HospitalCode = Hospital, VisitId = $"{run}-{number}", IdNumber = PatientOf(number), ServiceDate = Today, Care = Care.OutpatientChronic,
                Mode = Mode.Outpatient, DiseaseCode = "M07800",
            },
        };
        for (var i = 1; i <= OrdersOfCall; i++)
        {
            var (code, price) = i <= Examinations
                ? (examinations[(number + i) % examinations.Length], 15m)
                : drugs[((number * 3) + (i * 5)) % drugs.Length];
            var quantity = 1 + (i % 3);
            request.Visit.Items.Add(new Item
            {
                ItemNumber = i, Code = code, UnitPriceYuan = price.ToString(CultureInfo.InvariantCulture),
                Quantity = quantity.ToString(CultureInfo.InvariantCulture), AmountFen = (long)(price * quantity * FenPerYuan),
                DaysOfSupply = 28, DailyDoseMg = "5",
            });
        }

        return request;
    }

    private static IEnumerable<string[]> Rows(string samples, string file) =>
        File.ReadLines(Path.Combine(samples, "precheck", file)).Skip(1).Select(line => line.Split(','));
}
