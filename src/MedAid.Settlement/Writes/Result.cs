namespace MedAid.Settlement.Writes;

/// <summary>
/// Outcome of a write: done, now or before under the same key; the key stands for another content; or refused. An outage is none of these:
/// it is an exception of the store, and says whether the write may have been done.
/// </summary>
public abstract record Result<T>
{
    private Result()
    {
    }

    /// <summary>One answer for each case; the compiler knows when one is missing.</summary>
    public abstract TAnswer Match<TAnswer>(Func<T, bool, TAnswer> done, Func<TAnswer> keyReused, Func<Fault, TAnswer> refused);

    /// <summary>The same with another value.</summary>
    public Result<TOther> With<TOther>(Func<T, TOther> value) => Match(
        (done, replayed) => Result.Done(value(done), replayed), Result.KeyReused<TOther>, Result.Refused<TOther>);

    internal sealed record Done(T Value, bool Replayed) : Result<T>
    {
        public override TAnswer Match<TAnswer>(Func<T, bool, TAnswer> done, Func<TAnswer> keyReused, Func<Fault, TAnswer> refused) =>
            done(Value, Replayed);
    }

    internal sealed record KeyReused : Result<T>
    {
        public override TAnswer Match<TAnswer>(Func<T, bool, TAnswer> done, Func<TAnswer> keyReused, Func<Fault, TAnswer> refused) => keyReused();
    }

    internal sealed record Refused(Fault Fault) : Result<T>
    {
        public override TAnswer Match<TAnswer>(Func<T, bool, TAnswer> done, Func<TAnswer> keyReused, Func<Fault, TAnswer> refused) =>
            refused(Fault);
    }
}

/// <summary>Makes results.</summary>
public static class Result
{
    /// <summary>Done now, or before under the same key.</summary>
    public static Result<T> Done<T>(T value, bool replayed = false) => new Result<T>.Done(value, replayed);

    /// <summary>The key stands for another content; nothing is done.</summary>
    public static Result<T> KeyReused<T>() => new Result<T>.KeyReused();

    /// <summary>Not done, and why.</summary>
    public static Result<T> Refused<T>(Fault fault) => new Result<T>.Refused(fault);
}
