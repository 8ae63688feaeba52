using System.Buffers.Binary;
using System.Data.Common;

namespace MedAid.Testing;

/// <summary>Pages of an SQLite file, to damage them.</summary>
public static class SqlitePages
{
    public const int Size = 4096;

    /// <summary>Overwrites the page by which a table is found with zeros.</summary>
    public static void OverwriteRoot(DbConnection connection, string table)
    {
        var page = RootOf(connection, table);
        using var file = File.Open(connection.DataSource, FileMode.Open);
        Overwrite(file, page);
    }

    /// <summary>Overwrites the first leaf of a table with zeros; the page's bytes as they were.</summary>
    public static byte[] OverwriteFirstLeaf(DbConnection connection, string table)
    {
        var page = RootOf(connection, table);
        using var file = File.Open(connection.DataSource, FileMode.Open);
        var bytes = new byte[Size];
        for (; ;)
        {
            file.Position = (page - 1) * Size;
            file.ReadExactly(bytes);

            // Interior pages are of type 2 or 5; their cells begin with the number of the page to the left.
            if (bytes[0] is not (2 or 5))
            {
                break;
            }

            page = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(12))));
        }

        Overwrite(file, page);
        return bytes;
    }

    /// <summary>Takes over the connection, so that nobody has the file open when it is damaged.</summary>
    private static long RootOf(DbConnection connection, string table)
    {
        using (connection)
        {
            connection.Open();
            using var ask = connection.CreateCommand();
            ask.CommandText = $"SELECT rootpage FROM sqlite_master WHERE name = '{table}'";
            return (long)ask.ExecuteScalar()!;
        }
    }

    private static void Overwrite(FileStream file, long page)
    {
        file.Position = (page - 1) * Size;
        file.Write(new byte[Size]);
    }
}
