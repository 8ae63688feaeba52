using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Tables;

namespace MedAid.Precheck.Papers;

/// <summary>What a patient is told or agrees to before treatment.</summary>
public enum PaperKind
{
    /// <summary>《跨县透析患者治疗知情告知书》.</summary>
    CrossCountyNotice = 1,

    /// <summary>知情同意书 for items outside the catalogue or dearer than what is covered.</summary>
    ItemConsent = 2,

    /// <summary>《先诊疗、后付费协议》.</summary>
    PayLaterAgreement = 3,
}

/// <summary>For what a dialysis patient may go to another county, by the notice.</summary>
public enum CrossCountyReason
{
    /// <summary>To be ticked by hand.</summary>
    None = 0,

    /// <summary>参保所在地没有透析治疗条件.</summary>
    NoDialysisAtHome = 1,

    /// <summary>长期异地居住.</summary>
    LivesElsewhere = 2,

    /// <summary>有严重并发症的重症.</summary>
    SevereComplications = 3,
}

/// <summary>Who signed.</summary>
public enum Signer
{
    /// <summary>The patient.</summary>
    Patient = 1,

    /// <summary>A relative.</summary>
    Relative = 2,
}

/// <summary>How a paper stands.</summary>
public enum PaperState
{
    /// <summary>Printed; no signature is recorded.</summary>
    Issued = 1,

    /// <summary>Signed.</summary>
    WithSignature = 2,

    /// <summary>Withdrawn: it counts for nothing.</summary>
    Withdrawn = 3,
}

/// <summary>The running number of a hospital's papers in a year, without gaps; 0: only tried.</summary>
public readonly record struct PaperNumber(int Year, int Number)
{
    /// <summary>As printed, and as an agreement is signed under it.</summary>
    public override string ToString() => Number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Year}-{Number:000000}");
}

/// <summary>An item of a consent, agreed to up to a price.</summary>
public sealed record PaperItem(string Code, long PriceMillionths);

/// <summary>A recorded signature. Of a scan only the hash is kept, so that the scan in the hospital's archive can be told from any other.</summary>
/// <param name="Signer">Who signed.</param>
/// <param name="Relation">What the relative is to the patient, or empty.</param>
/// <param name="SignedOn">Day.</param>
/// <param name="FileNumber">Number under which the signed paper is filed, or empty.</param>
/// <param name="ScanHash">SHA-256 of the scan in lower-case hexadecimal, or empty.</param>
/// <param name="Operator">Who recorded it.</param>
/// <param name="Noted">When.</param>
public sealed record PaperSignature(
    Signer Signer, string Relation, DateOnly SignedOn, string FileNumber, string ScanHash, string Operator, DateTimeOffset Noted);

/// <summary>The record that a paper counts for nothing.</summary>
public sealed record PaperWithdrawal(string Reason, string Operator, DateTimeOffset Noted);

/// <summary>A paper as it was issued, with what was recorded of it since. It names nobody: who signs writes the name by hand.</summary>
public sealed record Paper
{
    private const int IdBytes = 12;

    /// <summary>Id; empty if it was only tried.</summary>
    public required string PaperId { get; init; }

    /// <summary>Which paper.</summary>
    public required PaperKind Kind { get; init; }

    /// <summary>Size.</summary>
    public required PageSize Size { get; init; }

    /// <summary>Hospital.</summary>
    public required HospitalCode HospitalCode { get; init; }

    /// <summary>Number.</summary>
    public required PaperNumber Number { get; init; }

    /// <summary>Opaque key of the patient.</summary>
    public required PersonKey PersonKey { get; init; }

    /// <summary>The hospital's id of the visit.</summary>
    public required string VisitId { get; init; }

    /// <summary>Of a consent, what it is for.</summary>
    public IReadOnlyList<PaperItem> Items { get; init; } = [];

    /// <summary>The page, byte by byte as it was printed; empty in lists.</summary>
    public string Html { get; init; } = "";

    /// <summary>SHA-256 of the page in UTF-8, lower-case hexadecimal.</summary>
    public required string HtmlHash { get; init; }

    /// <summary>Who issued it.</summary>
    public required string Operator { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset Issued { get; init; }

    /// <summary>Its signature, or null.</summary>
    public PaperSignature? Signature { get; init; }

    /// <summary>Its withdrawal, or null.</summary>
    public PaperWithdrawal? Withdrawal { get; init; }

    /// <summary>How it stands.</summary>
    public PaperState State => Withdrawal is not null ? PaperState.Withdrawn : Signature is not null ? PaperState.WithSignature : PaperState.Issued;

    /// <summary>The id that follows from the request.</summary>
    public static string IdOf(string requestId) => $"P{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)).AsSpan(0, IdBytes))}";

    /// <summary>The hash of a content.</summary>
    public static string HashOf(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>What a kind of paper is called.</summary>
    public static string TitleOf(PaperKind kind) => kind switch
    {
        PaperKind.CrossCountyNotice => "跨县透析患者治疗知情告知书",
        PaperKind.ItemConsent => "目录外或较贵药品耗材使用知情同意书",
        PaperKind.PayLaterAgreement => "先诊疗、后付费协议",
        _ => throw InvariantBrokenException.NoWordFor(kind),
    };
}
