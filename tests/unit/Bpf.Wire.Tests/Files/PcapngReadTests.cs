using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

public class PcapngReadTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReadsInterfacesPacketsAndStatistics(bool isBigEndian)
    {
        var file = new HandmadeFile(isBigEndian).Section()
            .Interface(1, 65_535, o => o.Option(2, "eth0").Option(3, "uplink").Option(11, [0, .. "tcp port 80"u8]).Option(12, "Linux").Option(9, 9).EndOfOptions())
            .Interface(113)
            .EnhancedPacket(0, 1_700_000_000_123_456_789, 60, [1, 2, 3], o => o.Option32(2, 2).Option64(4, 5).EndOfOptions())
            .EnhancedPacket(1, 1_700_000_001_000_002, 4, [4, 5, 6, 7], o => o.Option(1, "a comment").Option32(2, 0xFFFFFFFD).EndOfOptions())
            .Block(5, b => b.U32(0).U32(0x17979CFE).U32(0x362A0000).Option64(4, 10).Option64(5, 1).Option64(6, 9).Option64(7, 2).Option64(8, 7)
                .U16(3).U16(8).U32(0x17979CFE).U32(0x362A0000).EndOfOptions());

        using var reader = new CaptureFileReader(new MemoryStream(file.ToArray()));
        var reading = Reading.Of(reader);

        Assert.Null(reading.Fault);
        Assert.Equal(CaptureFileFormat.Pcapng, reading.Format);
        Assert.Equal(
            [
                new CaptureInterface { LinkType = LinkType.Ethernet, SnapLength = 65_535, Name = "eth0", Description = "uplink", Filter = "tcp port 80", OperatingSystem = "Linux" },
                new CaptureInterface { LinkType = LinkType.LinuxSll },
            ],
            reading.Interfaces);
        Assert.Equal(
            [
                new ReadPacket("010203", 60, 1_700_000_000, 123_456_789, 0, LinkType.Ethernet, FrameDirection.Out, 5),
                new ReadPacket("04050607", 4, 1_700_000_001, 2000, 1, LinkType.LinuxSll, FrameDirection.In),
            ],
            reading.Packets.Select(packet => packet.Anywhere()));
        Assert.Equal(
            new CaptureStatistics
            {
                Received = 10, DroppedByInterface = 1, Accepted = 9, DroppedBySystem = 2, Delivered = 7,
                EndTime = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000),
            },
            reader.StatisticsOf(0));
        Assert.Null(reader.StatisticsOf(1));
    }

    [Fact]
    public void ASectionBeginsANewListOfInterfacesAndMayChangeTheByteOrder()
    {
        var file = new HandmadeFile(false).Section().Interface(1).EnhancedPacket(0, 1_000_000, 1, [1])
            .Raw(new HandmadeFile(true).Section().Interface(101).Interface(113).EnhancedPacket(1, 2_000_000, 1, [2]).EnhancedPacket(0, 3_000_000, 1, [3]).ToArray());

        var reading = Reading.Of(file.ToArray());

        Assert.Null(reading.Fault);
        Assert.Equal(3, reading.Interfaces.Count);
        Assert.Equal(
            [
                new ReadPacket("01", 1, 1, 0),
                new ReadPacket("02", 1, 2, 0, 2, LinkType.LinuxSll),
                new ReadPacket("03", 1, 3, 0, 1, LinkType.Raw),
            ],
            reading.Packets.Select(packet => packet.Anywhere()));
    }

    [Fact]
    public void ASimplePacketIsOfTheFirstInterfaceAndCutToItsSnapLength()
    {
        var file = new HandmadeFile(false).Section().Interface(1, 6).Interface(113)
            .Block(3, b => b.U32(5).Raw(1, 2, 3, 4, 5))
            .Block(3, b => b.U32(100).Raw(1, 2, 3, 4, 5, 6, 0, 0));

        Assert.Equal(
            [
                new ReadPacket("0102030405", 5, 0, 0, HasTime: false),
                new ReadPacket("010203040506", 100, 0, 0, HasTime: false),
            ],
            Reading.Of(file.ToArray()).Packets.Select(packet => packet.Anywhere()));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(0xFFFF, 0)]
    public void TheObsoletePacketBlockIsRead(ushort drops, ulong droppedBefore)
    {
        var file = new HandmadeFile(true).Section().Interface(1)
            .Block(2, b => b.U16(0).U16(drops).U32(0).U32(7_000_001).U32(2).U32(9).Raw(0xAB, 0xCD).Padding().Option32(2, 1).EndOfOptions());

        Assert.Equal(
            new ReadPacket("ABCD", 9, 7, 1000, Direction: FrameDirection.In, DroppedBefore: droppedBefore),
            Assert.Single(Reading.Of(file.ToArray()).Packets).Anywhere());
    }

    [Fact]
    public void UnknownBlocksArePassedOver()
    {
        var file = new HandmadeFile(false).Section()
            .Block(0x0BAD, b => b.Raw(new byte[100])).Block(4, b => b.U32(0)).Interface(1).Block(0x40000BAD, _ => { })
            .EnhancedPacket(0, 1, 1, [1]).Block(0x0A, b => b.Raw(new byte[200_000]));

        var reading = Reading.Of(file.ToArray(), bufferBytes: 16);

        Assert.Null(reading.Fault);
        Assert.Single(reading.Packets);
    }

    [Theory]
    [InlineData(6, 1_700_000_000_000_001, 1_700_000_000, 1000)]
    [InlineData(0, 1_700_000_000, 1_700_000_000, 0)]
    [InlineData(3, 1_700_000_000_007, 1_700_000_000, 7_000_000)]
    [InlineData(9, 18_446_744_073_709_551_615, 18_446_744_073, 709_551_615)]
    [InlineData(12, 1_700_000_000_000_001_999, 1_700_000, 1)] // Picoseconds are cut off.
    [InlineData(19, 18_446_744_073_709_551_615, 1, 844_674_407)]
    [InlineData(0x80, 5, 5, 0)]
    [InlineData(0x81, 5, 2, 500_000_000)]
    [InlineData(0x94, 1_572_864, 1, 500_000_000)] // 2^-20
    [InlineData(0xBF, 18_446_744_073_709_551_615, 1, 999_999_999)] // 2^-63
    public void TimeIsCountedInTheInterfacesUnit(byte resolution, ulong ticks, long seconds, uint nanoseconds)
    {
        var file = new HandmadeFile(false).Section().Interface(1, 0, o => o.Option(9, resolution).EndOfOptions()).EnhancedPacket(0, ticks, 1, [1]);

        var packet = Assert.Single(Reading.Of(file.ToArray()).Packets);

        Assert.Equal((seconds, nanoseconds), (packet.Seconds, packet.Nanoseconds));
    }

    [Theory]
    [InlineData(1_700_000_000, 5_000_001, 1_700_000_005)]
    [InlineData(-10, 5_000_001, -5)]
    [InlineData(long.MaxValue, 5_000_001, 253_402_300_799)]
    [InlineData(long.MinValue, 5_000_001, -62_135_596_800)]
    [InlineData(0, ulong.MaxValue, 253_402_300_799)]
    public void TheTimeOffsetIsAddedAndStaysWithinTheCalendar(long offsetSeconds, ulong ticks, long seconds)
    {
        var file = new HandmadeFile(true).Section().Interface(1, 0, o => o.Option64(14, (ulong)offsetSeconds).EndOfOptions()).EnhancedPacket(0, ticks, 1, [1]);

        var packet = Assert.Single(Reading.Of(file.ToArray()).Packets);

        Assert.Equal(seconds, packet.Seconds);
        Assert.InRange(DateTimeOffset.FromUnixTimeSeconds(packet.Seconds).Year, 1, 9999);
    }

    [Fact]
    public void TextsAreCutAndNeverBreakTheReader()
    {
        var file = new HandmadeFile(false).Section()
            .Interface(1, 0, o => o.Option(2, [.. "a\0b"u8]).Option(3, new string('x', 60_000)).Option(12, 0xFF, 0xFE, (byte)'<').EndOfOptions());

        var description = Assert.Single(Reading.Of(file.ToArray()).Interfaces);

        Assert.Equal("a", description.Name);
        Assert.Equal(CaptureInterface.MaxTextChars, description.Description!.Length);
        Assert.Equal("\uFFFD\uFFFD<", description.OperatingSystem);
    }

    [Fact]
    public void ABadOptionOfAPacketCostsTheOptionOnly()
    {
        var file = new HandmadeFile(false).Section().Interface(1)
            .EnhancedPacket(0, 1, 1, [1], o => o.Option32(2, 1).U16(4).U16(60_000))
            .EnhancedPacket(0, 2, 1, [2]);

        var reading = Reading.Of(file.ToArray());

        Assert.Null(reading.Fault);
        Assert.Equal(FrameDirection.In, reading.Packets[0].Direction);
        Assert.Equal(2, reading.Packets.Count);
    }
}
