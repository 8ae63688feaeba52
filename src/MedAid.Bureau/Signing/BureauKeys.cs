using System.Text;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;

namespace MedAid.Bureau.Signing;

/// <summary>
/// The keys of a hospital for its platform, from a file <c>name: value</c> that nobody else can read (0600). They are never printed: no member gives
/// them out as text.
/// </summary>
public sealed class BureauKeys
{
    private const int Sm4Bytes = 16;
    private const int Sm2Bytes = 32;
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly byte[]? secret;
    private readonly byte[]? sm2PrivateKey;
    private readonly byte[]? sm2PublicKey;
    private readonly byte[]? sm4Key;
    private readonly string accessKey;

    private BureauKeys(RegionNode node)
    {
        accessKey = node.OptionalText("access_key") ?? "";
        secret = node.OptionalText("secret") is { } text ? Encoding.UTF8.GetBytes(text) : null;
        sm2PrivateKey = Hex(node, "sm2_private_key", Sm2Bytes);
        sm2PublicKey = Hex(node, "sm2_public_key", 2 * Sm2Bytes + 1)
            ?? (sm2PrivateKey is null || !ChineseCrypto.IsSm2PrivateKey(sm2PrivateKey) ? null : ChineseCrypto.Sm2PublicKey(sm2PrivateKey));
        RequireKey(node, "sm2_private_key", sm2PrivateKey is null || ChineseCrypto.IsSm2PrivateKey(sm2PrivateKey));
        RequireKey(node, "sm2_public_key", sm2PublicKey is null || ChineseCrypto.IsSm2PublicKey(sm2PublicKey));
        sm4Key = node.OptionalText("sm4_key") is { Length: Sm4Bytes } plain ? Encoding.ASCII.GetBytes(plain) : Hex(node, "sm4_key", Sm4Bytes);
        node.RequireAllRead();
    }

    /// <summary>Id of the access, <c>x-ca-key</c>, <c>x-tif-paasid</c> or <c>_api_access_key</c>.</summary>
    internal string AccessKey => accessKey.Length > 0 ? accessKey : throw Missing("access_key");

    /// <summary>The secret.</summary>
    internal byte[] Secret => secret ?? throw Missing("secret");

    /// <summary>The hospital's private key for SM2.</summary>
    internal byte[] Sm2PrivateKey => sm2PrivateKey ?? throw Missing("sm2_private_key");

    /// <summary>The hospital's public key for SM2: that of the private one where the file names none.</summary>
    internal byte[] Sm2PublicKey => sm2PublicKey ?? throw Missing("sm2_public_key");

    /// <summary>The key for SM4.</summary>
    internal byte[] Sm4Key => sm4Key ?? throw Missing("sm4_key");

    /// <summary>The keys of a file; refused if others may read it.</summary>
    public static BureauKeys Load(string path)
    {
        if (!File.Exists(path))
        {
            throw new RegionFileException($"没有密钥文件 {Path.GetFileName(path)}，请检查路径");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            throw new RegionFileException($"密钥文件 {Path.GetFileName(path)} 其他人可以读写，请执行 chmod 600");
        }

        return Of(File.ReadAllText(path), Path.GetFileName(path));
    }

    /// <summary>Enciphers a text by SM4.</summary>
    public string Encipher(string text) => ChineseCrypto.Sm4Encipher(Sm4Key, text);

    /// <summary>Deciphers it.</summary>
    public string Decipher(string base64) => ChineseCrypto.Sm4Decipher(Sm4Key, base64);

    /// <summary>Says nothing of the keys.</summary>
    public override string ToString() => nameof(BureauKeys);

    /// <summary>The keys of a text, for tests.</summary>
    internal static BureauKeys Of(string text, string name) => new(RegionNode.Parse(text, name));

    private static void RequireKey(RegionNode node, string key, bool isKey)
    {
        if (!isKey)
        {
            throw node.Wrong(key, "不是 SM2 曲线上的密钥");
        }
    }

    private static byte[]? Hex(RegionNode node, string key, int length)
    {
        if (node.OptionalText(key) is not { } text)
        {
            return null;
        }

        try
        {
            return Convert.FromHexString(text) is var bytes && bytes.Length == length
                ? bytes
                : throw node.Wrong(key, $"应是 {length} 字节的十六进制");
        }
        catch (FormatException)
        {
            throw node.Wrong(key, $"应是 {length} 字节的十六进制");
        }
    }

    private static NationalRefusedException Missing(string name) => new($"密钥文件里没有 {name}，请向医保部门索取后登记");
}
