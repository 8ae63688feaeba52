using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Clearing.Decisions;

/// <summary>What the county answered to one line: how much it accepts, and why not the rest.</summary>
public sealed record ReplyLine(string ReceivableId, long AcceptedFen, string Reason);

/// <summary>
/// Claims (申报) and the counties' replies. A claim takes everything of one county that is open, service by service: advanced out-patient
/// relief together with in-patient relief, as the notice wants it. The same book always gives the same claim.
/// </summary>
public static class ClaimDecisions
{
    /// <summary>Builds the claim of a hospital to a county with all that is open of services up to the end of a month.</summary>
    public static Decision Build(ClearingState books, RecordHead head, HospitalCode hospitalCode, CountyCode countyCode, DateOnly month)
    {
        var end = new DateOnly(month.Year, month.Month, 1).AddMonths(1);
        Move[] moves =
        [
            .. books.Receivables.Values
                .Where(r => r.HospitalCode == hospitalCode && r.CountyCode == countyCode && r.ServiceDate < end && r.Fen(ReceivableStanding.Open) > 0)
                .OrderBy(r => r.ServiceDate).ThenBy(r => r.ReceivableId, StringComparer.Ordinal)
                .Select(r => new Move(r.ReceivableId, ReceivableStanding.Open, ReceivableStanding.Claimed, r.Fen(ReceivableStanding.Open))),
        ];
        var period = month.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (moves.Length == 0)
        {
            return Decision.Refuse(ClearingRefusal.NothingToClaim, $"{countyCode} {period}");
        }

        var earlier = books.Claims.Values.Count(c => c.HospitalCode == hospitalCode && c.CountyCode == countyCode && c.Period == period);
        return new(Decision.Next(books, head, RecordKind.ClaimBuilt) with
        {
            CountyCode = countyCode,
            HospitalCode = hospitalCode,
            ClaimId = string.Create(CultureInfo.InvariantCulture, $"Q{countyCode}-{hospitalCode}-{period}-{earlier + 1}"),
            Period = period,
            Moves = moves,
            Entries = Accounts.EntriesOf(books, moves),
        });
    }

    /// <summary>Records what the county answered; lines it says nothing of stay claimed.</summary>
    public static Decision Reply(ClearingState books, RecordHead head, string claimId, IReadOnlyList<ReplyLine> lines)
    {
        if (!books.Claims.TryGetValue(claimId, out var claim))
        {
            return Decision.Refuse(ClearingRefusal.ClaimNotFound, claimId);
        }

        if (claim.Withdrawn)
        {
            return Decision.Refuse(ClearingRefusal.ClaimWithdrawn, claimId);
        }

        if (lines.Count == 0)
        {
            return Decision.Refuse(ClearingRefusal.AmountOutOfRange, "lines");
        }

        var claimed = claim.Lines.ToDictionary(l => l.ReceivableId, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (Problem(books, claim, claimed, seen, line) is var problem and not ClearingRefusal.None)
            {
                return Decision.Refuse(problem, line.ReceivableId);
            }
        }

        Move[] moves = [.. lines.SelectMany(line => Moves(books.Receivables[line.ReceivableId], line))];
        return new(Decision.Next(books, head, RecordKind.ReplyRecorded) with
        {
            CountyCode = claim.CountyCode,
            HospitalCode = claim.HospitalCode,
            ClaimId = claimId,
            Moves = moves,
            Refusals =
            [
                .. lines.Where(l => l.AcceptedFen < books.Receivables[l.ReceivableId].Fen(ReceivableStanding.Claimed))
                    .Select(l => new RefusedLine(l.ReceivableId, l.Reason)),
            ],
            Entries = Accounts.EntriesOf(books, moves),
        });
    }

    private static ClearingRefusal Problem(
        ClearingState books, Claim claim, Dictionary<string, ClaimLine> claimed, HashSet<string> seen, ReplyLine line)
    {
        if (!claimed.ContainsKey(line.ReceivableId))
        {
            return ClearingRefusal.LineNotInClaim;
        }

        if (!seen.Add(line.ReceivableId))
        {
            return ClearingRefusal.LineGivenTwice;
        }

        var receivable = books.Receivables[line.ReceivableId];
        var openFen = receivable.ClaimId == claim.ClaimId ? receivable.Fen(ReceivableStanding.Claimed) : 0;
        if (openFen == 0)
        {
            return ClearingRefusal.LineNotOpenToReply;
        }

        if (line.AcceptedFen < 0 || line.AcceptedFen > openFen)
        {
            return ClearingRefusal.AcceptedAboveClaimed;
        }

        return line.AcceptedFen < openFen && !SeenText.IsAny(line.Reason) ? ClearingRefusal.ReasonMissing : ClearingRefusal.None;
    }

    private static IEnumerable<Move> Moves(Receivable receivable, ReplyLine line)
    {
        var refusedFen = receivable.Fen(ReceivableStanding.Claimed) - line.AcceptedFen;
        if (line.AcceptedFen > 0)
        {
            yield return new Move(line.ReceivableId, ReceivableStanding.Claimed, ReceivableStanding.Accepted, line.AcceptedFen);
        }

        if (refusedFen > 0)
        {
            yield return new Move(line.ReceivableId, ReceivableStanding.Claimed, ReceivableStanding.Refused, refusedFen);
        }
    }
}
