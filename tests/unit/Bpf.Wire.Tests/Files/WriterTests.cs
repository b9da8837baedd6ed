using System.Buffers;
using System.Text;
using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

public class WriterTests
{
    /// <summary>A pcapng file with all that the writer can write.</summary>
    public static byte[] SampleFile()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection("a machine", "an operating system");
        writer.AddInterface(new CaptureInterface
        {
            LinkType = LinkType.Ethernet, SnapLength = 96, Name = "eth0", Description = "the uplink", Filter = "udp port 53", OperatingSystem = "Linux",
        });
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Raw, Name = "tun0" });
        writer.Write(0, [1, 2, 3, 4, 5], 60, 1_700_000_000, 123_456_789, FrameDirection.In, droppedBefore: 3);
        writer.Write(1, [6], 1, 1_700_000_000, 999_999_999, FrameDirection.Out);
        writer.Write(0, [], 9, 1_700_000_001, 0, FrameDirection.None, droppedBefore: ulong.MaxValue);
        writer.Write(1, [7, 8, 9, 10], 4, 1_700_000_002, 1);
        writer.WriteStatistics(0, SampleStatistics, DateTimeOffset.FromUnixTimeSeconds(1_700_000_003));
        return output.WrittenSpan.ToArray();
    }

    private static CaptureStatistics SampleStatistics => new()
    {
        StartTime = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123),
        EndTime = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_003_456),
        Received = 10, DroppedByInterface = 0, Accepted = 9, DroppedBySystem = 1, Delivered = 4_294_967_296,
    };

    [Fact]
    public void WhatThePcapngWriterWritesIsReadBack()
    {
        using var reader = new CaptureFileReader(new MemoryStream(SampleFile()));
        var reading = Reading.Of(reader);

        Assert.Null(reading.Fault);
        Assert.Equal(
            [
                new CaptureInterface { LinkType = LinkType.Ethernet, SnapLength = 96, Name = "eth0", Description = "the uplink", Filter = "udp port 53", OperatingSystem = "Linux" },
                new CaptureInterface { LinkType = LinkType.Raw, Name = "tun0" },
            ],
            reading.Interfaces);
        Assert.Equal(
            [
                new ReadPacket("0102030405", 60, 1_700_000_000, 123_456_789, 0, LinkType.Ethernet, FrameDirection.In, 3),
                new ReadPacket("06", 1, 1_700_000_000, 999_999_999, 1, LinkType.Raw, FrameDirection.Out),
                new ReadPacket("", 9, 1_700_000_001, 0, DroppedBefore: ulong.MaxValue),
                new ReadPacket("0708090A", 4, 1_700_000_002, 1, 1, LinkType.Raw),
            ],
            reading.Packets.Select(packet => packet.Anywhere()));
        Assert.Equal(SampleStatistics, reader.StatisticsOf(0));
    }

    [Fact]
    public void ThePcapngFileIsTheOneOfTheFormat()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet, SnapLength = 65_535, Name = "eth0", Filter = "ip" });
        writer.Write(0, [1, 2, 3], 60, 1_700_000_000, 123_456_789, FrameDirection.Out, 5);
        writer.Write(0, [1, 2, 3, 4], 4, 1_700_000_000, 0);

        var expected = new HandmadeFile(false)
            .Block(0x0A0D0D0A, b => b.U32(0x1A2B3C4D).U16(1).U16(0).U64(ulong.MaxValue).Option(4, "WebCap").EndOfOptions())
            .Interface(1, 65_535, o => o.Option(2, "eth0").Option(11, 0, (byte)'i', (byte)'p').Option(9, 9).EndOfOptions())
            .EnhancedPacket(0, 1_700_000_000_123_456_789, 60, [1, 2, 3], o => o.Option32(2, 2).Option64(4, 5).EndOfOptions())
            .EnhancedPacket(0, 1_700_000_000_000_000_000, 4, [1, 2, 3, 4]);
        Assert.Equal(Convert.ToHexString(expected.ToArray()), Convert.ToHexString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(TimestampFormat.Microseconds, 0xA1B2C3D4, 123_456)]
    [InlineData(TimestampFormat.Nanoseconds, 0xA1B23C4D, 123_456_789)]
    public void ThePcapFileIsTheOneOfTheFormat(TimestampFormat precision, uint magic, uint fraction)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapWriter(output, precision);
        writer.WriteHeader(LinkType.LinuxSll2, 65_535);
        writer.Write([1, 2, 3], 60, 1_700_000_000, 123_456_789);

        var expected = new HandmadeFile(false).PcapHeader(magic, 276).PcapPacket(1_700_000_000, fraction, 60, 1, 2, 3);
        Assert.Equal(Convert.ToHexString(expected.ToArray()), Convert.ToHexString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(TimestampFormat.Microseconds)]
    [InlineData(TimestampFormat.Nanoseconds)]
    public void AHoldBufferBecomesAFile(TimestampFormat format)
    {
        var unit = format == TimestampFormat.Nanoseconds ? 1u : 1000u;
        var pcapng = new ArrayBufferWriter<byte>();
        var pcapngWriter = new PcapngWriter(pcapng);
        pcapngWriter.WriteSection();
        pcapngWriter.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });
        var pcap = new ArrayBufferWriter<byte>();
        var pcapWriter = new PcapWriter(pcap);
        pcapWriter.WriteHeader(LinkType.Ethernet);

        Assert.Equal(3, pcapngWriter.WriteBatch(0, Records.ThreeRecords(), format));
        Assert.Equal(3, pcapWriter.WriteBatch(Records.ThreeRecords(), format));

        var longFrame = Convert.ToHexString([.. Enumerable.Range(0, 60).Select(i => (byte)i)]);
        ReadPacket[] expected =
        [
            new("AA", 1, 10, 1 * unit, Direction: FrameDirection.In),
            new("0102030405060708", 8, 11, 2 * unit, Direction: FrameDirection.Out, DroppedBefore: 3),
            new(longFrame, 1514, 12, 999_999 * unit, DroppedBefore: 255),
        ];
        Assert.Equal(expected, Reading.Of(pcapng.WrittenSpan.ToArray()).Packets.Select(packet => packet.Anywhere()));
        Assert.Equal(
            expected.Select(packet => packet with { Direction = FrameDirection.None, DroppedBefore = 0 }),
            Reading.Of(pcap.WrittenSpan.ToArray()).Packets.Select(packet => packet.Anywhere()));
    }

    [Fact]
    public void ADamagedHoldBufferIsRefusedBehindItsGoodRecords()
    {
        var batch = Records.ThreeRecords();
        batch[80 + 24] = 1; // The third record's header length.
        var pcapng = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(pcapng);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });

        var refused = Assert.Throws<CaptureFormatException>(() => writer.WriteBatch(0, batch, TimestampFormat.Microseconds));
        var pcapRefused = Assert.Throws<CaptureFormatException>(() => new PcapWriter(pcapng).WriteBatch(batch.AsSpan(80), TimestampFormat.Microseconds));

        Assert.Equal((80, "the batch is damaged at byte 80: what stands there is no record"), (refused.Offset, refused.Message));
        Assert.Equal(0, pcapRefused.Offset);
        Assert.Equal(2, Reading.Of(pcapng.WrittenSpan.ToArray()).Packets.Count);
    }

    [Theory]
    [InlineData(-1, 0, 0u)]
    [InlineData(long.MinValue, 0, 0u)]
    [InlineData(5_000_000_000, 5_000_000_000, uint.MaxValue)]
    [InlineData(long.MaxValue, 18_446_744_073, uint.MaxValue)]
    public void ATimeThatTheFileCannotHoldBecomesTheNearest(long seconds, long inPcapng, uint inPcap)
    {
        var pcapng = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(pcapng);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });
        writer.Write(0, [1], 1, seconds, 0);
        var pcap = new ArrayBufferWriter<byte>();
        var pcapWriter = new PcapWriter(pcap);
        pcapWriter.WriteHeader(LinkType.Ethernet);
        pcapWriter.Write([1], 1, seconds, 0);

        Assert.Equal(inPcapng, Assert.Single(Reading.Of(pcapng.WrittenSpan.ToArray()).Packets).Seconds);
        Assert.Equal(inPcap, Assert.Single(Reading.Of(pcap.WrittenSpan.ToArray()).Packets).Seconds);
    }

    [Fact]
    public void ATextTooLongForAnOptionIsCutBetweenCharacters()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection(hardware: new string('\u20AC', 30_000));
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet, Filter = "x" + new string('\u20AC', 30_000), Name = "lone \uD800" });

        var reading = Reading.Of(output.WrittenSpan.ToArray());

        Assert.Null(reading.Fault);
        Assert.Equal("lone \uFFFD", reading.Interfaces[0].Name);
        Assert.Equal("x" + new string('\u20AC', CaptureInterface.MaxTextChars - 1), reading.Interfaces[0].Filter);
        // 21,845 euro signs fill an option's 65,535 bytes to the last.
        Assert.Equal(65_535, BitConverter.ToUInt16(output.WrittenSpan.ToArray(), 26));
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    [InlineData("abcd")]
    [InlineData("\u00e9\u20ac\U0001D11E <b>\n")]
    public void ACommentIsTheFirstOptionOfItsPacket(string comment)
    {
        // Over what an earlier packet left in the same memory: padding must be written, not found.
        var output = new SoiledWriter();
        var writer = new PcapngWriter(output);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });
        var start = output.Length;
        writer.Write(0, [1, 2, 3], 60, 1_700_000_000, 123_456_789, FrameDirection.In, 5, comment);
        writer.Write(0, [1], 1, 1_700_000_000, 0, comment: comment);

        var expected = new HandmadeFile(false)
            .EnhancedPacket(0, 1_700_000_000_123_456_789, 60, [1, 2, 3], o => o.Option(1, comment).Option32(2, 1).Option64(4, 5).EndOfOptions())
            .EnhancedPacket(0, 1_700_000_000_000_000_000, 1, [1], o => o.Option(1, comment).EndOfOptions());
        Assert.Equal(Convert.ToHexString(expected.ToArray()), Convert.ToHexString(output.ToArray()[start..]));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void NoCommentIsNoOption(string? comment)
    {
        var (with, without) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        foreach (var (output, isWith) in new[] { (with, true), (without, false) })
        {
            var writer = new PcapngWriter(output);
            writer.WriteSection();
            writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });
            if (isWith) writer.Write(0, [1, 2, 3], 60, 1_700_000_000, 1, comment: comment);
            else writer.Write(0, [1, 2, 3], 60, 1_700_000_000, 1);
        }

        Assert.Equal(Convert.ToHexString(without.WrittenSpan), Convert.ToHexString(with.WrittenSpan));
    }

    [Theory]
    [InlineData("x", 65_533)]
    [InlineData("", 65_535)]
    public void ACommentTooLongForAnOptionIsCutBetweenCharacters(string start, int length)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection();
        writer.AddInterface(new CaptureInterface { LinkType = LinkType.Ethernet });
        var at = output.WrittenCount;
        writer.Write(0, [1, 2, 3], 60, 1_700_000_000, 1, FrameDirection.Out, 7, start + new string('\u20AC', 30_000));

        var reading = Reading.Of(output.WrittenSpan.ToArray());
        Assert.Null(reading.Fault);
        Assert.Equal([new ReadPacket("010203", 60, 1_700_000_000, 1, Direction: FrameDirection.Out, DroppedBefore: 7)], reading.Packets.Select(packet => packet.Anywhere()));
        // 28 bytes of head and 4 of frame before it.
        Assert.Equal(length, BitConverter.ToUInt16(output.WrittenSpan.ToArray(), at + 34));
        Assert.Equal(start + new string('\u20AC', 65_535 / 3 - start.Length), Encoding.UTF8.GetString(output.WrittenSpan.Slice(at + 36, length)));
    }

    [Fact]
    public void ACallThatBreaksTheOrderOrTheBoundsIsRefused()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new PcapngWriter(output);
        writer.WriteSection();
        var written = output.WrittenCount;

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Write(0, [1], 1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WriteStatistics(0, SampleStatistics, DateTimeOffset.UnixEpoch));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PcapWriter(output).Write(new byte[CaptureFileReader.MaxCapturedBytes + 1], 1, 1, 1));
        Assert.Equal(written, output.WrittenCount);
    }
}
