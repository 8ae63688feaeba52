using System.Text;
using System.Text.Json;

namespace MedAid.Simulator.Books;

/// <summary>A line of the file: all that one message did, and the last number of an id behind it.</summary>
internal sealed record BookLine(long LastNumber, DateTimeOffset At, IReadOnlyList<BookEvent> Events);

/// <summary>
/// The books as a file that lines are added to. A line counts when it is on the disk as a whole; a last one without its end was never
/// answered, and is cut off.
/// </summary>
internal sealed class BookFile : IDisposable
{
    /// <summary>Its name in the folder.</summary>
    public const string Name = "bureau-books.jsonl";

    private readonly FileStream stream;
    private readonly Lock flushing = new();
    private long flushed;
    private long written;

    private BookFile(FileStream stream) => (this.stream, flushed, written) = (stream, stream.Length, stream.Length);

    /// <summary>Opens the books of a folder, which nobody else has open.</summary>
    public static (BookFile File, IReadOnlyList<BookLine> Lines) Open(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Name);
        try
        {
            // Unbuffered: what is written is with the system, and Flush puts it on the disk.
            var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return (new BookFile(stream), Read(stream, path));
        }
        catch (IOException e)
        {
            throw new SimulatorException($"打不开账本 {path}：{e.Message}");
        }
    }

    /// <summary>Adds a line; it is not on the disk before <see cref="Flush"/>. Whoever calls holds the books.</summary>
    public void Add(BookLine line)
    {
        var before = stream.Length;
        try
        {
            stream.Write([.. JsonSerializer.SerializeToUtf8Bytes(line), (byte)'\n']);
        }
        catch (IOException)
        {
            // A full disk: half a line between others would spoil the books.
            stream.SetLength(before);
            stream.Position = before;
            throw;
        }

        Interlocked.Exchange(ref written, stream.Length);
    }

    /// <summary>Puts all lines that were added before on the disk. Who comes while another is at it is served with the next turn.</summary>
    public void Flush()
    {
        var wanted = Interlocked.Read(ref written);
        lock (flushing)
        {
            if (flushed < wanted)
            {
                var now = Interlocked.Read(ref written);
                stream.Flush(flushToDisk: true);
                flushed = now;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static List<BookLine> Read(FileStream stream, string path)
    {
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var whole = Array.LastIndexOf(content, (byte)'\n') + 1;
        stream.SetLength(whole);
        stream.Position = whole;
        var lines = new List<BookLine>();
        foreach (var text in Encoding.UTF8.GetString(content, 0, whole).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                lines.Add(JsonSerializer.Deserialize<BookLine>(text)!);
            }
            catch (JsonException)
            {
                throw new SimulatorException($"账本 {path} 第 {lines.Count + 1} 行读不懂，请移走该文件后重新启动");
            }
        }

        return lines;
    }
}
