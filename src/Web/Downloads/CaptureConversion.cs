using System.IO.Pipelines;
using Bpf.Wire.Files;

namespace WebCap.Downloads;

/// <summary>Whether a packet is wanted.</summary>
internal delegate bool PacketChoice(in CapturePacket packet);

/// <summary>
/// The packets of a capture file in the other format, while they are read: bytes, both lengths and the time to the nanosecond. The records are taken
/// out of one framing and put into the other; nobody looks at what is in them.
/// <para>
/// pcap has one link type and a place for nothing else: what a pcapng file says of interfaces, directions, drops, people's comments and its books is
/// not in it, and packets of another link type cannot be, so that the caller must know that there are none.
/// </para>
/// </summary>
/// <param name="format">Of what is made.</param>
/// <param name="description">The interface; pcap takes its link type and snap length.</param>
internal sealed class CaptureConversion(CaptureFileFormat format, CaptureInterface description)
{
    /// <summary>What a person has to say about it; pcapng only.</summary>
    public string? Comment { get; init; }

    /// <summary>Which packets are wanted; null for all.</summary>
    public PacketChoice? Choice { get; init; }

    /// <summary>Converts <paramref name="source"/> from where it stands to its end.</summary>
    /// <exception cref="CaptureFormatException">The file is damaged, or has another link type; what came before is in the output.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task CopyAsync(Stream source, PipeWriter output, CancellationToken cancellation)
    {
        var (pcap, pcapng) = Begin(output);
        using var reader = new CaptureFileReader(source, leaveOpen: true);
        while (await reader.FillAsync(cancellation))
        {
            CopyBuffered(reader, pcap, pcapng);
            // As much as the reader holds, and never more: whoever reads slowly slows this down.
            await output.FlushAsync(cancellation);
        }

        if (reader.Fault is { } fault) throw fault.ToException();
        // What was begun, where there was nothing to read behind it.
        await output.FlushAsync(cancellation);
    }

    /// <summary>The file without a packet.</summary>
    public async Task WriteEmptyAsync(PipeWriter output, CancellationToken cancellation)
    {
        Begin(output);
        await output.FlushAsync(cancellation);
    }

    private (PcapWriter? Pcap, PcapngWriter? Pcapng) Begin(PipeWriter output)
    {
        if (format == CaptureFileFormat.Pcap)
        {
            var pcap = new PcapWriter(output);
            pcap.WriteHeader(description.LinkType, description.SnapLength);
            return (pcap, null);
        }

        var pcapng = new PcapngWriter(output);
        pcapng.WriteSection(comment: Comment);
        pcapng.AddInterface(description);
        return (null, pcapng);
    }

    private void CopyBuffered(CaptureFileReader reader, PcapWriter? pcap, PcapngWriter? pcapng)
    {
        while (reader.TryReadBuffered(out var packet))
        {
            if (packet.LinkType != description.LinkType)
            {
                throw new CaptureFault(
                    CaptureFaultKind.Damaged, packet.Offset, FormattableString.Invariant($"the packet at byte {packet.Offset} has link type {(int)packet.LinkType}, not {(int)description.LinkType}"))
                    .ToException();
            }

            if (Choice?.Invoke(in packet) == false) continue;
            if (pcap is not null) pcap.Write(packet.Bytes, packet.WireLength, packet.Seconds, packet.Nanoseconds);
            else pcapng!.Write(0, packet.Bytes, packet.WireLength, packet.Seconds, packet.Nanoseconds, packet.Direction, packet.DroppedBefore);
        }
    }
}
