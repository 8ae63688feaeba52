namespace MedAid.Clearing.Books;

/// <summary>
/// What one record changes in the books, step by step. Every change of the books is made through it, so that a record which turns out not to
/// fit is taken back whole.
/// </summary>
internal sealed class Changes
{
    private readonly Stack<Action> back = new();

    /// <summary>Adds what must not be there yet; <paramref name="twice"/> says in Chinese what it means if it is.</summary>
    public void Add<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key, TValue value, string twice)
        where TKey : notnull
    {
        RecordUnfitException.Unless(map.TryAdd(key, value), twice);
        back.Push(() => map.Remove(key));
    }

    /// <summary>Sets a value, whether or not there was one.</summary>
    public void Set<TKey, TValue>(IDictionary<TKey, TValue> map, TKey key, TValue value)
        where TKey : notnull
    {
        var wasThere = map.TryGetValue(key, out var before);
        map[key] = value;
        back.Push(() =>
        {
            if (wasThere)
            {
                map[key] = before!;
            }
            else
            {
                map.Remove(key);
            }
        });
    }

    /// <summary>Adds to the end of a list.</summary>
    public void Append<T>(List<T> list, T item)
    {
        list.Add(item);
        back.Push(() => list.RemoveAt(list.Count - 1));
    }

    /// <summary>Adds to a set; whether it was not there yet.</summary>
    public bool Add<T>(HashSet<T> set, T item)
    {
        var added = set.Add(item);
        if (added)
        {
            back.Push(() => set.Remove(item));
        }

        return added;
    }

    /// <summary>Takes something out; whether it was there.</summary>
    public bool Remove<TKey, TValue>(Dictionary<TKey, TValue> map, TKey key)
        where TKey : notnull
    {
        var wasThere = map.Remove(key, out var before);
        if (wasThere)
        {
            back.Push(() => map.Add(key, before!));
        }

        return wasThere;
    }

    /// <summary>Takes something out of a set.</summary>
    public void Remove<T>(HashSet<T> set, T item)
    {
        if (set.Remove(item))
        {
            back.Push(() => set.Add(item));
        }
    }

    /// <summary>Changes a value from what it is.</summary>
    public void Put<T>(T before, T after, Action<T> set)
    {
        set(after);
        back.Push(() => set(before));
    }

    /// <summary>Takes everything back, the last first.</summary>
    public void Undo()
    {
        while (back.TryPop(out var step))
        {
            step();
        }
    }

    /// <summary>Lets everything stand.</summary>
    public void Keep() => back.Clear();
}
