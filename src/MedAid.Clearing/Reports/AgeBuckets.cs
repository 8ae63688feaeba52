namespace MedAid.Clearing.Reports;

/// <summary>What is owed by the days since the service (账龄): up to 30, 31 to 60, 61 to 90, and more.</summary>
public readonly record struct AgeBuckets(long Days0To30Fen, long Days31To60Fen, long Days61To90Fen, long DaysOver90Fen)
{
    /// <summary>All of it.</summary>
    public long SumFen => checked(Days0To30Fen + Days31To60Fen + Days61To90Fen + DaysOver90Fen);

    /// <summary>As papers name them.</summary>
    public IReadOnlyList<(string Name, long AmountFen)> Named =>
        [("30 天以内", Days0To30Fen), ("31 至 60 天", Days31To60Fen), ("61 至 90 天", Days61To90Fen), ("90 天以上", DaysOver90Fen)];

    /// <summary>Sorts amounts by their days of service, as of a day; what is served later counts as new.</summary>
    public static AgeBuckets Of(IEnumerable<(DateOnly ServiceDate, long AmountFen)> owed, DateOnly asOf)
    {
        Span<long> fen = stackalloc long[4];
        foreach (var (serviceDate, amountFen) in owed)
        {
            ref var bucket = ref fen[DaysOf(serviceDate, asOf) switch { <= 30 => 0, <= 60 => 1, <= 90 => 2, _ => 3 }];
            bucket = checked(bucket + amountFen);
        }

        return new AgeBuckets(fen[0], fen[1], fen[2], fen[3]);
    }

    /// <summary>The days from a service to a day.</summary>
    public static int DaysOf(DateOnly serviceDate, DateOnly asOf) => asOf.DayNumber - serviceDate.DayNumber;
}
