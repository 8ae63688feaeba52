using System.Globalization;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Sql;

namespace MedAid.Bureau.Link;

/// <summary>
/// Ids of messages (<c>msgid</c>): the hospital's code of 12 characters, the second of China's clocks in 14 digits, and 4 digits. They come from
/// a counter of the hospital in the database and only rise, so none is ever given twice: not by two gateways, nor by a clock that was set back.
/// </summary>
public static class MessageIds
{
    /// <summary>Characters of the hospital's code in an id.</summary>
    public const int HospitalCharacters = 12;

    /// <summary>Ids of one second.</summary>
    public const int IdsOfSecond = 10_000;

    private const string SecondForm = "yyyyMMddHHmmss";

    private const string LastSql = "SELECT last_second, last_tail FROM bureau_counter WHERE hospital_code = @0";

    /// <summary>The id of a place of the counter.</summary>
    public static string Of(HospitalCode hospital, MessagePlace place) =>
        string.Create(CultureInfo.InvariantCulture, $"{hospital}{place.Second:D14}{place.Tail:D4}");

    /// <summary>The place after another at a moment.</summary>
    public static MessagePlace Next(MessagePlace? last, DateTimeOffset now)
    {
        var second = SecondOf(now);
        return last is not { } before || second > before.Second ? new MessagePlace(second, 0)
            : before.Tail + 1 < IdsOfSecond ? before with { Tail = before.Tail + 1 }
            : new MessagePlace(After(before.Second), 0);
    }

    /// <summary>Takes ids from the counter, in a transaction that is alone on the tasks.</summary>
    internal static async Task<IReadOnlyList<string>> TakeAsync(SqlSession session, HospitalCode hospital, int count, DateTimeOffset now)
    {
        var last = (await session.QueryAsync(
            LastSql, row => (MessagePlace?)new MessagePlace(row.GetInt64(0), row.GetInt32(1)), hospital)).FirstOrDefault();
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
        {
            last = Next(last, now);
            ids.Add(Of(hospital, last.Value));
        }

        await session.InsertAsync(
            "INSERT INTO bureau_counter (hospital_code, last_second, last_tail)", [[hospital, last!.Value.Second, last.Value.Tail]],
            "ON CONFLICT (hospital_code) DO UPDATE SET last_second = excluded.last_second, last_tail = excluded.last_tail");
        return ids;
    }

    private static long SecondOf(DateTimeOffset now) =>
        long.Parse(ChinaTime.Of(now).ToString(SecondForm, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static long After(long second)
    {
        var time = DateTime.ParseExact(second.ToString(CultureInfo.InvariantCulture), SecondForm, CultureInfo.InvariantCulture);
        return long.Parse(time.AddSeconds(1).ToString(SecondForm, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }
}

/// <summary>A place of a hospital's counter.</summary>
/// <param name="Second">The second, as 14 digits.</param>
/// <param name="Tail">The number within it.</param>
public readonly record struct MessagePlace(long Second, int Tail);
