using System.Globalization;
using MedAid.Clearing.Books;
using MedAid.Clearing.Decisions;
using MedAid.Clearing.Sheets;
using MedAid.Settlement.Ledger;

namespace MedAid.Clearing.Tests;

/// <summary>
/// The story of docs/CLEARING.md with its days: visits of July are taken over on 2 August, those of August on 31 August; claims on 1 September,
/// replies on the 10th, money on the 20th, and the first visit of 兴县 is undone on the 28th.
/// </summary>
internal sealed class ThreeCounties
{
    public const string Xing = "141123";
    public const string Lin = "141124";
    public const string Lishi = "141102";

    public static readonly HospitalAndCountyNames Places = new(
        new Dictionary<string, string> { [Xing] = "兴县", [Lin] = "临县", [Lishi] = "离石区" }, code => code == Visits.Hospital ? "样例医院" : null);

    private readonly SettlementDocument first = Visit("x1", Xing, 7, 14, 33_13);

    public Office Office { get; } = new();

    public ClearingState Books => Office.Books;

    public static string Id(string requestId) => $"{SettlementIds.Of(requestId)}.relief";

    public static string ClaimId(string county) => $"Q{county}-{Visits.Hospital}-2022-08-1";

    public Claim Claim(string county) => Books.Claims[ClaimId(county)];

    public ThreeCounties Settled()
    {
        At(8, 2);
        Office.Take(first, Visit("x2", Xing, 7, 21, 33_13), Visit("l1", Lin, 7, 20, 40_00), Visit("s1", Lishi, 7, 25, 25_00));
        At(8, 31);
        Office.Take(
            Visit("x3", Xing, 8, 3, 33_13), Visit("l2", Lin, 8, 5, 60_00), Visits.Visit("s2", Lishi, new DateOnly(2022, 8, 6), 25_00, advanced: false));
        return this;
    }

    public ThreeCounties Claimed()
    {
        Settled().At(9, 1);
        Array.ForEach([Xing, Lin, Lishi], county => Assert.Equal(ClearingRefusal.None, Office.Claim(county, "2022-08")));
        return this;
    }

    public ThreeCounties Answered()
    {
        Claimed().At(9, 10);
        foreach (var claim in Books.Claims.Values.ToArray())
        {
            var lines = claim.Lines.Select(l => l.ReceivableId == Id("l2")
                ? new ReplyLine(l.ReceivableId, 45_00, "超范围")
                : new ReplyLine(l.ReceivableId, l.AmountFen, ""));
            Assert.Equal(ClearingRefusal.None, Office.Do((books, head) => ClaimDecisions.Reply(books, head, claim.ClaimId, [.. lines])));
        }

        return this;
    }

    public ThreeCounties Ended()
    {
        Answered().At(9, 20);
        Assert.Equal(ClearingRefusal.None, Office.Pay("bank-x", Xing, 99_39));
        Assert.Equal(ClearingRefusal.None, Office.Pay("bank-l", Lin, 80_00));
        At(9, 28);
        Office.Take(Visits.Undone(first, "undo-x1"));
        return this;
    }

    public void At(int month, int day) => Office.Now = new DateTimeOffset(2022, month, day, 10, 0, 0, TimeSpan.FromHours(8));

    public static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static SettlementDocument Visit(string id, string county, int month, int day, long reliefFen) =>
        Visits.Visit(id, county, new DateOnly(2022, month, day), reliefFen);
}
