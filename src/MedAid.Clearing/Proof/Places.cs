using MedAid.Core;

namespace MedAid.Clearing.Proof;

/// <summary>Whose an amount is, and which account it was opened in.</summary>
internal readonly record struct Place(HospitalCode HospitalCode, CountyCode CountyCode, Fund Fund, bool Advanced);

/// <summary>Numbers the places, so that millions of amounts can name theirs by a number.</summary>
internal sealed class Places
{
    private readonly Dictionary<Place, int> numbers = [];
    private readonly List<Place> places = [];

    public Place this[int number] => places[number];

    public int NumberOf(Place place)
    {
        if (!numbers.TryGetValue(place, out var number))
        {
            number = places.Count;
            numbers.Add(place, number);
            places.Add(place);
        }

        return number;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(places.Count);
        foreach (var place in places)
        {
            writer.Write(place.HospitalCode.Text);
            writer.Write(place.CountyCode.Text);
            writer.Write(place.Fund.Text);
            writer.Write(place.Advanced);
        }
    }

    public void Load(BinaryReader reader)
    {
        (int Count, int At) left = (reader.ReadInt32(), 0);
        for (numbers.Clear(), places.Clear(); left.At < left.Count; left.At++)
        {
            NumberOf(new Place(new HospitalCode(reader.ReadString()), new CountyCode(reader.ReadString()), new Fund(reader.ReadString()),
                reader.ReadBoolean()));
        }
    }
}
