using System.Runtime.InteropServices;

namespace MedAid.Settlement.Ledger.Proof;

/// <summary>
/// The memory of the maps of a proof, in pages. So many pages are held; the others lie in a scratch file, which is opened when it is first
/// needed. So a proof takes the same memory for a book of any size. Without a scratch file all pages are held.
/// </summary>
/// <remarks>The host opens the scratch file and closes it when the proof is over. Nothing in it has a meaning afterwards.</remarks>
public sealed class ProofPages(Func<Stream>? openScratch = null, int heldMax = Limits.ProofPagesHeldMax)
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    private const int NotHeld = -1;
    private const int PagesOfBlock = 64;

    private readonly List<byte[]> blocks = [];
    private readonly List<Frame> frames = [];
    private readonly List<int> frameOf = [];
    private Stream? scratch;
    private int hand;

    /// <summary>Pages that are held.</summary>
    public int Held => frames.Count;

    /// <summary>Pages that there are.</summary>
    public int Pages => frameOf.Count;

    /// <summary>Makes a page of zeros; its number.</summary>
    public int Add()
    {
        var page = frameOf.Count;
        frameOf.Add(NotHeld);
        var frame = Take(page);
        Bytes(frame).Clear();
        CollectionsMarshal.AsSpan(frames)[frame].IsChanged = true;
        return page;
    }

    /// <summary>The bytes of a page, until the next page is asked for or made.</summary>
    public Span<byte> Page(int page, bool change)
    {
        var frame = frameOf[page];
        if (frame == NotHeld)
        {
            frame = Take(page);
            scratch!.Position = (long)page * PageSize;
            scratch.ReadExactly(Bytes(frame));
        }

        ref var held = ref CollectionsMarshal.AsSpan(frames)[frame];
        held.IsUsed = true;
        held.IsChanged |= change;
        return Bytes(frame);
    }

    /// <summary>A frame for a page: a new one, or that of the page that was not used for longest, roughly.</summary>
    private int Take(int page)
    {
        var frame = frames.Count;
        if (openScratch is null || frame < heldMax)
        {
            frames.Add(default);
            if (frame % PagesOfBlock == 0)
            {
                blocks.Add(GC.AllocateUninitializedArray<byte>(PagesOfBlock * PageSize));
            }
        }
        else
        {
            frame = Free();
        }

        CollectionsMarshal.AsSpan(frames)[frame] = new Frame { Page = page, IsUsed = true };
        frameOf[page] = frame;
        return frame;
    }

    private int Free()
    {
        var all = CollectionsMarshal.AsSpan(frames);
        for (; all[hand].IsUsed; hand = (hand + 1) % all.Length)
        {
            all[hand].IsUsed = false;
        }

        var frame = hand;
        hand = (hand + 1) % all.Length;
        if (all[frame].IsChanged)
        {
            scratch ??= openScratch!();
            scratch.Position = (long)all[frame].Page * PageSize;
            scratch.Write(Bytes(frame));
        }

        frameOf[all[frame].Page] = NotHeld;
        return frame;
    }

    private Span<byte> Bytes(int frame) => blocks[frame / PagesOfBlock].AsSpan(frame % PagesOfBlock * PageSize, PageSize);

    private struct Frame
    {
        public int Page;
        public bool IsUsed;
        public bool IsChanged;
    }
}
