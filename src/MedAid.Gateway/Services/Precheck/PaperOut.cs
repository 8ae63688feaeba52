using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.Precheck.V1;
using MedAid.Core;
using MedAid.Precheck.Papers;

namespace MedAid.Gateway.Services;

/// <summary>From papers to wire messages, field by field.</summary>
internal static class PaperOut
{
    public static Contract.Precheck.V1.Paper Of(MedAid.Precheck.Papers.Paper paper, bool replayed = false) => new()
    {
        PaperId = paper.PaperId,
        Kind = (Contract.Precheck.V1.PaperKind)(int)paper.Kind,
        Title = MedAid.Precheck.Papers.Paper.TitleOf(paper.Kind),
        Size = (PaperSize)(int)paper.Size,
        HospitalCode = paper.HospitalCode.Text,
        Number = $"{paper.Number}",
        VisitId = paper.VisitId,
        Html = paper.Html,
        HtmlSha256 = paper.HtmlHash,
        IssuedBy = paper.Operator,
        IssuedTime = paper.Issued.ToTimestamp(),
        State = (Contract.Precheck.V1.PaperState)(int)paper.State,
        Signature = paper.Signature is { } signature ? Of(signature) : null,
        Withdrawal = paper.Withdrawal is { } withdrawal
            ? new Contract.Precheck.V1.PaperWithdrawal
            {
                Reason = withdrawal.Reason, RecordedBy = withdrawal.Operator, RecordedTime = withdrawal.Noted.ToTimestamp(),
            }
            : null,
        Replayed = replayed,
    };

    public static NeededPaper Of(PaperNeed need) => new()
    {
        Kind = (Contract.Precheck.V1.PaperKind)(int)need.Kind,
        Title = MedAid.Precheck.Papers.Paper.TitleOf(need.Kind),
        Signed = need.IsSigned,
        Warning = need.IsSigned ? "" : need.Warning,
        ItemNumbers = { need.ItemNumbers },
        PaperId = need.Standing?.PaperId ?? "",
        Number = need.Standing is { } paper ? $"{paper.Number}" : "",
    };

    private static Contract.Precheck.V1.PaperSignature Of(MedAid.Precheck.Papers.PaperSignature signature) => new()
    {
        Signer = (PaperSigner)(int)signature.Signer,
        Relation = signature.Relation,
        SignedDate = PlainText.Day(signature.SignedOn),
        FileNumber = signature.FileNumber,
        ScanSha256 = signature.ScanHash,
        RecordedBy = signature.Operator,
        RecordedTime = signature.Noted.ToTimestamp(),
    };
}
