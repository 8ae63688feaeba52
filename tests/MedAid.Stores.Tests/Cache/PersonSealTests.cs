using MedAid.Settlement.People;
using MedAid.Stores.Redis;

namespace MedAid.Stores.Tests.Cache;

public sealed class PersonSealTests
{
    private static readonly DateTimeOffset ReadAt = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly PersonSeal Seal = new(Roll.CacheKey, "medaid");

    [Fact]
    public void A_person_comes_out_as_it_went_in()
    {
        Roll.AssertSame(Roll.Person(1, version: 300), RoundTrip(Roll.Person(1, version: 300)));
        var bare = new Eligibility
        {
            PersonKey = new("P"), Version = 1, Scheme = "employee", County = new("320281"), BirthDate = DateOnly.MinValue,
        };
        Roll.AssertSame(bare, RoundTrip(bare));
        Assert.Null(RoundTrip(null));
    }

    [Fact]
    public void A_person_is_small()
    {
        var value = PersonSeal.Close(Seal.Of(Roll.Token(1)), new SharedPerson(Roll.Person(1), ReadAt, ReadAt).ToBytes());

        // Format byte 1, nonce 12, tag 16; two times of 6 bytes, key 26, scheme 9, county 7, days of 3 bytes, codes of 7.
        Assert.InRange(value.Length, 29 + 12 + 42, 160);
    }

    [Fact]
    public void A_value_with_any_byte_changed_does_not_open()
    {
        var slot = Seal.Of(Roll.Token(1));
        var value = PersonSeal.Close(slot, new SharedPerson(Roll.Person(1), ReadAt, ReadAt).ToBytes());
        for (var i = 0; i < value.Length; i++)
        {
            var changed = value.ToArray();
            changed[i] ^= 1;
            Assert.Null(PersonSeal.Open(slot, changed));
            Assert.Null(PersonSeal.Open(slot, value.AsSpan(0, i)));
        }

        Assert.NotNull(PersonSeal.Open(slot, value));
    }

    /// <summary>What an older version sealed knows no hospitals: it lies under another name, and does not open even if it were found.</summary>
    [Fact]
    public void A_value_of_the_older_format_is_not_misread()
    {
        var slot = Seal.Of(Roll.Token(1));
        Assert.Contains(":e2:", slot.Name, StringComparison.Ordinal);
        var value = PersonSeal.Close(slot, new SharedPerson(Roll.Person(1), ReadAt, ReadAt).ToBytes());
        Assert.Equal(2, value[0]);
        value[0] = 1;
        Assert.Null(PersonSeal.Open(slot, value));
    }

    [Fact]
    public void A_value_opens_only_at_its_own_place_and_under_its_own_key()
    {
        var value = PersonSeal.Close(Seal.Of(Roll.Token(1)), new SharedPerson(Roll.Person(1), ReadAt, ReadAt).ToBytes());
        Assert.Null(PersonSeal.Open(Seal.Of(Roll.Token(2)), value));
        Assert.Null(PersonSeal.Open(new PersonSeal(new byte[32], "medaid").Of(Roll.Token(1)), value));
        Assert.NotEqual(Seal.Of(Roll.Token(1)).Name, new PersonSeal(new byte[32], "medaid").Of(Roll.Token(1)).Name);
    }

    [Fact]
    public void Content_that_is_cut_short_or_too_long_is_not_a_person()
    {
        var content = new SharedPerson(Roll.Person(1), ReadAt, ReadAt).ToBytes();
        for (var i = 0; i < content.Length; i++)
        {
            Assert.Null(SharedPerson.FromBytes(content[..i]));
        }

        Assert.Null(SharedPerson.FromBytes([.. content, 0]));
    }

    private static Eligibility? RoundTrip(Eligibility? person)
    {
        var slot = Seal.Of(Roll.Token(1));
        var value = PersonSeal.Close(slot, new SharedPerson(person, ReadAt, ReadAt.AddMinutes(10)).ToBytes());
        var shared = SharedPerson.FromBytes(PersonSeal.Open(slot, value)!)!;
        Assert.Equal(ReadAt, shared.ReadAt);
        Assert.Equal(ReadAt.AddMinutes(10), shared.Until);
        return shared.Person;
    }
}
