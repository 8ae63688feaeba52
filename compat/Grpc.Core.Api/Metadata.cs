using System.Collections;

namespace Grpc.Core;

/// <summary>Headers or trailers of one call, in order; a key may occur more than once.</summary>
public sealed partial class Metadata : IList<Metadata.Entry>
{
    public const string BinaryHeaderSuffix = "-bin";

    public static readonly Metadata Empty = new([], isReadOnly: true);

    private readonly List<Entry> entries;

    public Metadata()
        : this([], isReadOnly: false)
    {
    }

    private Metadata(List<Entry> entries, bool isReadOnly)
    {
        this.entries = entries;
        IsReadOnly = isReadOnly;
    }

    public int Count => entries.Count;

    public bool IsReadOnly { get; }

    public Entry this[int index]
    {
        get => entries[index];
        set
        {
            RequireWritable(value);
            entries[index] = value;
        }
    }

    /// <summary>The last entry of that key, as the real package answers when a key occurs twice.</summary>
    public Entry? Get(string key)
    {
        string name = Lowered(key);
        return entries.FindLast(entry => entry.Key == name);
    }

    public string? GetValue(string key) => Get(key)?.Value;

    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    public IEnumerable<Entry> GetAll(string key)
    {
        string name = Lowered(key);
        return entries.Where(entry => entry.Key == name);
    }

    public void Add(Entry item)
    {
        RequireWritable(item);
        entries.Add(item);
    }

    public void Add(string key, string value) => Add(new Entry(key, value));

    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    public void Insert(int index, Entry item)
    {
        RequireWritable(item);
        entries.Insert(index, item);
    }

    public void RemoveAt(int index)
    {
        RequireWritable();
        entries.RemoveAt(index);
    }

    public bool Remove(Entry item)
    {
        RequireWritable();
        return entries.Remove(item);
    }

    public void Clear()
    {
        RequireWritable();
        entries.Clear();
    }

    public int IndexOf(Entry item) => entries.IndexOf(item);

    public bool Contains(Entry item) => entries.Contains(item);

    public void CopyTo(Entry[] array, int arrayIndex) => entries.CopyTo(array, arrayIndex);

    public IEnumerator<Entry> GetEnumerator() => entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => entries.GetEnumerator();

    private static string Lowered(string key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.ToLowerInvariant();
    }

    private void RequireWritable(Entry item)
    {
        ArgumentNullException.ThrowIfNull(item);
        RequireWritable();
    }

    private void RequireWritable()
    {
        if (IsReadOnly)
        {
            throw new InvalidOperationException("This metadata cannot be changed.");
        }
    }
}
