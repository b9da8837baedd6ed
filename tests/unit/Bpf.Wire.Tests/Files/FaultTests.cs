using System.Text;
using Bpf.Wire.Files;

namespace Bpf.Wire.Tests.Files;

/// <summary>What a person is told about a file that cannot be read, or not to its end.</summary>
public class FaultTests
{
    public static TheoryData<byte[], string> OtherFiles => new()
    {
        { [], "it is empty" },
        { [0xD4, 0xC3], "it has only 2 bytes, D4 C3" },
        { Encoding.ASCII.GetBytes("<html><body>"), "it starts with 3C 68 74 6D, and a pcap file starts with A1 B2 C3 D4 or that reversed, a pcapng file with 0A 0D 0D 0A" },
        { [0x1F, 0x8B, 0x08, 0x00, 0x00], "it starts with 1F 8B 08 00, which is a gzip archive; unpack it first" },
        { [.. "PK"u8, 3, 4], "it starts with 50 4B 03 04, which is a zip archive; unpack it first" },
        { [.. "snoop\0\0\0"u8], "it starts with 73 6E 6F 6F, which is a snoop capture; convert it with editcap" },
        { [0x34, 0xCD, 0xB2, 0xA1], "it starts with 34 CD B2 A1, which is pcap in the form of an old patched libpcap; convert it with editcap" },
    };

    [Theory]
    [MemberData(nameof(OtherFiles))]
    public void AFileThatIsNoCaptureIsNamed(byte[] file, string reason)
    {
        var reading = Reading.Of(file);

        Assert.Equal(new CaptureFault(CaptureFaultKind.NotACapture, 0, "this is no capture file: " + reason), reading.Fault);
        Assert.Empty(reading.Packets);
        Assert.Empty(reading.Interfaces);
    }

    [Fact]
    public void ACutFileSaysWhereItEndsAndWhatIsMissing()
    {
        var file = new HandmadeFile(false).PcapHeader(0xA1B2C3D4).PcapPacket(1, 1, 2, 1, 2).PcapPacket(2, 2, 4, 1, 2, 3, 4).ToArray();

        var reading = Reading.Of(file[..^3]);

        Assert.Single(reading.Packets);
        Assert.Equal(new CaptureFault(CaptureFaultKind.CutOff, 59, "the capture is cut off at byte 59: the packet that begins at byte 42 needs 3 more"), reading.Fault);
    }

    [Fact]
    public void AFaultBecomesAnExceptionWithTheSameWords()
    {
        var exception = Reading.Of([1, 2, 3]).Fault!.ToException();

        Assert.Equal(0, exception.Offset);
        Assert.Equal("this is no capture file: it has only 3 bytes, 01 02 03", exception.Message);
    }

    public static TheoryData<string, long, string> DamagedBlocks => new()
    {
        { "order mark", 8, "a section begins without its byte order mark" },
        { "version", 12, "a section says it is pcapng version 2.0, and only version 1 is known" },
        { "short length", 32, "a block says it is 8 bytes long, and a block's length is a multiple of 4 from 12 on" },
        { "odd length", 32, "a block says it is 29 bytes long, and a block's length is a multiple of 4 from 12 on" },
        { "long length", 32, "a block says it is 16777220 bytes long, and blocks over 16777216 bytes are not read" },
        { "end length", 44, "a block is 20 bytes long by its front and 24 by its end" },
        { "short packet", 52, "the block is too short for the packet it says it holds" },
        { "interface", 56, "a packet is of interface 1, and its section has described 1" },
        { "captured", 68, "a packet says it has 5 captured bytes, and its block has room for 4" },
        { "huge packet", 68, "a packet says it has 262145 captured bytes, and no packet has more than 262144" },
        { "resolution", 28, "an interface's time unit, 10^-20 seconds, is too fine" },
        { "binary resolution", 28, "an interface's time unit, 2^-64 seconds, is too fine" },
        { "resolution length", 28, "an interface's time unit has a wrong length" },
        { "interface option", 28, "an option of an interface description runs past its block" },
        { "simple packet without interface", 36, "a packet is of interface 0, and its section has described 0" },
    };

    [Theory]
    [MemberData(nameof(DamagedBlocks))]
    public void ADamagedBlockIsNamedWithItsPlace(string damage, long offset, string reason)
    {
        var fault = Reading.Of(Damage(damage)).Fault;

        Assert.Equal(new CaptureFault(CaptureFaultKind.Damaged, offset, $"the capture is damaged at byte {offset}: {reason}"), fault);
    }

    private static byte[] Damage(string damage)
    {
        var file = new HandmadeFile(false);
        return (damage switch
        {
            "order mark" => file.Block(0x0A0D0D0A, b => b.U32(0x1A2B3C4E).U16(1).U16(0).U64(0)),
            "version" => file.Section(major: 2),
            "short length" => file.Section().U32(0x77).U32(8).Raw(new byte[40]),
            "odd length" => file.Section().U32(0x77).U32(29).Raw(new byte[40]),
            "long length" => file.Section().U32(0x77).U32(16_777_220).Raw(new byte[40]),
            "end length" => file.Section().U32(0x77).U32(20).U64(0).U32(24),
            "short packet" => file.Section().Interface().Block(6, b => b.U32(0)),
            "interface" => file.Section().Interface().EnhancedPacket(1, 0, 1, [1]),
            "captured" => file.Section().Interface().Block(6, b => b.U32(0).U64(0).U32(5).U32(5).U32(0)),
            "huge packet" => file.Section().Interface().EnhancedPacket(0, 0, 1, new byte[262_145]),
            "resolution" => file.Section().Interface(1, 0, o => o.Option(9, 20)),
            "binary resolution" => file.Section().Interface(1, 0, o => o.Option(9, 0xC0)),
            "resolution length" => file.Section().Interface(1, 0, o => o.Option(9, 1, 2)),
            "interface option" => file.Section().Interface(1, 0, o => o.U16(2).U16(9).U32(0)),
            "simple packet without interface" => file.Section().Block(3, b => b.U32(1).U32(1)),
            _ => throw new ArgumentOutOfRangeException(nameof(damage), damage, "not a known damage"),
        }).ToArray();
    }

    [Fact]
    public void TooManyInterfacesAreRefused()
    {
        var file = new HandmadeFile(false).Section();
        for (var i = 0; i <= CaptureFileReader.MaxInterfaces; i++) file.Interface();

        var reading = Reading.Of(file.ToArray());

        Assert.Equal(CaptureFileReader.MaxInterfaces, reading.Interfaces.Count);
        Assert.Equal("the capture is damaged at byte 327708: it describes more than 16384 interfaces", reading.Fault!.Reason);
    }
}
