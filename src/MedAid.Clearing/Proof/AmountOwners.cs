using MedAid.Core;

namespace MedAid.Clearing.Proof;

/// <summary>Whose an amount is: hospital, county, fund, and whether the hospital has advanced it.</summary>
internal readonly record struct AmountOwner(HospitalCode HospitalCode, CountyCode CountyCode, Fund Fund, bool Advanced);

/// <summary>Numbers the owners, so that millions of amounts can name theirs by a number.</summary>
internal sealed class AmountOwners
{
    private readonly Dictionary<AmountOwner, int> numbers = [];
    private readonly List<AmountOwner> owners = [];

    public AmountOwner this[int number] => owners[number];

    public int NumberOf(AmountOwner owner)
    {
        if (!numbers.TryGetValue(owner, out var number))
        {
            number = owners.Count;
            numbers.Add(owner, number);
            owners.Add(owner);
        }

        return number;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(owners.Count);
        foreach (var owner in owners)
        {
            writer.Write(owner.HospitalCode.Text);
            writer.Write(owner.CountyCode.Text);
            writer.Write(owner.Fund.Text);
            writer.Write(owner.Advanced);
        }
    }

    public void Load(BinaryReader reader)
    {
        (int Count, int At) left = (reader.ReadInt32(), 0);
        for (numbers.Clear(), owners.Clear(); left.At < left.Count; left.At++)
        {
            NumberOf(new AmountOwner(new HospitalCode(reader.ReadString()), new CountyCode(reader.ReadString()), new Fund(reader.ReadString()),
                reader.ReadBoolean()));
        }
    }
}
