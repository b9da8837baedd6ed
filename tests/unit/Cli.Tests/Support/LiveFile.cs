using System.Buffers;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace WebCap.Cli.Tests.Support;

/// <summary>What live.pcapng sends of a capture: an interface, UDP packets a second apart, and the books.</summary>
internal static class LiveFile
{
    /// <summary>2030-01-01 00:00:00 UTC.</summary>
    public const long FirstSecond = 1_893_456_000;

    /// <param name="count">Packets; packet n has n more bytes of payload than the first.</param>
    /// <param name="books">Whether the device was closed properly.</param>
    public static byte[] Of(int count, bool books = true)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(bytes);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet, Name = "eth0", Filter = "udp", SnapLength = 262144 });
        for (var i = 0; i < count; i++) writer.Write(0, Udp(i), (uint)(46 + i), FirstSecond + i, 123_456_789, FrameDirection.In);
        if (books)
        {
            writer.WriteStatistics(
                0,
                new CaptureStatistics { Received = 100, Accepted = (ulong)count + 7, DroppedByInterface = 4, DroppedBySystem = 2, Delivered = (ulong)count },
                DateTimeOffset.FromUnixTimeSeconds(FirstSecond + count));
        }

        return bytes.WrittenSpan.ToArray();
    }

    private static byte[] Udp(int extra)
    {
        var frame = new byte[46 + extra];
        Convert.FromHexString("0200000000020200000000010800" + "4500" + (32 + extra).ToString("x4") + "0000000040110000C6336401C6336402" + "42680009" + (12 + extra).ToString("x4") + "0000")
            .CopyTo(frame, 0);
        return frame;
    }
}
