namespace MedAid.Simulator.Books;

/// <summary>The books: one message after the other, on the disk before it is answered.</summary>
internal sealed class Book : IDisposable
{
    private readonly Lock gate = new();
    private readonly SimulatorClock clock;
    private readonly BookFile? file;
    private readonly BookState state = new();

    /// <summary>The books of a folder, or in memory.</summary>
    public Book(string? folder, SimulatorClock clock)
    {
        this.clock = clock;
        if (folder is not null)
        {
            (file, var lines) = BookFile.Open(folder);
            foreach (var line in lines)
            {
                state.LastNumber = line.LastNumber;
                foreach (var what in line.Events)
                {
                    state.Apply(what);
                }
            }
        }

        clock.Offset = new TimeSpan(state.OffsetTicks);
        Write(_ => [new Started()]);
    }

    /// <summary>Reads.</summary>
    public T Read<T>(Func<BookState, T> read)
    {
        lock (gate)
        {
            return read(state);
        }
    }

    /// <summary>Decides what happens, and books it; nothing is booked where deciding throws.</summary>
    public void Write(Func<BookState, IReadOnlyList<BookEvent>> decide) => Decide(s => (true, decide(s)));

    /// <summary>Decides what happens and what is answered, and books it. Also what was only read is on the disk when this returns.</summary>
    public T Decide<T>(Func<BookState, (T Answer, IReadOnlyList<BookEvent> Events)> decide)
    {
        T answer;
        lock (gate)
        {
            (answer, var events) = decide(state);
            if (events.Count > 0)
            {
                file?.Add(new BookLine(state.LastNumber, clock.Now, events));
                foreach (var what in events)
                {
                    state.Apply(what);
                }
            }
        }

        file?.Flush();
        return answer;
    }

    /// <summary>Begins anew. Ids that were given out do not come again.</summary>
    public void Empty()
    {
        Write(_ => [new BooksEmptied()]);
        clock.Offset = TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
