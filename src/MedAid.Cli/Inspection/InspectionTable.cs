using MedAid.Tables;

namespace MedAid.Cli;

/// <summary>One table of the pack, written to a file piece by piece, so that a year of a hospital needs no more memory than a page of it.</summary>
internal sealed class InspectionTable : IDisposable
{
    // Every piece of CSV begins with the mark that Excel needs once, at the start of the file.
    private const int MarkBytes = 3;

    private readonly FileStream file;

    public InspectionTable(string folder, string name, string about, string[] head)
    {
        (Name, About, Head) = (name, about, head);
        file = File.Create(Path.Combine(folder, name));
        file.Write(Piece([head]));
    }

    /// <summary>Name of the file.</summary>
    public string Name { get; }

    /// <summary>What a row is, for the guide.</summary>
    public string About { get; }

    /// <summary>Headings.</summary>
    public IReadOnlyList<string> Head { get; }

    /// <summary>Rows so far, without the headings.</summary>
    public long Rows { get; private set; }

    public void Add(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        if (rows.Count > 0)
        {
            file.Write(Piece(rows).AsSpan(MarkBytes));
            Rows += rows.Count;
        }
    }

    public void Dispose() => file.Dispose();

    private static byte[] Piece(IReadOnlyList<IReadOnlyList<string>> rows) => new Sheet("", rows, [], 0).ToCsv();
}
