using System.Data.Common;
using System.Text;
using MedAid.Core;
using MedAid.Settlement;
using MedAid.Settlement.Sql;
using MedAid.Settlement.Writes;
using MedAid.Tables;

namespace MedAid.Precheck.Papers;

/// <summary>Which papers of a hospital are listed: of a visit or of all, in one state or in any.</summary>
public sealed record PaperFilter(HospitalCode HospitalCode, string VisitId, PaperState? State);

/// <summary>Keeps papers on either database. Papers, signatures and withdrawals are only added; the database refuses to change them.</summary>
public sealed class PaperStore(ISqlDatabase database)
{
    /// <summary>What a write holds alone, so that numbers have no gap and a paper is signed once.</summary>
    private const string Alone = "paper";

    private const string Heads =
        "p.paper_id, p.kind, p.size, p.hospital_code, p.year, p.number, p.person_key, p.visit_id, p.items, p.html_hash, p.operator, p.issued_us, "
        + "s.signer, s.relation, s.signed_date, s.file_number, s.scan_hash, s.operator, s.noted_us, w.reason, w.operator, w.noted_us";

    private const string From =
        "FROM paper p LEFT JOIN paper_signature s ON s.paper_id = p.paper_id LEFT JOIN paper_withdrawal w ON w.paper_id = p.paper_id";

    private const string WholeSql = $"SELECT {Heads}, p.html {From} WHERE p.paper_id = @0";

    private const string OfPersonSql = $"SELECT {Heads} {From} WHERE p.person_key = @0 AND p.hospital_code = @1 ORDER BY p.issued_us, p.number";

    private const string NextSql = "SELECT coalesce(max(number), 0) + 1 FROM paper WHERE hospital_code = @0 AND year = @1";

    private const string ListSql =
        $"""
        SELECT {Heads} {From}
        WHERE p.hospital_code = @0 AND (@1 = '' OR p.visit_id = @1)
        AND (@2 = 0 OR @2 = CASE WHEN w.paper_id IS NOT NULL THEN 3 WHEN s.paper_id IS NOT NULL THEN 2 ELSE 1 END)
        AND (p.year < @3 OR (p.year = @3 AND p.number < @4))
        ORDER BY p.year DESC, p.number DESC LIMIT @5
        """;

    private const char BetweenItems = ' ';
    private const char BeforePrice = ':';

    /// <summary>Issues a paper under the next number of its hospital and year; <paramref name="print"/> makes the page with it.</summary>
    public Task<Result<Paper>> IssueAsync(Paper draft, Func<PaperNumber, string> print, WriteHead head, CancellationToken cancellationToken) =>
        Once.WriteAsync(
            database, Alone, head,
            new OnceWork<Paper>(
                async session => Result.Done(Printed(
                    draft, print, head.Key.ValidateOnly ? 0 : await NextAsync(session, draft.HospitalCode, draft.Number.Year))),
                KeepAsync, made => made.PaperId, async (session, id) => (await FindAsync(session, id))!),
            cancellationToken);

    /// <summary>Records a signature, or says why not.</summary>
    public Task<Result<string>> SignAsync(
        string paperId, PaperSignature signature, Func<Paper?, Fault?> refuse, WriteHead head, CancellationToken cancellationToken) =>
        Once.WriteAsync(
            database, Alone, head, paperId, async session => refuse(await FindAsync(session, paperId)),
            session => session.InsertAsync(
                "INSERT INTO paper_signature (paper_id, signer, relation, signed_date, file_number, scan_hash, operator, noted_us)",
                [
                    [
                        paperId, (int)signature.Signer, signature.Relation, signature.SignedOn, signature.FileNumber, signature.ScanHash,
                        signature.Operator, Instants.Microseconds(signature.Noted),
                    ],
                ]),
            cancellationToken);

    /// <summary>Records that a paper counts for nothing, or says why not.</summary>
    public Task<Result<string>> WithdrawAsync(
        string paperId, PaperWithdrawal withdrawal, Func<Paper?, Fault?> refuse, WriteHead head, CancellationToken cancellationToken) =>
        Once.WriteAsync(
            database, Alone, head, paperId, async session => refuse(await FindAsync(session, paperId)),
            session => session.InsertAsync(
                "INSERT INTO paper_withdrawal (paper_id, reason, operator, noted_us)",
                [[paperId, withdrawal.Reason, withdrawal.Operator, Instants.Microseconds(withdrawal.Noted)]]),
            cancellationToken);

