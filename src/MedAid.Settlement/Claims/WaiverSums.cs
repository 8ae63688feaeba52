using MedAid.Settlement.Ledger;

namespace MedAid.Settlement.Claims;

/// <summary>Adds up what documents say of waivers, newest first, so that a programme goes by its latest title.</summary>
internal sealed class WaiverSums
{
    private readonly Dictionary<(string Programme, string Head), (long Items, long WaivedFen)> sums = [];
    private readonly Dictionary<string, string> titles = new(StringComparer.Ordinal);

    public int Settlements { get; private set; }

    public long WaivedFen { get; private set; }

    public long JournalFen { get; private set; }

    public void Add(SettlementDocument document)
    {
        Settlements++;
        WaivedFen = checked(WaivedFen + document.Breakdown.WaivedFen);
        JournalFen = checked(JournalFen + document.Entries.Where(e => e.Account == Account.WaiverExpense).Sum(e => e.AmountFen.Value));
        foreach (var waiver in document.Breakdown.Waivers)
        {
            titles.TryAdd(waiver.Programme, waiver.Title);
            foreach (var head in waiver.Heads)
            {
                Add((waiver.Programme, head.Head), head.Items, head.WaivedFen);
            }
        }

        // Documents of older versions say what was waived, but not by which programme.
        var unnamedFen = document.Breakdown.WaivedFen - document.Breakdown.Waivers.Sum(w => w.WaivedFen);
        if (unnamedFen != 0)
        {
            titles.TryAdd("", "未记项目（旧版本的结算）");
            Add(("", ""), 0, unnamedFen);
        }
    }

    public IReadOnlyList<WaiverCost> Costs() =>
    [
        .. sums.OrderBy(s => s.Key.Programme, StringComparer.Ordinal).ThenBy(s => s.Key.Head, StringComparer.Ordinal)
            .Select(s => new WaiverCost(s.Key.Programme, titles[s.Key.Programme], s.Key.Head, s.Value.Items, s.Value.WaivedFen)),
    ];

    private void Add((string Programme, string Head) key, long items, long waivedFen)
    {
        var (itemsBefore, fenBefore) = sums.GetValueOrDefault(key);
        sums[key] = checked((itemsBefore + items, fenBefore + waivedFen));
    }
}
