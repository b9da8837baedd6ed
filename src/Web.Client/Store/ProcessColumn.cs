using Packet.Dissect.Processes;

namespace WebCap.Client.Store;

/// <summary>
/// The Process column: texts for the rows on screen, looked up when they are asked for and kept until the book knows more, so that drawing costs a
/// comparison a row. A text belongs to the object that <see cref="PacketRows.Text"/> gave, which is another one for another packet in the same row.
/// </summary>
internal sealed class ProcessColumn(PacketRows rows, ProcessBook book)
{
    // As many as PacketRows keeps texts of.
    private const int CacheRows = 256;

    private readonly Entry[] cache = new Entry[CacheRows];

    /// <summary>What the column says of a row; empty for a gap, for a packet of no socket, and when nobody is known.</summary>
    public string Text(RowText row)
    {
        ref var entry = ref cache[row.Row & (CacheRows - 1)];
        if (!ReferenceEquals(entry.Row, row) || entry.Version != book.Version) entry = new Entry(row, book.Version, Of(row.Row).Short);
        return entry.Text;
    }

    private LikelyProcesses Of(long row) => rows.Store.TryGet(row, out var packet) ? rows.Processes(packet.ToInput(), book) : default;

    private readonly record struct Entry(RowText? Row, int Version, string Text);
}