    /// <summary>A paper with its page, or null.</summary>
    public Task<Paper?> FindAsync(string paperId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => FindAsync(session, paperId), cancellationToken);

    /// <summary>A patient's papers at a hospital, oldest first, without their pages.</summary>
    public async Task<IReadOnlyList<Paper>> OfPersonAsync(PersonKey personKey, HospitalCode hospitalCode, CancellationToken cancellationToken) =>
        await database.ReadAsync(session => session.QueryAsync(OfPersonSql, Head, personKey, hospitalCode), cancellationToken);

    /// <summary>Papers of a hospital before a number, newest first, without their pages.</summary>
    public async Task<IReadOnlyList<Paper>> ListAsync(PaperFilter filter, PaperNumber before, int count, CancellationToken cancellationToken) =>
        await database.ReadAsync(
            session => session.QueryAsync(
                ListSql, Head, filter.HospitalCode, filter.VisitId, (int)(filter.State ?? 0), before.Year, before.Number, count),
            cancellationToken);

    private static async Task<int> NextAsync(SqlSession session, HospitalCode hospitalCode, int year) =>
        (await session.QueryAsync(NextSql, row => (int)row.GetInt64(0), hospitalCode, year))[0];

    private static Paper Printed(Paper draft, Func<PaperNumber, string> print, int number)
    {
        var numbered = draft with { Number = draft.Number with { Number = number } };
        var html = print(numbered.Number);
        return numbered with { Html = html, HtmlHash = Paper.HashOf(Encoding.UTF8.GetBytes(html)) };
    }

    private static async Task<Paper> KeepAsync(SqlSession session, Paper paper)
    {
        await session.InsertAsync(
            "INSERT INTO paper (paper_id, kind, size, hospital_code, year, number, person_key, visit_id, items, html, html_hash, operator, "
                + "issued_us)",
            [
                [
                    paper.PaperId, (int)paper.Kind, (int)paper.Size, paper.HospitalCode, paper.Number.Year, paper.Number.Number, paper.PersonKey,
                    paper.VisitId, string.Join(BetweenItems, paper.Items.Select(i => $"{i.Code}{BeforePrice}{i.PriceMillionths}")), paper.Html,
                    paper.HtmlHash, paper.Operator, Instants.Microseconds(paper.Issued),
                ],
            ]);
        return paper;
    }

    private static async Task<Paper?> FindAsync(SqlSession session, string paperId)
    {
        var found = await session.QueryAsync(WholeSql, row => Head(row) with { Html = row.GetString(22) }, paperId);
        return found.Count == 0 ? null : found[0];
    }

    private static Paper Head(DbDataReader row) => new()
    {
        PaperId = row.GetString(0),
        Kind = (PaperKind)row.GetInt32(1),
        Size = (PageSize)row.GetInt32(2),
        HospitalCode = new(row.GetString(3)),
        Number = new(row.GetInt32(4), row.GetInt32(5)),
        PersonKey = new(row.GetString(6)),
        VisitId = row.GetString(7),
        Items = [.. row.GetString(8).Split(BetweenItems, StringSplitOptions.RemoveEmptyEntries).Select(Item)],
        HtmlHash = row.GetString(9),
        Operator = row.GetString(10),
        Issued = Instants.OfMicroseconds(row.GetInt64(11)),
        Signature = row.IsDBNull(12) ? null : new PaperSignature(
            (Signer)row.GetInt32(12), row.GetString(13), row.GetFieldValue<DateOnly>(14), row.GetString(15), row.GetString(16), row.GetString(17),
            Instants.OfMicroseconds(row.GetInt64(18))),
        Withdrawal = row.IsDBNull(19)
            ? null
            : new PaperWithdrawal(row.GetString(19), row.GetString(20), Instants.OfMicroseconds(row.GetInt64(21))),
    };

    private static PaperItem Item(string text)
    {
        var at = text.LastIndexOf(BeforePrice);
        return new PaperItem(text[..at], long.Parse(text.AsSpan(at + 1), System.Globalization.CultureInfo.InvariantCulture));
    }
}
