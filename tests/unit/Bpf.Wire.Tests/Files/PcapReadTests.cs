using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

public class PcapReadTests
{
    [Theory]
    [InlineData(0xA1B2C3D4, false, 123_456_000)]
    [InlineData(0xA1B2C3D4, true, 123_456_000)]
    [InlineData(0xA1B23C4D, false, 123_456)]
    [InlineData(0xA1B23C4D, true, 123_456)]
    public void ReadsBothByteOrdersAndBothTimeUnits(uint magic, bool isBigEndian, uint nanoseconds)
    {
        var file = new HandmadeFile(isBigEndian).PcapHeader(magic)
            .PcapPacket(1_700_000_000, 123_456, 4, 1, 2, 3, 4)
            .PcapPacket(uint.MaxValue, 0, 1514, 5)
            .PcapPacket(0, 0, 0);

        var reading = Reading.Of(file.ToArray());

        Assert.Null(reading.Fault);
        Assert.Equal(CaptureFileFormat.Pcap, reading.Format);
        Assert.Equal(
            [
                new ReadPacket("01020304", 4, 1_700_000_000, nanoseconds) { Offset = 24 },
                new ReadPacket("05", 1514, uint.MaxValue, 0) { Offset = 44 },
                new ReadPacket("", 0, 0, 0) { Offset = 61 },
            ],
            reading.Packets);
        Assert.Equal(new CaptureInterface { LinkType = LinkType.Ethernet, SnapLength = 65_535 }, Assert.Single(reading.Interfaces));
    }

    [Theory]
    [InlineData(113u, LinkType.LinuxSll)]
    [InlineData(276u, LinkType.LinuxSll2)]
    [InlineData(12u, LinkType.Raw)]
    [InlineData(14u, LinkType.Raw)]
    [InlineData(101u, LinkType.Raw)]
    [InlineData(0x14000001u, LinkType.Ethernet)] // The upper bits tell of a frame check sequence.
    public void TheLinkTypeIsTheLowHalfOfItsField(uint number, LinkType linkType)
    {
        var reading = Reading.Of(new HandmadeFile(false).PcapHeader(0xA1B2C3D4, number).PcapPacket(1, 1, 1, 1).ToArray());

        Assert.Equal(linkType, Assert.Single(reading.Packets).LinkType);
    }

    [Fact]
    public void AFractionOverASecondIsCarried()
    {
        var micro = Reading.Of(new HandmadeFile(false).PcapHeader(0xA1B2C3D4).PcapPacket(5, 3_000_001, 1, 1).ToArray());
        var nano = Reading.Of(new HandmadeFile(false).PcapHeader(0xA1B23C4D).PcapPacket(5, 4_294_967_295, 1, 1).ToArray());

        Assert.Equal((8, 1000u), (micro.Packets[0].Seconds, micro.Packets[0].Nanoseconds));
        Assert.Equal((9, 294_967_295u), (nano.Packets[0].Seconds, nano.Packets[0].Nanoseconds));
    }

    [Fact]
    public void SwappedLengthsOfOldVersionsArePutRight()
    {
        var file = new HandmadeFile(false).PcapHeader(0xA1B2C3D4, minor: 2).U32(1).U32(2).U32(100).U32(3).Raw(7, 8, 9);

        Assert.Equal(new ReadPacket("070809", 100, 1, 2000), Assert.Single(Reading.Of(file.ToArray()).Packets).Anywhere());
    }

    [Fact]
    public void AWireLengthUnderTheCapturedOneIsRaised()
    {
        var file = new HandmadeFile(false).PcapHeader(0xA1B2C3D4).PcapPacket(1, 2, 0, 7, 8, 9);

        Assert.Equal(new ReadPacket("070809", 3, 1, 2000), Assert.Single(Reading.Of(file.ToArray()).Packets).Anywhere());
    }

    [Fact]
    public void AFileWithoutPacketsIsNoFault()
    {
        var reading = Reading.Of(new HandmadeFile(false).PcapHeader(0xA1B2C3D4).ToArray());

        Assert.Null(reading.Fault);
        Assert.Empty(reading.Packets);
        Assert.Single(reading.Interfaces);
    }

    [Fact]
    public void AnUnknownVersionIsRefused()
    {
        var file = new HandmadeFile(true).U32(0xA1B2C3D4).U16(3).U16(1).U32(0).U32(0).U32(0).U32(1);

        var fault = Reading.Of(file.ToArray()).Fault;

        Assert.Equal(new CaptureFault(CaptureFaultKind.Damaged, 4, "the capture is damaged at byte 4: it says it is pcap version 3.1, and only version 2 is known"), fault);
    }

    [Fact]
    public void APacketThatClaimsTooMuchEndsTheFileThere()
    {
        var file = new HandmadeFile(false).PcapHeader(0xA1B2C3D4).PcapPacket(1, 2, 1, 7).U32(3).U32(4).U32(262_145).U32(262_145).Raw(new byte[300_000]);

        var reading = Reading.Of(file.ToArray());

        Assert.Single(reading.Packets);
        Assert.Equal(new CaptureFault(CaptureFaultKind.Damaged, 49, "the capture is damaged at byte 49: the packet's header says 262145 captured bytes, and no packet has more than 262144"), reading.Fault);
    }

    [Fact]
    public void TheLargestPacketIsReadThroughASmallBuffer()
    {
        var frame = new byte[CaptureFileReader.MaxCapturedBytes];
        new Random(1).NextBytes(frame);
        var file = new HandmadeFile(false).PcapHeader(0xA1B2C3D4).PcapPacket(1, 2, 300_000, frame).PcapPacket(3, 4, 1, 9);

        var reading = Reading.Of(file.ToArray(), bufferBytes: 16);

        Assert.Null(reading.Fault);
        Assert.Equal([Convert.ToHexString(frame), "09"], reading.Packets.Select(packet => packet.Hex));
    }
}
