using System.Globalization;
using MedAid.Bureau.Regions;
using MedAid.Settlement;
using MedAid.Simulator.Books;
using MedAid.Simulator.Persons;
using MedAid.Simulator.Split;

namespace MedAid.Simulator.Transactions;

/// <summary>What the bureau knows besides its books.</summary>
/// <param name="Region">Its region.</param>
/// <param name="Persons">Whom it insures.</param>
/// <param name="Figures">Figures of its own split.</param>
/// <param name="Catalogue">Its catalogue.</param>
/// <param name="Clock">Its clock.</param>
internal sealed record Office(Region Region, PersonBook Persons, Figures Figures, Catalogue Catalogue, SimulatorClock Clock)
{
    private const string Nowhere = "000000";

    /// <summary>Today.</summary>
    public DateOnly Today => ChinaTime.DayOf(Clock.Now);

    /// <summary>A new id of 30 digits.</summary>
    public string NewId(BookState state, string district) => string.Create(
        CultureInfo.InvariantCulture, $"{(district.Length == Nowhere.Length ? district : Nowhere)}{Clock.Now:yyyyMMdd}{++state.LastNumber:D16}");

    /// <summary>The person of a <c>psn_no</c>; refused where there is none.</summary>
    public Person PersonOf(string number) => Persons.OfNumber(number) ?? throw new BureauRefusalException("FSI-未查询到该人员编号（psn_no）的参保信息");
}
