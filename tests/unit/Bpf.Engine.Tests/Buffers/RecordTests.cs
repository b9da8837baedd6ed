using System.Buffers.Binary;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Buffers;

// Records as they come out of the device, byte by byte.
public sealed class RecordTests
{
    [Theory] // [BUF-3], [BUF-6]
    [InlineData(TimestampFormat.Microseconds, 987_654)]
    [InlineData(TimestampFormat.Nanoseconds, 987_654_321)]
    public void TheHeaderHasItsFieldsWhereTheLayoutSays(TimestampFormat format, long fraction)
    {
        var rig = new DeviceRig();
        rig.Device.SetTimestampFormat(DeviceRig.Owner, format);
        rig.Interface.Tap.Tap(new Frame
        {
            Bytes = rig.Frame(13), WireLength = 1514, Seconds = 0x1_2345_6789, Nanoseconds = 987_654_321, Direction = FrameDirection.Out,
        });

        var batch = rig.Destination;
        Assert.Equal(48, rig.Device.Read(batch).LengthBytes);
        Assert.Equal(0x1_2345_6789, BinaryPrimitives.ReadInt64LittleEndian(batch));
        Assert.Equal(fraction, BinaryPrimitives.ReadInt64LittleEndian(batch.AsSpan(8)));
        Assert.Equal(13u, BinaryPrimitives.ReadUInt32LittleEndian(batch.AsSpan(16)));
        Assert.Equal(1514u, BinaryPrimitives.ReadUInt32LittleEndian(batch.AsSpan(20)));
        Assert.Equal(32, BinaryPrimitives.ReadUInt16LittleEndian(batch.AsSpan(24)));
        Assert.Equal(rig.Interface.Index, BinaryPrimitives.ReadUInt16LittleEndian(batch.AsSpan(26)));
        Assert.Equal(0, BinaryPrimitives.ReadUInt16LittleEndian(batch.AsSpan(28)));
        Assert.Equal(2 << 4, batch[30]);
        Assert.Equal(0, batch[31]);
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32BigEndian(batch.AsSpan(32)));
    }

    [Theory] // [BUF-3]
    [InlineData(FrameDirection.None, 0x00)]
    [InlineData(FrameDirection.In, 0x10)]
    [InlineData(FrameDirection.Out, 0x20)]
    public void TheFlagsHoldTheDirectionAndNothingElse(FrameDirection direction, byte expected)
    {
        var rig = new DeviceRig();
        rig.Offer(1, direction: direction);

        var header = Assert.Single(rig.ReadRecords()).Header;
        Assert.Equal(expected, header.Flags);
        Assert.Equal(direction, header.Direction);
    }

    [Fact] // [BUF-3]: an index that does not fit is not wrapped into another interface's.
    public void AnInterfaceIndexTooLargeForItsFieldSaturates()
    {
        var large = new ScriptedInterface("large0", 65536 + 3);
        var rig = new DeviceRig(isAttached: false);
        rig.Device.SetInterface(DeviceRig.Owner, large);
        large.Tap.Tap(new Frame { Bytes = rig.Frame(), WireLength = DeviceRig.FrameBytes });

        Assert.Equal(ushort.MaxValue, Assert.Single(rig.ReadRecords()).Header.InterfaceIndex);
    }

    [Theory] // [BUF-3]
    [InlineData(1, 1)]
    [InlineData(254, 254)]
    [InlineData(255, 255)]
    [InlineData(256, 255)]
    [InlineData(1000, 255)]
    public void ARecordCountsTheDropsBeforeItAndTheNextStartsAtZero(int dropCount, byte expected)
    {
        var rig = new DeviceRig();
        rig.Offer(6);
        rig.Offer(dropCount);
        rig.ReadNumbers();
        rig.ReadNumbers();
        rig.Offer(2);

        Assert.Equal([expected, (byte)0], rig.ReadRecords().Select(record => record.Header.DroppedBefore));
        Assert.Equal(dropCount, rig.Device.GetStatistics().Dropped);
    }

    [Fact] // [BUF-3], [STAT-2]: what was dropped before a flush belongs to the reader before the flush.
    public void AFlushForgetsTheDropsBeforeIt()
    {
        var rig = new DeviceRig();
        rig.Offer(10);
        rig.Device.Flush(DeviceRig.Owner);
        rig.Offer(1);

        Assert.Equal(0, Assert.Single(rig.ReadRecords()).Header.DroppedBefore);
    }

    [Theory] // [BUF-4]
    [InlineData(1, 40)]
    [InlineData(8, 40)]
    [InlineData(9, 48)]
    [InlineData(15, 48)]
    [InlineData(16, 48)]
    public void PaddingIsZeroWhateverTheBufferHeldBefore(int length, int expectedSize)
    {
        var rig = new DeviceRig();
        var dirty = Enumerable.Repeat((byte)0xff, 112).ToArray();
        for (var turn = 0; turn < 2; turn++)
        {
            rig.Interface.Tap.Tap(new Frame { Bytes = dirty, WireLength = 112 });
            rig.ReadRecords();
        }

        rig.Interface.Tap.Tap(new Frame { Bytes = dirty.AsSpan(0, length), WireLength = (uint)length });
        var batch = rig.Destination;
        Assert.Equal(expectedSize, rig.Device.Read(batch).LengthBytes);
        Assert.All(batch[32..(32 + length)], value => Assert.Equal(0xff, value));
        Assert.All(batch[(32 + length)..expectedSize], value => Assert.Equal(0, value));
    }

    [Theory] // [BUF-4]
    [InlineData(32, 0)]
    [InlineData(40, 8)]
    [InlineData(144, 112)]
    public void ARecordLargerThanTheBufferIsCutToTheBuffer(int bufferBytes, uint expected)
    {
        var rig = new DeviceRig(bufferBytes);
        rig.Offer(1, length: 2000);

        var header = Assert.Single(rig.ReadRecords()).Header;
        Assert.Equal((expected, 2000u), (header.CapturedLength, header.WireLength));
    }

    [Fact] // [BUF-4]: never to the room that happens to be left.
    public void ARecordThatFitsABufferButNotTheRoomLeftIsKeptWhole()
    {
        var rig = new DeviceRig();
        rig.Offer(1);
        rig.Offer(1, length: 112);

        Assert.Equal(1u, Assert.Single(rig.ReadRecords()).Number);
        var second = Assert.Single(rig.ReadRecords());
        Assert.Equal((2u, 112u), (second.Number, second.Header.CapturedLength));
    }

    [Fact] // [BUF-4], [STAT-3]: a frame that the source has already cut.
    public void OnlyBytesThatArePresentAreCaptured()
    {
        var rig = new DeviceRig();
        rig.Interface.Tap.Tap(new Frame { Bytes = rig.Frame(20), WireLength = 1500 });

        var header = Assert.Single(rig.ReadRecords()).Header;
        Assert.Equal((20u, 1500u), (header.CapturedLength, header.WireLength));
    }

    [Fact] // [STAT-3]: a source that lies about the wire length cannot make a record of more bytes than that.
    public void NoMoreThanTheWireLengthIsCaptured()
    {
        var rig = new DeviceRig();
        rig.Interface.Tap.Tap(new Frame { Bytes = rig.Frame(20), WireLength = 10 });

        Assert.Equal(10u, Assert.Single(rig.ReadRecords()).Header.CapturedLength);
    }

    [Fact]
    public void AnEmptyFrameIsARecordOfItsHeader()
    {
        var rig = new DeviceRig();
        rig.Interface.Tap.Tap(new Frame());

        var record = Assert.Single(rig.ReadRecords());
        Assert.Equal((0u, 0u), (record.Header.CapturedLength, record.Header.WireLength));
    }

    [Fact] // [BUF-6]
    public void EveryDeviceAtATapSeesTheFramesOwnTime()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();
        rig.Clock.Advance(TimeSpan.FromDays(1));
        rig.Interface.Tap.Tap(new Frame { Bytes = rig.Frame(), WireLength = 16, Seconds = 1_600_000_000, Nanoseconds = 5000 });

        var destination = rig.Destination;
        var length = second.Read(destination).LengthBytes;
        foreach (var record in rig.ReadRecords().Concat(CapturedRecord.ParseAll(destination.AsSpan(0, length))))
            Assert.Equal((1_600_000_000L, 5L), (record.Header.Seconds, record.Header.Fraction));
    }
}
