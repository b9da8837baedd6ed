using System.Buffers;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace WebCap.Client.Store;

/// <summary>
/// Writes what the store has as a pcapng file, some rows at a time so that the page stays usable. The protocol: <see cref="WriteSome"/> until it returns false,
/// then <see cref="Finish"/>. The rows are those that were there at the beginning; one that is evicted before its turn is not in the file.
/// A gap is told by the packet after it, as the number of packets dropped before that one.
/// </summary>
internal sealed class PcapngExport
{
    private readonly PacketStore store;
    private readonly PcapngWriter writer;
    private readonly Func<LinkType, CaptureInterface> describe;
    private readonly PacketComment? comment;
    private readonly Dictionary<LinkType, int> interfaces = [];
    private readonly long endRow;
    private long row;
    private long missing;

    /// <summary>
    /// Begins a file in <paramref name="output"/>; <paramref name="describe"/> describes the interface for a link type, and <paramref name="comment"/> has
    /// what there is to say about a packet.
    /// </summary>
    public PcapngExport(PacketStore store, IBufferWriter<byte> output, Func<LinkType, CaptureInterface> describe, PacketComment? comment = null)
    {
        this.store = store;
        this.describe = describe;
        this.comment = comment;
        writer = new PcapngWriter(output);
        writer.WriteSection();
        (row, endRow) = (store.FirstRow, store.EndRow);
    }

    /// <summary>Packets written.</summary>
    public long PacketCount { get; private set; }

    /// <summary>Writes up to <paramref name="maxRows"/> rows; false when there are no more.</summary>
    public bool WriteSome(int maxRows)
    {
        row = Math.Max(row, store.FirstRow);
        for (var end = Math.Min(endRow, row + maxRows); row < end; row++)
        {
            if (store.TryGet(row, out var packet))
            {
                var dropped = (ulong)(missing + packet.Header.DroppedBefore);
                writer.Write(
                    InterfaceOf(packet.LinkType), packet.Bytes, packet.Header.WireLength, packet.Header.Seconds,
                    packet.Header.NanosecondsAs(packet.TimestampFormat), packet.Header.Direction, dropped, comment?.Invoke(packet.ToInput()));
                missing = 0;
                PacketCount++;
            }
            else if (store.TryGetGap(row, out var count, out _))
            {
                missing += count;
            }
        }

        return row < endRow;
    }

    /// <summary>Ends the file with the loss ledger.</summary>
    public void Finish(CaptureStatistics statistics, DateTimeOffset takenAt)
    {
        if (interfaces.Count > 0) writer.WriteStatistics(0, statistics, takenAt);
    }

    private int InterfaceOf(LinkType linkType)
    {
        if (!interfaces.TryGetValue(linkType, out var id)) interfaces.Add(linkType, id = writer.AddInterface(describe(linkType)));
        return id;
    }
}
