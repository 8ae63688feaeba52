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

        var path = PathOf(settings);
        try
        {
            var text = KeyFile.Read(path, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(PersonTokens.KeyBytes)));
            return new PersonTokens(Convert.FromBase64String(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException)
        {
            throw new StartProblemException($"人员密钥文件 {path} 读写不了或内容不对；请检查目录权限，或从备份恢复这个文件", e);
        }
    }

    /// <summary>Where the file lies.</summary>
    public static string PathOf(Settings settings) => Path.Combine(settings.DataPath, Name);

    /// <summary>Why the register does not accept the key, and what to do.</summary>
    public static string Misfit(Settings settings) => settings.PersonKey.Length == 0 && KeyFile.IsFresh(PathOf(settings))
        ? $"缺少人员密钥 {PathOf(settings)}，而登记库已经用一把密钥建好；请从备份恢复 person.key，或设置原来的 MedAid:PersonKey。密钥不能由数据重新算出"
        : "人员密钥与登记库不符：登记库是用另一把密钥建的。请把 MedAid:PersonKey 或 person.key 换回原来的密钥";
}
