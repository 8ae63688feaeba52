using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;
using MedAid.Core;

namespace MedAid.Bureau.Tests;

public sealed class SigningTests
{
    internal const string KeyText =
        """
        access_key: H14112300001
        secret: 秘密
        sm2_private_key: 3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8
        sm4_key: 0123456789abcdeffedcba9876543210
        """;

    private const string Envelopes = "district: \"150000\"\nname: 试验\nenvelope: { input: text, output: text }\nsigning: { algorithm: sm2_envelope }\n";

    internal static readonly BureauKeys Keys = BureauKeys.Of(KeyText, "keys.yaml");

    internal static readonly RegionBook Book = RegionBook.Of(new Dictionary<string, string> { ["150000"] = Envelopes });

    private static readonly DateTimeOffset At = new(2026, 3, 1, 17, 0, 1, 250, TimeSpan.Zero);

    [Theory]
    [InlineData("150000")]
    [InlineData("220000")]
    [InlineData("320000")]
    [InlineData("330000")]
    [InlineData("440000")]
    public void What_is_signed_holds_and_what_was_changed_or_signed_by_others_does_not(string district)
    {
        var region = Book.Find(district);
        var signer = new MessageSigner(region, Keys);
        var sent = signer.Sign(Message(), At, "n-1");
        Assert.True(signer.Holds(sent.Body, n => sent.Headers.GetValueOrDefault(n)));
        Assert.Equal("psn-1", NationalRequest.Read(sent.Body, "", Keys.Decipher).Input!.Value.GetProperty("data").GetProperty("psn_no").GetString());

        var others = new MessageSigner(region, BureauKeys.Of(KeyText.Replace("秘密", "别的", StringComparison.Ordinal).Replace("5B8", "5B7", StringComparison.Ordinal), "k"));
        Assert.False(others.Holds(sent.Body, n => sent.Headers.GetValueOrDefault(n)));
        Assert.False(signer.Holds("{}"u8.ToArray(), _ => null));
        Assert.False(signer.Holds("["u8.ToArray(), _ => ":"));
    }

    [Theory]
    [InlineData("150000")]
    [InlineData("330000")]
    public void A_body_that_was_changed_on_its_way_does_not_hold(string district)
    {
        var signer = new MessageSigner(Book.Find(district), Keys);
        var sent = signer.Sign(Message(), At, "n-1");
        var changed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(sent.Body).Replace("H14112300001", "H14112300002", StringComparison.Ordinal));
        Assert.False(signer.Holds(changed, n => sent.Headers.GetValueOrDefault(n)));
    }

    [Fact]
    public void The_headers_are_those_that_clients_were_seen_to_send()
    {
        // 2026-03-01 17:00:01 UTC.
        var tif = new MessageSigner(Book.Find("440000"), Keys).Sign(Message(), At, "n-1").Headers;
        Assert.Equal("1772384401", tif["x-tif-timestamp"]);
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("1772384401秘密n-11772384401"))), tif["x-tif-signature"]);

        var csb = new MessageSigner(Book.Find("321300"), Keys).Sign(Message(), At, "n-1").Headers;
        Assert.Equal(
            Convert.ToBase64String(ChineseCrypto.HmacSha1(
                Encoding.UTF8.GetBytes("秘密"), "_api_access_key=H14112300001&_api_name=2601&_api_timestamp=1772384401250&_api_version=1.0.0"u8)),
            csb["_api_signature"]);

        var sent = new MessageSigner(Book.Find("330000"), Keys).Sign(Message(), At, "n-1");
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding(936)!.GetBytes("1772384401\n" + Encoding.UTF8.GetString(sent.Body));
        Assert.Equal(
            $"1772384401:{Convert.ToHexStringLower(ChineseCrypto.HmacSm3(Encoding.UTF8.GetBytes("秘密"), gbk))}", sent.Headers["x-ca-signature"]);
    }

    [Fact]
    public void Keys_are_refused_where_others_may_read_them_and_never_printed()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.yaml");
        try
        {
            File.WriteAllText(path, KeyText);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
                Assert.Contains("chmod 600", Assert.Throws<RegionFileException>(() => BureauKeys.Load(path)).Message, StringComparison.Ordinal);
                File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            Assert.Equal(nameof(BureauKeys), BureauKeys.Load(path).ToString());
        }
        finally
        {
            File.Delete(path);
        }

        var wrong = Assert.Throws<RegionFileException>(() => BureauKeys.Of("sm4_key: 0123456789abcdeffedcba98765432", "keys.yaml"));
        Assert.DoesNotContain("0123456789abcdef", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("sm2_private_key 不是", Assert.Throws<RegionFileException>(() =>
            BureauKeys.Of($"sm2_private_key: {new string('f', 64)}", "k")).Message, StringComparison.Ordinal);
        Assert.Contains("sm2_public_key 不是", Assert.Throws<RegionFileException>(() =>
            BureauKeys.Of($"sm2_public_key: 04{new string('1', 128)}", "k")).Message, StringComparison.Ordinal);
        Assert.Contains("没有密钥文件", Assert.Throws<RegionFileException>(() => BureauKeys.Load(path)).Message, StringComparison.Ordinal);
        Assert.Contains("没有 secret", Assert.Throws<NationalRefusedException>(() =>
            new MessageSigner(Book.Find("440000"), BureauKeys.Of("access_key: a", "k")).Sign(Message(), At, "n")).Message, StringComparison.Ordinal);
        Assert.Throws<NationalRefusedException>(() => new MessageSigner(Book.Find("440000"), null).Sign(Message(), At, "n"));
        Assert.Throws<NationalRefusedException>(() => Message().Render(Book.Find("220000")));
    }

    private static NationalMessage Message() => new()
    {
        Number = "2601", MessageId = "H14112300001202603020100010042", HospitalCode = new HospitalCode("H14112300001"), HospitalName = "兴县人民医院",
        District = "141123", InsuredDistrict = "141123", SignNumber = "S1", At = At,
        Input = new JsonObject { ["data"] = new JsonObject { ["psn_no"] = "psn-1", ["omsgid"] = "m", ["oinfno"] = "2207A" } },
    };
}
