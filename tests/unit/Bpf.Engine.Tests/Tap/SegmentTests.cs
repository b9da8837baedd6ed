using System.Buffers;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Tap;

// Frames in segments: whatever they are split into, filters and records see the bytes in one piece [VM-3], [TAP-1].
public sealed class SegmentTests
{
    private const int Room = 4096;

    [Fact]
    public void ARecordIsTheSameAtEverySplit()
    {
        var rig = new DeviceRig(Room);
        var bytes = Numbered(61);
        var expected = Batch(rig, tap => tap.Tap(At(bytes, FrameDirection.Out)));
        for (var first = 0; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second += 7)
            {
                var split = Segmented.Split(bytes, first, second);
                Assert.Equal(expected, Batch(rig, tap => tap.TapSegments(At(split, FrameDirection.Out))));
            }
        }
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public void RandomFramesInRandomSegmentsMakeTheRecordsOfTheFlatFrames(int seed)
    {
        var random = new Random(seed);
        var rig = new DeviceRig(Room);
        var snap = 0u;
        for (var round = 0; round < 2_000; round++)
        {
            if (round % 100 == 0)
            {
                snap = (uint)random.Next(1, 400);
                rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(snap));
            }

            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            var expected = Batch(rig, tap => tap.Tap(At(bytes)));
            var split = Segmented.SplitAnywhere(bytes, random, mostCuts: 10);
            var batch = Batch(rig, tap => tap.TapSegments(At(split)));
            if (!batch.AsSpan().SequenceEqual(expected))
                Assert.Fail($"seed {seed}, round {round}, snap length {snap}: {Convert.ToHexString(batch)} instead of {Convert.ToHexString(expected)}");
        }
    }

    [Fact]
    public void AFilterSeesThroughTheSplits()
    {
        var rig = new DeviceRig(Room);
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Program(
            new Instruction(Opcode.LoadWord, 0, 0, 10),
            new Instruction(Opcode.JumpIfEqual, 0, 1, 0x0a0b0c0d),
            new Instruction(Opcode.Return, 0, 0, 20),
            new Instruction(Opcode.Return, 0, 0, 0)));
        var bytes = Numbered(40);
        for (var cut = 0; cut <= bytes.Length; cut++) rig.Interface.Tap.TapSegments(At(Segmented.Split(bytes, cut)));

        var records = rig.ReadRecords();
        Assert.Equal(41, records.Count);
        Assert.All(records, record => Assert.Equal(bytes[..20], record.Bytes));
        Assert.All(records, record => Assert.Equal(40u, record.Header.WireLength));
    }

    [Fact]
    public void EmptySegmentsAndEmptyFramesAreHarmless()
    {
        var rig = new DeviceRig(Room);
        rig.Interface.Tap.TapSegments(default);
        rig.Interface.Tap.TapSegments(At(ReadOnlySequence<byte>.Empty));
        rig.Interface.Tap.TapSegments(At(Segmented.Split([], 0, 0, 0)));
        rig.Interface.Tap.TapSegments(At(Segmented.Split([7], 0, 0, 1, 1)));

        Assert.Equal([0u, 0u, 0u, 1u], rig.ReadRecords().Select(record => record.Header.CapturedLength));
    }

    [Fact] // [STAT-3], [BUF-4]
    public void ASegmentedFrameIsCutLikeAFlatOne()
    {
        var rig = new DeviceRig();
        rig.Interface.Tap.TapSegments(At(Segmented.Split(Numbered(200), 50, 100), wireLength: 1500));
        Assert.Equal((112u, 1500u), Lengths(rig));

        rig.Interface.Tap.TapSegments(At(Segmented.Split(Numbered(20), 5), wireLength: 10));
        Assert.Equal((10u, 10u), Lengths(rig));
    }

    [Fact] // [BUF-5], [TAP-3]
    public void WithoutRoomASegmentedFrameIsDroppedAndTheDropStillAskedFor()
    {
        var rig = new DeviceRig();
        rig.Device.SetFilterDrop(DeviceRig.Owner, FilterDrop.CaptureAndDrop);
        for (var i = 0; i < 8; i++) Assert.Equal(1, rig.Interface.Tap.TapSegments(At(Segmented.Split(rig.Frame(), 7))));

        var books = rig.Device.GetStatistics();
        Assert.Equal((8, 8, 2), (books.Received, books.Captured, books.Dropped));
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    [Theory] // [TAP-4]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(60)]
    public void ATagGoesBackIntoAFrameInSegmentsAtEverySplit(int length)
    {
        var rig = new DeviceRig(Room);
        var bytes = Numbered(length);
        byte[] expected = [.. bytes[..12], 0x88, 0xa8, 0x20, 0x05, .. bytes[12..]];
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            rig.Interface.Tap.TapEthernet(At(Segmented.Split(bytes, Math.Min(3, cut), cut)), new VlanTag(0x88a8, 0x2005));

            var record = Assert.Single(rig.ReadRecords());
            Assert.Equal(expected, record.Bytes);
            Assert.Equal((uint)length + 4, record.Header.WireLength);
        }
    }

    [Fact] // [TAP-4]
    public void ASegmentedFrameTooShortForATagIsTappedAsItCame()
    {
        var rig = new DeviceRig(Room);
        rig.Interface.Tap.TapEthernet(At(Segmented.Split(Numbered(13), 6)), new VlanTag(0x8100, 5));

        Assert.Equal(Numbered(13), Assert.Single(rig.ReadRecords()).Bytes);
    }

    [Fact] // a source that claims the longest of all frames does not end up with a short one.
    public void AWireLengthDoesNotWrap()
    {
        var rig = new DeviceRig(Room);
        rig.Interface.Tap.TapHeader([1, 2, 3, 4], new Frame { Bytes = new byte[20], WireLength = uint.MaxValue - 1 });

        Assert.Equal((24u, uint.MaxValue), Lengths(rig));
    }

    private static (uint Captured, uint Wire) Lengths(DeviceRig rig)
    {
        var header = Assert.Single(rig.ReadRecords()).Header;
        return (header.CapturedLength, header.WireLength);
    }

    private static byte[] Numbered(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)index)];

    private static Frame At(ReadOnlySpan<byte> bytes, FrameDirection direction = FrameDirection.In) => new()
    {
        Bytes = bytes, WireLength = (uint)bytes.Length, Seconds = 1_700_000_000, Nanoseconds = 123_456_789, Direction = direction,
    };

    private static SegmentedFrame At(ReadOnlySequence<byte> bytes, FrameDirection direction = FrameDirection.In, uint? wireLength = null) => new()
    {
        Bytes = new FrameSegments(bytes), WireLength = wireLength ?? (uint)bytes.Length, Seconds = 1_700_000_000, Nanoseconds = 123_456_789, Direction = direction,
    };

    // What a reader gets, byte by byte, for one tap.
    private static byte[] Batch(DeviceRig rig, Func<TapPoint, int> taps)
    {
        taps(rig.Interface.Tap);
        var batch = rig.Destination;
        var result = rig.Device.Read(batch);
        Assert.Equal((Errno.OK, 1), (result.Errno, result.RecordCount));
        return batch[..result.LengthBytes];
    }
}
