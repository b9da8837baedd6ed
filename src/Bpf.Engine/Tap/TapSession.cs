using System.Buffers.Binary;
using Bpf.Engine.Device;

namespace Bpf.Engine.Tap;

/// <summary>
/// A run of frames at a tap point. Lives on the stack of one thread; nothing is allocated between its opening and its end, except that the
/// scratch for rebuilt VLAN headers grows to the largest tagged frame once.
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

    /// <summary>
    /// Offers one frame to every attached device, without early exit [TAP-2]. The frame is not modified and not kept.
    /// Returns 1 if any device's filter asks that the frame be dropped, which is then the caller's job [TAP-3]; else 0.
    /// </summary>
    public int Tap(in Frame frame)
    {
        if (frame.HasVlanTag && frame.Bytes.Length >= TapPoint.EthernetHeaderLength) return TapEthernet(in frame);
        var drop = 0;
        foreach (var device in devices) drop |= device.Offer(in frame);
        return drop;
    }

    // bpf_mtap_ether: the tag that the hardware or the kernel took out goes back between addresses and type, so that filters and records see
    // the frame as it was on the wire [TAP-4]. A tagged frame too short for an Ethernet header has no place for it and is tapped as it came.
    private int TapEthernet(in Frame frame)
    {
        var taggedLength = frame.Bytes.Length + TapPoint.VlanTagLength;
        if (point.VlanScratch.Length < taggedLength) point.VlanScratch = new byte[Math.Max(2048, taggedLength * 2)];
        var tagged = point.VlanScratch.AsSpan(0, taggedLength);
        var addresses = TapPoint.EthernetAddressesLength;
        frame.Bytes[..addresses].CopyTo(tagged);
        var protocol = frame.VlanProtocol == 0 ? TapPoint.CustomerVlanProtocol : frame.VlanProtocol;
        BinaryPrimitives.WriteUInt16BigEndian(tagged[addresses..], protocol);
        BinaryPrimitives.WriteUInt16BigEndian(tagged[(addresses + 2)..], frame.VlanControl);
        frame.Bytes[addresses..].CopyTo(tagged[(addresses + TapPoint.VlanTagLength)..]);

        var rebuilt = new Frame
        {
            Bytes = tagged,
            WireLength = frame.WireLength + TapPoint.VlanTagLength,
            Seconds = frame.Seconds,
            Nanoseconds = frame.Nanoseconds,
            Direction = frame.Direction,
        };
        var drop = 0;
        foreach (var device in devices) drop |= device.Offer(in rebuilt);
        return drop;
    }

    /// <summary>Ends the run: devices are free again and those with something to read wake their readers.</summary>
    public void Dispose() => point.End(devices);
}
