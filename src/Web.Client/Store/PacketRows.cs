using Packet.Dissect;
using Packet.Dissect.Processes;

namespace WebCap.Client.Store;

/// <summary>
/// The store as a person reads it: texts for the rows on screen, a tree for the packet that is looked at. Texts are made when they are asked for and kept in
/// a cache of fixed size, so that what scrolls by is made once and what nobody sees is never made.
/// </summary>
internal sealed class PacketRows
{
    // A power of two over twice what a tall screen shows (2,160 px / 22 px = 98 rows), so that scrolling back a page meets texts that are there.
    private const int CacheRows = 256;

    private readonly Dissection dissection;
    private readonly RowText?[] cache = new RowText?[CacheRows];

    /// <summary>Rows over a new, empty store.</summary>
    public PacketRows(DissectionLimits limits, long limitBytes = PacketStore.DefaultLimitBytes)
    {
        dissection = new Dissection(limits);
        Store = new PacketStore(dissection.Observe, limitBytes);
    }

    /// <summary>The packets.</summary>
    public PacketStore Store { get; }

    /// <summary>What the dissection kept and let go.</summary>
    public DissectionCounters Counters => dissection.Counters;

    /// <summary>The texts of a row; null when the row is not kept.</summary>
    public RowText? Text(long row)
    {
        ref var slot = ref cache[row & (CacheRows - 1)];
        if (slot is { } known && known.Row == row && row >= Store.FirstRow) return known;
        return slot = Make(row);
    }

    /// <summary>The fields of a row's packet; null when the row is a gap or not kept.</summary>
    public PacketTree? Tree(long row) => Store.TryGet(row, out var packet) ? dissection.Dissect(packet.ToInput()) : null;

    /// <summary>Between which ends a packet travels; false when it is of no socket.</summary>
    public bool TryFindFlow(in PacketInput packet, out PacketFlow flow) => dissection.TryFindFlow(packet, out flow);

    /// <summary>Who likely has a packet, as a book has it.</summary>
    public LikelyProcesses Processes(in PacketInput packet, ProcessBook book)
        => TryFindFlow(packet, out var flow) ? book.Find(flow, packet.Direction, packet.TimeNanoseconds) : default;

    /// <summary>Empties the list; conversations start anew with what comes next.</summary>
    public void Clear()
    {
        Store.Clear();
        Forget();
    }

    /// <summary>As new, for another device.</summary>
    public void Reset()
    {
        Store.Reset();
        Forget();
    }

    private void Forget()
    {
        dissection.Reset();
        Array.Clear(cache);
    }

    private RowText? Make(long row)
    {
        if (Store.TryGet(row, out var packet))
            return new RowText(row, packet.Number, packet.TimeNanoseconds, packet.Header.WireLength, dissection.Summarise(packet.ToInput()));
        return Store.TryGetGap(row, out var missing, out var reason) ? new RowText(row, missing, reason) : null;
    }
}
