using System.Text;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Settlement.People;

namespace MedAid.Stores.Redis;

/// <summary>
/// What is shared about a token: the person, or that there is none; when the register was read, and until when it may be believed.
/// </summary>
internal sealed record SharedPerson(Eligibility? Person, DateTimeOffset ReadAt, DateTimeOffset Until)
{
    /// <summary>The compact form: numbers of variable length, days as counts, no field names.</summary>
    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream(256);
        using var writer = new BinaryWriter(bytes, Encoding.UTF8);
        writer.Write7BitEncodedInt64(ReadAt.ToUnixTimeMilliseconds());
        writer.Write7BitEncodedInt64(Until.ToUnixTimeMilliseconds());
        writer.Write(Person is not null);
        if (Person is not null)
        {
            Write(writer, Person);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>Reads the compact form; null if it is not one.</summary>
    public static SharedPerson? FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        try
        {
            var readAt = DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64());
            var until = DateTimeOffset.FromUnixTimeMilliseconds(reader.Read7BitEncodedInt64());
            var shared = new SharedPerson(reader.ReadBoolean() ? ReadPerson(reader) : null, readAt, until);
            return reader.BaseStream.Position == bytes.Length ? shared : null;
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or OverflowException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, Eligibility person)
    {
        writer.Write(person.PersonKey.Text);
        writer.Write7BitEncodedInt64(person.Version);
        writer.Write(person.Scheme);
        writer.Write(person.County.Text);
        Write(writer, person.BirthDate);
        writer.Write7BitEncodedInt((int)(person.Employment ?? 0));
        writer.Write7BitEncodedInt(person.Identities.Count);
        foreach (var identity in person.Identities)
        {
            writer.Write7BitEncodedInt((int)identity.Kind);
            Write(writer, identity.From);
            Write(writer, identity.Until);
        }

        writer.Write7BitEncodedInt(person.Qualifications.Count);
        foreach (var qualification in person.Qualifications)
        {
            writer.Write7BitEncodedInt((int)qualification.Kind);
            writer.Write(qualification.Disease);
            Write(writer, qualification.Approved);
            Write(writer, qualification.Until);
            writer.Write(qualification.Hospital?.Text ?? "");
        }

        writer.Write7BitEncodedInt(person.Provisional.Count);
        foreach (var provisional in person.Provisional)
        {
            writer.Write7BitEncodedInt((int)provisional.Span.Kind);
            Write(writer, provisional.Span.From);
            Write(writer, provisional.Span.Until);
            Write(writer, provisional.CertifyBy);
        }
    }

    private static Eligibility ReadPerson(BinaryReader reader) => new()
    {
        PersonKey = new(reader.ReadString()),
        Version = reader.Read7BitEncodedInt64(),
        Scheme = reader.ReadString(),
        County = new(reader.ReadString()),
        BirthDate = ReadDay(reader) ?? throw new FormatException("birth date"),
        Employment = reader.Read7BitEncodedInt() is var employment && employment == 0 ? null : Known((Employment)employment),
        Identities = ReadList(reader, ReadSpan),
        Qualifications = ReadList(reader, r => new Qualification(
            Known((QualificationKind)r.Read7BitEncodedInt()),
            r.ReadString(),
            ReadDay(r) ?? throw new FormatException("approval"),
            ReadDay(r),
            r.ReadString() is { Length: > 0 } hospital ? new HospitalCode(hospital) : null)),
        Provisional = ReadList(reader, r => new ProvisionalIdentity(
            ReadSpan(r), ReadDay(r) ?? throw new FormatException("deadline"))),
    };

    private static IdentitySpan ReadSpan(BinaryReader reader) =>
        new(Known((IdentityKind)reader.Read7BitEncodedInt()), ReadDay(reader), ReadDay(reader));

    private static T[] ReadList<T>(BinaryReader reader, Func<BinaryReader, T> read)
    {
        var count = reader.Read7BitEncodedInt();
        if (count < 0 || count > reader.BaseStream.Length)
        {
            throw new FormatException("count");
        }

        var list = new T[count];
        for (var i = 0; i < count; i++)
        {
            list[i] = read(reader);
        }

        return list;
    }

    private static T Known<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new FormatException(typeof(T).Name);

    private static void Write(BinaryWriter writer, DateOnly? day) => writer.Write7BitEncodedInt(day?.DayNumber + 1 ?? 0);

    private static DateOnly? ReadDay(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is var number && number == 0 ? null : DateOnly.FromDayNumber(number - 1);
}
