using MedAid.Stores;
using MedAid.Stores.Embedded;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// A file of keys that the first start makes and that only its owner can read. What is made waits under another name until the register has
/// accepted the key: a start that is refused leaves no wrong key where the right one is to be put back.
/// </summary>
internal static class KeyFile
{
    private const string Fresh = ".new";

    /// <summary>What the file holds; if it is not there, of one that is made.</summary>
    public static string Read(string path, Func<string> make)
    {
        if (File.Exists(path))
        {
            return File.ReadAllText(path);
        }

        if (!File.Exists(path + Fresh))
        {
            OwnersOnly.MakeFolder(Path.GetDirectoryName(path)!);
            OwnersOnly.Write(path + Fresh, make(), replace: false);
        }

        return File.ReadAllText(path + Fresh);
    }

    /// <summary>Whether the file was not there and one was made that nobody has accepted yet.</summary>
    public static bool IsFresh(string path) => !File.Exists(path) && File.Exists(path + Fresh);

    /// <summary>Lets what was made count.</summary>
    public static void Keep(Settings settings)
    {
        foreach (var path in Paths(settings).Where(IsFresh))
        {
            File.Move(path + Fresh, path);
        }
    }

    /// <summary>Removes what was made and not accepted.</summary>
    public static void Discard(Settings settings)
    {
        foreach (var path in Paths(settings))
        {
            File.Delete(path + Fresh);
        }
    }

    /// <summary>Takes from others what they may do with keys and ledger; returns what was too open, in Chinese.</summary>
    public static IReadOnlyList<string> Tighten(Settings settings)
    {
        string[] paths = [.. Paths(settings), .. Paths(settings).Select(p => p + Fresh)];
        string[] ours =
        [
            .. EmbeddedFile.Names(settings.LedgerPath), .. paths.Select(p => Path.GetFileName(p)),
            Settings.ProofCheckpoint, Settings.ProofCheckpoint + Fresh,
        ];
        return
        [
            .. OwnersOnly.Tighten(settings.DataPath, ours),
            .. paths.Where(p => Path.GetDirectoryName(p) != settings.DataPath).SelectMany(OwnersOnly.Tighten),
        ];
    }

    private static string[] Paths(Settings settings) => [PersonKeyFile.PathOf(settings), DetailKeyFile.PathOf(settings)];
}
