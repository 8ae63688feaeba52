namespace MedAid.Tables.Tests;

/// <summary>Workbooks that other programs wrote.</summary>
internal static class Books
{
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "books", name);

    public static byte[] Read(string name) => File.ReadAllBytes(Path(name));
}
