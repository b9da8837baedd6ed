using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

/// <summary>The same file through WebCap and through Wireshark's tools must be the same packets.</summary>
public sealed class OtherToolsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("webcap-files-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TsharkReadsOurPcapngWithTheSamePackets()
    {
        var path = PathOf("ours.pcapng");
        File.WriteAllBytes(path, WritePcapng(Packets(60)));

        Assert.Equal(Packets(60).Select(Line), TsharkLines(path, "-e", "frame.interface_name", "-e", "frame.packet_flags_direction"));
        Assert.Equal(Packets(60).Select(packet => packet.Hex), TsharkBytes(path));

        static string Line(ReadPacket packet) => Common(packet) + $"\teth{packet.InterfaceIndex}\t" + packet.Direction switch
        {
            FrameDirection.In => "0x00000001",
            FrameDirection.Out => "0x00000002",
            _ => "",
        };
    }

    [Fact]
    public void TsharkReadsTheCommentsOfOurPackets()
    {
        string?[] comments = ["a", "ab", null, "abc", "abcd", "Likely process: caf\u00e9 (12) \u2192 \U0001D11E (34), nginx.service", "", "<b>&amp;\\x1b"];
        var path = PathOf("comments.pcapng");
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });
        for (var i = 0; i < comments.Length; i++) writer.Write(0, new byte[14 + i], (uint)(14 + i), 1_700_000_000 + i, 0, (FrameDirection)(i % 3), (ulong)(i % 2), comments[i]);
        File.WriteAllBytes(path, output.WrittenSpan.ToArray());

        using var document = JsonDocument.Parse(CaptureTool.Run("tshark", "-n", "-r", path, "-T", "json", "-e", "frame.number", "-e", "frame.comment"));
        Assert.Equal(
            comments.Select(comment => comment is "" ? null : comment),
            document.RootElement.EnumerateArray().Select(packet =>
                packet.GetProperty("_source").GetProperty("layers").TryGetProperty("frame.comment", out var comment) ? comment[0].GetString() : null));
    }

    [Theory]
    [InlineData(TimestampFormat.Microseconds)]
    [InlineData(TimestampFormat.Nanoseconds)]
    public void TsharkReadsOurPcapWithTheSamePackets(TimestampFormat precision)
    {
        var unit = precision == TimestampFormat.Nanoseconds ? 1u : 1000u;
        var packets = Packets(60).Select(packet => packet with { Nanoseconds = packet.Nanoseconds / unit * unit }).ToList();
        var path = PathOf("ours.pcap");
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapWriter(output, precision);
        writer.WriteHeader(LinkType.Ethernet);
        foreach (var packet in packets) writer.Write(Convert.FromHexString(packet.Hex), packet.WireLength, packet.Seconds, packet.Nanoseconds);
        File.WriteAllBytes(path, output.WrittenSpan.ToArray());

        Assert.Equal(packets.Select(Common), TsharkLines(path));
        Assert.Equal(packets.Select(packet => packet.Hex), TsharkBytes(path));
    }

    [Fact]
    public void CapinfosSeesWhatOurPcapngDescribes()
    {
        var path = PathOf("ours.pcapng");
        File.WriteAllBytes(path, WriterTests.SampleFile());

        var report = CaptureTool.Run("capinfos", "-M", path);

        string[] expected =
        [
            "Capture hardware:    a machine",
            "Capture oper-sys:    an operating system",
            "Capture application: WebCap",
            "Number of packets:   4",
            "Number of interfaces in file: 2",
            "Name = eth0",
            "Description = the uplink",
            "Encapsulation = Ethernet",
            "Capture length = 96",
            "Time precision = nanoseconds (9)",
            "Filter string = udp port 53",
            "Operating system = Linux",
            "Number of stat entries = 1",
        ];
        Assert.All(expected, line => Assert.Contains(line, report, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pcap", 1000u)]
    [InlineData("nsecpcap", 1u)]
    [InlineData("pcapng", 1u)]
    public void WhatEditcapWritesIsReadEqual(string format, uint unit)
    {
        // A pcap file keeps one interface and no directions.
        var packets = Packets(200).Select(packet => format == "pcapng" ? packet : packet with { InterfaceIndex = 0, Direction = FrameDirection.None, DroppedBefore = 0 }).ToList();
        var (ours, theirs) = (PathOf("ours.pcapng"), PathOf("theirs"));
        File.WriteAllBytes(ours, WritePcapng(packets));
        CaptureTool.Run("editcap", "-F", format, ours, theirs);

        var reading = Reading.Of(File.ReadAllBytes(theirs));

        Assert.Null(reading.Fault);
        Assert.Equal(
            packets.Select(packet => packet with { Nanoseconds = packet.Nanoseconds / unit * unit }),
            reading.Packets.Select(packet => packet.Anywhere()));
    }

    [Fact]
    public void FilesThatEditcapDamagedAreReadWithoutACrash()
    {
        var ours = PathOf("ours.pcapng");
        File.WriteAllBytes(ours, WritePcapng(Packets(200)));
        string[] rates = ["0.001", "0.01", "0.05"];
        foreach (var rate in rates)
        {
            // editcap damages packet bytes and keeps the frame around them, so the counts must agree.
            var theirs = PathOf("damaged-" + rate);
            CaptureTool.Run("editcap", "-E", rate, "--seed", "1", ours, theirs);
            var reading = Reading.Of(File.ReadAllBytes(theirs));
            Assert.Null(reading.Fault);
            Assert.Equal(200, reading.Packets.Count);
        }
    }

    [Fact]
    public void AMergedFileKeepsItsInterfacesApart()
    {
        var (one, two, merged) = (PathOf("one.pcapng"), PathOf("two.pcapng"), PathOf("merged.pcapng"));
        File.WriteAllBytes(one, WritePcapng([new ReadPacket("0102", 2, 1, 0), new ReadPacket("0304", 2, 3, 0)]));
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Raw, Name = "tun0" });
        writer.Write(0, [0x45, 0], 2, 2, 0);
        File.WriteAllBytes(two, output.WrittenSpan.ToArray());
        CaptureTool.Run("mergecap", "-w", merged, one, two);

        var reading = Reading.Of(File.ReadAllBytes(merged));

        Assert.Equal(["0102", "4500", "0304"], reading.Packets.Select(packet => packet.Hex));
        Assert.Equal(["eth0", "tun0", "eth0"], reading.Packets.Select(packet => reading.Interfaces[packet.InterfaceIndex].Name!));
        Assert.Equal([LinkType.Ethernet, LinkType.Raw, LinkType.Ethernet], reading.Packets.Select(packet => packet.LinkType));
    }

    private string PathOf(string name) => Path.Combine(folder, name);

    /// <summary>Random Ethernet frames, some cut, on two interfaces, in time order.</summary>
    private static List<ReadPacket> Packets(int count)
    {
        var random = new Random(4711);
        var packets = new List<ReadPacket>();
        for (var i = 0; i < count; i++)
        {
            var frame = new byte[random.Next(14, 1514)];
            random.NextBytes(frame);
            // An EtherType nobody decodes: the test is about files, not about protocols.
            (frame[12], frame[13]) = (0x88, 0xB5);
            packets.Add(new ReadPacket(
                Convert.ToHexString(frame),
                (uint)(frame.Length + (i % 3 == 0 ? random.Next(2000) : 0)),
                1_700_000_000 + i / 7,
                (uint)(i % 7 * 142_857_142 + random.Next(1000)),
                i % 2,
                Direction: (FrameDirection)(i % 3),
                DroppedBefore: i % 10 == 0 ? (ulong)i : 0));
        }

        return packets;
    }

    private static byte[] WritePcapng(List<ReadPacket> packets)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection("test hardware", "test system");
        for (var i = 0; i <= packets.Max(packet => packet.InterfaceIndex); i++)
            writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet, Name = FormattableString.Invariant($"eth{i}") });
        foreach (var packet in packets)
        {
            writer.Write(
                packet.InterfaceIndex, Convert.FromHexString(packet.Hex), packet.WireLength, packet.Seconds, packet.Nanoseconds, packet.Direction, packet.DroppedBefore);
        }

        return output.WrittenSpan.ToArray();
    }

    private static string Common(ReadPacket packet) =>
        string.Create(CultureInfo.InvariantCulture, $"{packet.Seconds}.{packet.Nanoseconds:D9}\t{packet.WireLength}\t{packet.Hex.Length / 2}");

    private static string[] TsharkLines(string path, params string[] fields) => CaptureTool.Run(
        "tshark", ["-n", "-r", path, "-T", "fields", "-e", "frame.time_epoch", "-e", "frame.len", "-e", "frame.cap_len", .. fields])
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static List<string> TsharkBytes(string path)
    {
        using var document = JsonDocument.Parse(CaptureTool.Run("tshark", "-n", "-r", path, "-T", "jsonraw", "-j", "frame"));
        return [.. document.RootElement.EnumerateArray()
            .Select(packet => packet.GetProperty("_source").GetProperty("layers").GetProperty("frame_raw")[0].GetString()!.ToUpperInvariant())];
    }
}
