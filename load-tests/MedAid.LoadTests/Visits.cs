using System.Globalization;
using Google.Protobuf;
using MedAid.Contract.Settlement.V1;

namespace MedAid.LoadTests;

/// <summary>Dialysis visits of 20 items, made from the sample's visit.</summary>
internal sealed class Visits
{
    private const int VisitIdMax = 30;

    private const int ItemsWanted = 20;

    // A patient comes on different days, one after the other: many visits on one day would each be compared with all the others.
    private const int VisitsOfDay = 500;
    private const int Days = 330;
    private static readonly DateOnly FirstDay = new(2026, 1, 1);

    private readonly Visit template;

    public Visits(string sampleFile)
    {
        var parser = new JsonParser(JsonParser.Settings.Default);
        template = parser.Parse<SettleRequest>(File.ReadAllText(sampleFile)).Visit;
        for (var next = 0; template.Items.Count < ItemsWanted; next++)
        {
            var item = template.Items[next].Clone();
            item.ItemNumber = template.Items.Count + 1;
            template.Items.Add(item);
        }
    }

    /// <summary>A visit of a patient; the number makes its id.</summary>
    public Visit Of(int patient, long number)
    {
        var visit = template.Clone();
        visit.IdNumber = Crowd.IdNumber(patient);
        visit.ServiceDate = FirstDay.AddDays((int)(number / VisitsOfDay % Days)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        visit.VisitId = "V" + number.ToString(CultureInfo.InvariantCulture);
        return visit;
    }

    /// <summary>A settlement of a visit of its own: another run on the same database settles other visits.</summary>
    public SettleRequest Settle(string run, int patient, long number)
    {
        var id = $"{run}-{number.ToString(CultureInfo.InvariantCulture)}";
        var request = new SettleRequest { RequestId = id, Visit = Of(patient, number) };
        request.Visit.VisitId = id.Length <= VisitIdMax ? id : id[^VisitIdMax..];
        return request;
    }
}
