using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Bpf.Engine.Device;

namespace Bpf.Engine.Tap;

/// <summary>
/// A run of frames at a tap point: the calls of bpf_mtap(9). Lives on the stack of one thread; nothing is allocated between its opening and its
/// end. Every call offers one frame to every attached device, without early exit [TAP-2]; the frame is not modified and not kept. Every call
/// returns 1 if any device's filter asks that the frame be dropped, which is then the caller's job, else 0 [TAP-3].
/// </summary>
public readonly ref struct TapSession
{
    private readonly TapPoint point;
    private readonly BpfDevice[] devices;

    internal TapSession(TapPoint point, BpfDevice[] devices)
    {
        this.point = point;
        this.devices = devices;
    }

    /// <summary>A frame in one piece.</summary>
    // Part of the caller's loop, so that this too is full code from the first frame on where the caller is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Tap(scoped in Frame frame)
    {
        var drop = 0;
        foreach (var device in devices) drop |= device.Offer(in frame);
        return drop;
    }

    /// <summary>A frame in several segments (bpf_mtap).</summary>
    public int TapSegments(scoped in SegmentedFrame frame)
    {
        var first = frame.Bytes.First;
        return first.Length == frame.Bytes.Length
            ? Tap(new Frame
            {
                Bytes = first,
                WireLength = frame.WireLength,
                Seconds = frame.Seconds,
                Nanoseconds = frame.Nanoseconds,
                Direction = frame.Direction,
            })
            : Offer(in frame, null);
    }

    /// <summary>
    /// A frame that filters and records see behind a <paramref name="header"/>, which counts in its lengths (bpf_mtap_hdr). The header stays
    /// where it is: it is an extra first segment.
    /// </summary>
    /// <param name="header">Any bytes, in the byte order that readers expect; may be empty.</param>
    /// <param name="frame">The frame behind it.</param>
    /// <param name="copy">Copies header and frame into the record; null for plain copying.</param>
    public int TapHeader(scoped ReadOnlySpan<byte> header, scoped in SegmentedFrame frame, FrameCopy? copy = null)
    {
        if (copy is null && header.IsEmpty) return TapSegments(in frame);
        return Offer(frame.Behind(header), copy);
    }

    /// <summary>A frame behind its address family, 4 bytes in network order (bpf_mtap_af): what <see cref="Wire.LinkType.Loop"/> is.</summary>
    public int TapAddressFamily(uint family, scoped in SegmentedFrame frame)
    {
        Span<byte> header = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(header, family);
        return Offer(frame.Behind(header), null);
    }

    /// <summary>
    /// An Ethernet frame, with the VLAN tag that came beside it put back between addresses and type, where it was on the wire: filters and
    /// records see it and the wire length is 4 more (bpf_mtap_ether) [TAP-4]. Without a tag, or when the frame is too short to have a place
    /// for one, the frame is tapped as it is.
    /// </summary>
    public int TapEthernet(scoped in SegmentedFrame frame, VlanTag? tag)
    {
        if (tag is not { } present || frame.Bytes.Length < EthernetHeader.Length) return TapSegments(in frame);
        Span<byte> header = stackalloc byte[EthernetHeader.TaggedLength];
        // The type is behind the tag, two bytes at 12 before and at 16 after.
        frame.Bytes.CopyTo(header[..EthernetHeader.Length]);
        header[EthernetHeader.TypeOffset..EthernetHeader.Length].CopyTo(header[(EthernetHeader.TypeOffset + VlanTag.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(header[EthernetHeader.TypeOffset..], present.OnTheWire);
        return Offer(frame.Replace(frame.Bytes.Behind(header, EthernetHeader.Length), VlanTag.Length), null);
    }

    private int Offer(scoped in SegmentedFrame frame, FrameCopy? copy)
    {
        var drop = 0;
        foreach (var device in devices) drop |= device.Offer(in frame, copy);
        return drop;
    }

    /// <summary>Ends the run: devices are free again and those with something to read wake their readers.</summary>
    public void Dispose() => point.End(devices);
}
