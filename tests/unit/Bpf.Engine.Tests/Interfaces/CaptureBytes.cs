using System.Buffers;
using System.Buffers.Binary;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace Bpf.Engine.Tests.Interfaces;

/// <summary>Builds small capture files whose frames are numbered from 1, so that what was played can be named.</summary>
internal sealed class CaptureBytes
{
    /// <summary>The time of a packet at offset 0: 2023-11-14 22:13:20 UTC.</summary>
    public const long BaseSeconds = 1_700_000_000;

    /// <summary>Bytes that a packet takes in the file, where it has no direction.</summary>
    public const int PacketBlockBytes = 52;

    private readonly ArrayBufferWriter<byte> output = new();
    private readonly PcapngWriter writer;
    private uint count;

    public CaptureBytes(params LinkType[] interfaces)
    {
        writer = new PcapngWriter(output);
        writer.WriteSection();
        foreach (var linkType in interfaces.DefaultIfEmpty(LinkType.Ethernet)) writer.AddInterface(new CaptureInterface { LinkType = linkType });
    }

    public byte[] ToArray() => output.WrittenSpan.ToArray();

    /// <summary>A numbered frame of 20 bytes, so many milliseconds after the base time; longer on the wire by 80.</summary>
    public CaptureBytes Packet(double offsetMs, int interfaceId = 0, FrameDirection direction = FrameDirection.None)
    {
        var frame = new byte[20];
        BinaryPrimitives.WriteUInt32BigEndian(frame, ++count);
        var nanoseconds = (Int128)BaseSeconds * 1_000_000_000 + (long)Math.Round(offsetMs * 1000) * 1000;
        writer.Write(interfaceId, frame, 100, (long)(nanoseconds / 1_000_000_000), (uint)(nanoseconds % 1_000_000_000), direction);
        return this;
    }

    /// <summary>As many numbered frames as asked, a millisecond apart.</summary>
    public static byte[] Evenly(int packets)
    {
        var file = new CaptureBytes();
        for (var i = 0; i < packets; i++) file.Packet(i);
        return file.ToArray();
    }
}
