using System.Security.Cryptography;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Hosting;

/// <summary>
/// The key of the person tokens: from the settings, or from a file in the data folder that the first start makes and that only its
/// owner can read. It is never in the database.
/// </summary>
internal static class PersonKeyFile
{
    private const string Name = "person.key";

    public static PersonTokens Open(Settings settings)
    {
        if (settings.PersonKey.Length > 0)
        {
            return new PersonTokens(Convert.FromBase64String(settings.PersonKey));
        }

        var folder = settings.DataPath;
        var path = Path.Combine(folder, Name);
        try
        {
            Directory.CreateDirectory(folder);
            if (!File.Exists(path))
            {
                OwnersFile.Write(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(PersonTokens.KeyBytes)), isNew: true);
            }

            return new PersonTokens(Convert.FromBase64String(File.ReadAllText(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new StartProblemException($"人员密钥文件 {path} 读写不了或内容不对；请检查目录权限，或从备份恢复这个文件", e);
        }
    }
}
