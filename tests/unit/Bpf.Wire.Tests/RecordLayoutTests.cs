using System.Runtime.InteropServices;

namespace Bpf.Wire.Tests;

/// <summary>The numbers here are stored in files and sent to browsers: a change of one is a change of the protocol. [BUF-3]</summary>
public class RecordLayoutTests
{
    private static readonly byte[] Example =
    [
        0x00, 0xF1, 0x53, 0x65, 0x00, 0x00, 0x00, 0x00, // 0: seconds 1,700,000,000
        0x15, 0xCD, 0x5B, 0x07, 0x00, 0x00, 0x00, 0x00, // 8: fraction 123,456,789
        0x3C, 0x00, 0x00, 0x00,                         // 16: captured 60
        0xEA, 0x05, 0x00, 0x00,                         // 20: wire 1514
        0x20, 0x00,                                     // 24: header 32
        0x02, 0x01,                                     // 26: interface 258
        0x00, 0x00,                                     // 28: reserved
        0x20,                                           // 30: direction out
        0x07,                                           // 31: seven dropped
    ];

    [Fact]
    public void EveryFieldStandsAtItsOffset()
    {
        var header = MemoryMarshal.Read<RecordHeader>(Example);

        Assert.Equal(1_700_000_000, header.Seconds);
        Assert.Equal(123_456_789, header.Fraction);
        Assert.Equal(60u, header.CapturedLength);
        Assert.Equal(1514u, header.WireLength);
        Assert.Equal(32, header.HeaderLength);
        Assert.Equal(258, header.InterfaceIndex);
        Assert.Equal(0, header.Reserved);
        Assert.Equal(FrameDirection.Out, header.Direction);
        Assert.Equal(7, header.DroppedBefore);
    }

    [Fact]
    public void AHeaderIsWrittenAsTheSameBytes()
    {
        var header = new RecordHeader
        {
            Seconds = 1_700_000_000,
            Fraction = 123_456_789,
            CapturedLength = 60,
            WireLength = 1514,
            HeaderLength = 32,
            InterfaceIndex = 258,
            Flags = (byte)FrameDirection.Out << RecordHeader.DirectionShift,
            DroppedBefore = 7,
        };
        var bytes = new byte[32];

        MemoryMarshal.Write(bytes, header);

        Assert.Equal(Example, bytes);
    }

    [Fact]
    public void TheSizesAreThoseOfTheFormat()
    {
        Assert.Equal(32, RecordHeader.Length);
        Assert.Equal(32, Marshal.SizeOf<RecordHeader>());
        Assert.Equal(8, RecordHeader.Alignment);
    }

    [Theory]
    [InlineData(0, 32)]
    [InlineData(1, 40)]
    [InlineData(8, 40)]
    [InlineData(9, 48)]
    [InlineData(60, 96)]
    [InlineData(uint.MaxValue, 4_294_967_328)]
    public void ARecordIsPaddedToEightBytes(long captured, long size) => Assert.Equal(size, RecordHeader.SizeOf(captured)); // [BUF-4]

    [Theory]
    [InlineData(0x00, FrameDirection.None)]
    [InlineData(0x10, FrameDirection.In)]
    [InlineData(0x20, FrameDirection.Out)]
    [InlineData(0xDF, FrameDirection.In)] // Other bits have no say.
    public void TheDirectionIsInBitsFourAndFive(byte flags, FrameDirection direction) =>
        Assert.Equal(direction, new RecordHeader { Flags = flags }.Direction);

    [Theory]
    [InlineData(123_456, TimestampFormat.Microseconds, 123_456_000)]
    [InlineData(123_456, TimestampFormat.Nanoseconds, 123_456)]
    [InlineData(-1, TimestampFormat.Nanoseconds, 0)]
    [InlineData(1_000_000, TimestampFormat.Microseconds, 999_999_000)]
    [InlineData(long.MaxValue, TimestampFormat.Nanoseconds, 999_999_999)]
    public void AFractionIsCutToItsSecond(long fraction, TimestampFormat format, uint nanoseconds) =>
        Assert.Equal(nanoseconds, new RecordHeader { Fraction = fraction }.NanosecondsAs(format));
}
