using System.Globalization;
using Google.Protobuf;
using MedAid.Contract.Settlement.V1;

namespace MedAid.LoadTests;

/// <summary>Dialysis visits of 20 items, made from the sample's visit.</summary>
internal sealed class Visits
{
    private const int ItemsWanted = 20;

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
        visit.VisitId = "V" + number.ToString(CultureInfo.InvariantCulture);
        return visit;
    }

    public SettleRequest Settle(string run, int patient, long number) => new()
    {
        RequestId = $"{run}-{number.ToString(CultureInfo.InvariantCulture)}",
        Visit = Of(patient, number),
    };
}
