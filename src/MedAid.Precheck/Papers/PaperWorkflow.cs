using System.Buffers.Binary;
using MedAid.Core;
using MedAid.Precheck.Data;
using MedAid.Settlement;
using MedAid.Settlement.Claims;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Precheck.Papers;

/// <summary>A paper as the desk asks for it.</summary>
/// <param name="Kind">Which paper.</param>
/// <param name="Size">Size.</param>
/// <param name="Reason">Of a notice, why the patient goes to another county.</param>
/// <param name="ItemNumbers">Of a consent, lines of the bill; none: all that need one.</param>
/// <param name="Diagnoses">Diagnoses, ICD-10; by them it follows what may be given in an item's place.</param>
public sealed record PaperOrder(
    PaperKind Kind, PageSize Size, CrossCountyReason Reason, IReadOnlyList<int> ItemNumbers, IReadOnlyList<string> Diagnoses);

/// <summary>A signature as it comes in.</summary>
public sealed record SignatureDraft(
    HospitalCode HospitalCode, Signer Signer, string Relation, DateOnly? SignedOn, string FileNumber, ReadOnlyMemory<byte> Scan);

/// <summary>Prints papers and records what became of them. The figures on them are those of quotes.</summary>
public sealed class PaperWorkflow(OpenVisits visits, PaperStore store, AdviceDataHolder data, PrecheckTerms terms, TimeProvider time)
{
    /// <summary>The code of a fault: no paper of the hospital has this id.</summary>
    public const string NotFound = "PAPER_NOT_FOUND";

    /// <summary>The code of a fault: the visit does not need the paper.</summary>
    public const string NotNeeded = "PAPER_NOT_NEEDED";

    /// <summary>The code of a fault: the paper is signed or withdrawn already.</summary>
    public const string NotOpen = "PAPER_NOT_OPEN";

    /// <summary>Issues a paper for an opened visit, once under its key.</summary>
    public async Task<Result<Paper>> IssueAsync(
        PaperOrder order, OpenedVisit visit, WriteKey key, string operatorName, CancellationToken cancellationToken)
    {
        var now = Instants.Now(time);
        var made = order.Kind switch
        {
            PaperKind.CrossCountyNotice => NoticePaper.Of(order, visit, data.Current),
            PaperKind.ItemConsent => await new ConsentPaper(visits, terms).OfAsync(order, visit, data.Current, cancellationToken),
            PaperKind.PayLaterAgreement => AgreementPaper.Of(visit),
            _ => throw InvariantBrokenException.NoWordFor(order.Kind),
        };
        return await made.Match(
            (content, _) => store.IssueAsync(
                new Paper
                {
                    PaperId = key.ValidateOnly ? "" : Paper.IdOf(key.RequestId), Kind = order.Kind, Size = order.Size,
                    HospitalCode = visit.Case.Claim.HospitalCode, Number = new PaperNumber(ChinaTime.DayOf(now).Year, 0),
                    PersonKey = visit.Case.Person.PersonKey, VisitId = visit.Case.Claim.VisitId, Items = content.Items, HtmlHash = "",
                    Operator = operatorName, Issued = now,
                },
                number => content.Print(new PaperHead(order.Kind, order.Size, number, ChinaTime.DayOf(now)), visit),
                new WriteHead(key, operatorName, now), cancellationToken),
            () => Task.FromResult(Result.KeyReused<Paper>()),
            fault => Task.FromResult(Result.Refused<Paper>(fault)));
    }

    /// <summary>Records that a paper was signed, once; by its number in the file, by a scan, or by both.</summary>
    public async Task<Result<Paper>> SignAsync(
        string paperId, SignatureDraft draft, WriteKey key, string operatorName, CancellationToken cancellationToken)
    {
        if (draft.Scan.Length > 0 && !IsImage(draft.Scan.Span))
        {
            return Result.Refused<Paper>(Fault.Of(FieldRule.Format, "签字扫描件只收完整的 PNG 或 JPEG 图片", "scan"));
        }

        var now = Instants.Now(time);
        var today = ChinaTime.DayOf(now);
        var signature = new PaperSignature(
            draft.Signer, draft.Relation, draft.SignedOn ?? today, draft.FileNumber,
            draft.Scan.Length == 0 ? "" : Paper.HashOf(draft.Scan.Span), operatorName, now);
        Fault? Refuse(Paper? paper) =>
            OpenFault(paper, draft.HospitalCode, PaperState.Issued) is { } fault ? fault
            : signature.SignedOn > today || signature.SignedOn < ChinaTime.DayOf(paper!.Issued)
            ? Fault.Of(FieldRule.OutOfRange, "签字日期不能早于打印日期，也不能晚于今天", "signed_date")
            : null;
        var signed = await store.SignAsync(paperId, signature, Refuse, new WriteHead(key, operatorName, now), cancellationToken);
        return await AsItIsAsync(signed, key, paper => paper with { Signature = signature }, cancellationToken);
    }

    /// <summary>Withdraws a paper, signed or not, once. Its number is not given again.</summary>
    public async Task<Result<Paper>> WithdrawAsync(
        string paperId, HospitalCode hospitalCode, string reason, WriteKey key, string operatorName, CancellationToken cancellationToken)
    {
        var now = Instants.Now(time);
        var withdrawal = new PaperWithdrawal(reason, operatorName, now);
        var withdrawn = await store.WithdrawAsync(
            paperId, withdrawal, paper => OpenFault(paper, hospitalCode, PaperState.Issued, PaperState.WithSignature),
            new WriteHead(key, operatorName, now), cancellationToken);
        return await AsItIsAsync(withdrawn, key, paper => paper with { Withdrawal = withdrawal }, cancellationToken);
    }

    /// <summary>The paper after a write; with what was tried, where nothing was kept.</summary>
    private async Task<Result<Paper>> AsItIsAsync(
        Result<string> written, WriteKey key, Func<Paper, Paper> tried, CancellationToken cancellationToken) => await written.Match(
        async (id, replayed) => Result.Done(
            await store.FindAsync(id, cancellationToken) is var paper && key.ValidateOnly && !replayed ? tried(paper!) : paper!, replayed),
        () => Task.FromResult(Result.KeyReused<Paper>()),
        fault => Task.FromResult(Result.Refused<Paper>(fault)));

    private static Fault? OpenFault(Paper? paper, HospitalCode hospitalCode, params PaperState[] open) =>
        paper is null || paper.HospitalCode != hospitalCode ? new Fault(NotFound)
        : open.Contains(paper.State) ? null
        : new Fault(
            NotOpen, paper.State == PaperState.Withdrawn ? "该文书已作废，请重新打印后签字。" : "该文书已登记签字；登记有误的，先作废再重新打印。",
            Subject: paper.PaperId, SubjectName: "paper_id");

    private static bool IsImage(ReadOnlySpan<byte> scan)
    {
        ReadOnlySpan<byte> png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        ReadOnlySpan<byte> pngEnd = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82];
        ReadOnlySpan<byte> header = "IHDR"u8;
        const int HeaderAt = 12;
        const int SizesEnd = 24;
        return scan.StartsWith(png)
            ? scan.Length > SizesEnd + pngEnd.Length && scan[HeaderAt..].StartsWith(header) && scan.EndsWith(pngEnd)
                && BinaryPrimitives.ReadUInt32BigEndian(scan[16..]) > 0 && BinaryPrimitives.ReadUInt32BigEndian(scan[20..]) > 0
            : scan.Length > SizesEnd && scan.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) && scan.EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9]);
    }
}
