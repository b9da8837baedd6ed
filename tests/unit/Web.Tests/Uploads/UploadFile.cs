using System.Buffers;
using System.IO.Compression;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace WebCap.Tests.Uploads;

/// <summary>Capture files to send.</summary>
internal static class UploadFile
{
    /// <summary>A record of a pcap file: 16 bytes of header and 60 of frame.</summary>
    public const int PcapRecordBytes = 76;

    /// <summary>A pcap file's header.</summary>
    public const int PcapHeaderBytes = 24;

    public static byte[] Pcap(int packets)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new PcapWriter(bytes);
        writer.WriteHeader(LinkType.Ethernet);
        for (var i = 0; i < packets; i++) writer.Write(Frame(i), 60, 1_700_000_000 + i, 0);
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Pcapng(int packets)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(bytes);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet, Name = "eth0" });
        for (var i = 0; i < packets; i++) writer.Write(0, Frame(i), 60, 1_700_000_000 + i, 0);
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static byte[] Frame(int i)
    {
        var frame = new byte[60];
        frame[12] = 8;
        frame[59] = (byte)i;
        return frame;
    }
}
