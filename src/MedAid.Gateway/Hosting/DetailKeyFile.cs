using System.Security.Cryptography;
using System.Text;
using MedAid.People.Privacy;
using MedAid.Stores;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// The keys that seal names and id numbers: one line each, id and key, the last one seals. A file that the first start makes and that
/// only its owner can read; several gateways need the same one. It is never in the database.
/// </summary>
internal static class DetailKeyFile
{
    private const string Name = "detail.keys";
    private const int MarkDigits = 12;

    /// <summary>The keys of the file; of one that is made if there is none.</summary>
    /// <exception cref="StartProblemException">It cannot be read or made; the text says what to do.</exception>
    public static DetailKeys Open(Settings settings) => Guarded(settings, path => Of(KeyFile.Read(path, () => LineOf(1, "")).Split('\n')));

    /// <summary>The keys of a file that has to be there.</summary>
    /// <exception cref="StartProblemException">It cannot be read; the text says what to do.</exception>
    public static DetailKeys Read(Settings settings) => Guarded(settings, path => Of(File.ReadAllLines(path)));

    /// <summary>
    /// Adds a key, which seals from the next start or rotation on; returns the keys. The request's mark stands in the key's id, so that the
    /// same request adds none a second time.
    /// </summary>
    public static DetailKeys Add(Settings settings, string requestId)
    {
        var path = PathOf(settings);
        string[] lines = [.. File.ReadAllLines(path).Where(l => l.Length > 0)];
        var mark = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)))[..MarkDigits];
        if (!Array.Exists(lines, l => l.Split(' ')[0].EndsWith($"-{mark}", StringComparison.Ordinal)))
        {
            OwnersOnly.Write(path, string.Join('\n', [.. lines, LineOf(lines.Length + 1, $"-{mark}")]), replace: true);
        }

        return Read(settings);
    }

    /// <summary>Where the file lies.</summary>
    public static string PathOf(Settings settings) => settings.DetailKeysFile.Length > 0
        ? Path.GetFullPath(settings.DetailKeysFile)
        : Path.Combine(settings.DataPath, Name);

    private static DetailKeys Guarded(Settings settings, Func<string, DetailKeys> read)
    {
        var path = PathOf(settings);
        try
        {
            return read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException or IndexOutOfRangeException)
        {
            throw new StartProblemException(
                $"姓名和身份证号的密钥文件 {path} 读写不了或内容不对；请检查目录权限，或从备份恢复这个文件。丢失后已登记的姓名和号码无法再读出", e);
        }
    }

    private static DetailKeys Of(IEnumerable<string> lines) => new(
    [
        .. from line in lines
           where line.Trim().Length > 0
           let words = line.Trim().Split(' ')
           select (words[0], Convert.FromBase64String(words[1])),
    ]);

    /// <summary>The random part keeps two gateways that each made a file from calling different keys the same.</summary>
    private static string LineOf(int number, string mark)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(DetailKeys.KeyBytes));
        return $"k{number}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}{mark} {key}";
    }
}
