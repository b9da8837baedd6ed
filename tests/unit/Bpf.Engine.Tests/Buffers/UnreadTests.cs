using Bpf.Engine.Buffers;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Buffers;

// A device nobody reads costs its filter and nothing else [BUF-5].
public sealed class UnreadTests
{
    [Fact]
    public void WithoutRoomNotAByteOfEitherBufferIsTouched()
    {
        // A word is left over in each, so that what was written behind the last record would show.
        using var pair = new StoreHoldPair(DeviceRig.ThreeRecords + 8);
        for (var i = 0; i < 6; i++) Assert.NotEqual(AppendResult.Dropped, Append(pair, 0x11));
        var before = (pair.StoreBytes, pair.HoldBytes, Hold: pair.Hold.ToArray());
        for (var i = 0; i < 100; i++) Assert.Equal(AppendResult.Dropped, Append(pair, 0xee));

        Assert.Equal((before.StoreBytes, before.HoldBytes), (pair.StoreBytes, pair.HoldBytes));
        Assert.Equal(before.Hold, pair.Hold);
        pair.ReleaseHold();
        pair.Rotate();
        Assert.False(pair.Hold.Contains((byte)0xee));
        Assert.Equal(6, before.HoldBytes / DeviceRig.RecordBytes + pair.HoldRecords);
    }

    [Fact] // [STAT-1], [STAT-4]: it counts all the same.
    public void AnUnreadDeviceGoesOnCountingAndKeepsTheOldest()
    {
        var rig = new DeviceRig();
        rig.Offer(1000);

        var books = rig.Device.GetStatistics();
        Assert.Equal((1000, 1000, 994, 6), (books.Received, books.Captured, books.Dropped, books.Held));
        Assert.Equal([1u, 2u, 3u], rig.ReadNumbers());
        Assert.Equal([4u, 5u, 6u], rig.ReadNumbers());
    }

    [Fact] // [BUF-5]: a small frame may still find room where a large one did not.
    public void RoomIsAskedForByTheRecordNotByTheBuffer()
    {
        var rig = new DeviceRig();
        rig.Offer(5);
        rig.Interface.Tap.Tap(new Frame { Bytes = new byte[60], WireLength = 60 });
        rig.Offer(1);

        Assert.Equal((7, 1), (rig.Device.GetStatistics().Captured, rig.Device.GetStatistics().Dropped));
    }

    private static AppendResult Append(StoreHoldPair pair, byte filling)
    {
        var header = new RecordHeader
        {
            Seconds = filling, CapturedLength = DeviceRig.FrameBytes, WireLength = DeviceRig.FrameBytes, HeaderLength = RecordHeader.Length,
        };
        return pair.Append(in header, Enumerable.Repeat(filling, DeviceRig.FrameBytes).ToArray());
    }
}
