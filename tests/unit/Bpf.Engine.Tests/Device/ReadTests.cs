using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class ReadTests
{
    [Fact] // [READ-2]
    public async Task InNormalModeAReadWaitsForTheHoldBuffer()
    {
        var rig = new DeviceRig();
        var destination = rig.Destination;
        var read = rig.StartRead(destination);
        rig.Offer(2);
        Assert.False(read.IsCompleted);

        rig.Offer(1);
        Assert.Equal(new ReadResult(Errno.OK, 144, 3), await DeviceRig.EndOf(read));
        Assert.Equal([1u, 2, 3], CapturedRecord.ParseAll(destination).Select(record => record.Number));
    }

    [Fact] // [READ-2]
    public async Task InNormalModeAReadThatBeginsWithDataInStoreOnlyWaits()
    {
        var rig = new DeviceRig();
        rig.Offer(2);
        var read = rig.StartRead();
        Assert.False(read.IsCompleted);

        rig.Offer(1);
        Assert.Equal(3, (await DeviceRig.EndOf(read)).RecordCount);
    }

    [Fact] // [READ-2]
    public async Task WithAHoldBufferTheReadReturnsAtOnceAndLeavesStoreAlone()
    {
        var rig = new DeviceRig();
        rig.Offer(4);

        var read = rig.StartRead();
        Assert.True(read.IsCompleted);
        Assert.Equal(3, (await DeviceRig.EndOf(read)).RecordCount);
        Assert.Equal(1, rig.Device.GetStatistics().Held);
    }

    [Fact] // [READ-2]
    public async Task InImmediateModeTheFirstFrameEndsTheRead()
    {
        var rig = new DeviceRig();
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        var read = rig.StartRead();
        Assert.False(read.IsCompleted);

        rig.Offer(1);
        Assert.Equal(new ReadResult(Errno.OK, 48, 1), await DeviceRig.EndOf(read));
    }

    [Fact] // [READ-2]
    public async Task InImmediateModeHoldComesBeforeStore()
    {
        var rig = new DeviceRig();
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        rig.Offer(5);

        var destination = rig.Destination;
        Assert.Equal(3, (await DeviceRig.EndOf(rig.StartRead(destination))).RecordCount);
        Assert.Equal([1u, 2, 3], CapturedRecord.ParseAll(destination).Select(record => record.Number));
        Assert.Equal(2, (await DeviceRig.EndOf(rig.StartRead(destination))).RecordCount);
        Assert.Equal([4u, 5], CapturedRecord.ParseAll(destination.AsSpan(0, 96)).Select(record => record.Number));
    }

    [Fact] // [READ-2]: a run of frames wakes the reader once and it takes what the run left.
    public async Task FramesOfOneSessionReachAnImmediateReadTogether()
    {
        var rig = new DeviceRig();
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        var read = rig.StartRead();
        using (var session = rig.Interface.Tap.Begin())
        {
            rig.OfferIn(session, 2);
            Assert.False(read.IsCompleted);
        }

        Assert.Equal(2, (await DeviceRig.EndOf(read)).RecordCount);
    }

    [Fact] // [READ-3]
    public void ANonBlockingReadRotatesOutWhatStoreHas()
    {
        var rig = new DeviceRig();
        rig.Offer(2);

        Assert.Equal([1u, 2], rig.ReadNumbers());
        Assert.Equal(Errno.EAGAIN, rig.TryRead());
        Assert.False(rig.Device.Describe().IsImmediate);
    }

    [Fact] // [READ-3]
    public void ANonBlockingReadTakesHoldBeforeStore()
    {
        var rig = new DeviceRig();
        rig.Offer(5);

        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
        Assert.Equal([4u, 5], rig.ReadNumbers());
        Assert.Equal(Errno.EAGAIN, rig.TryRead());
    }

    [Fact] // [READ-6]
    public void AfterAReadHoldIsEmptyAndAPartlyFilledStoreStays()
    {
        var rig = new DeviceRig();
        rig.Offer(4);
        rig.ReadNumbers();

        Assert.Equal(Errno.OK, rig.Device.GetReadableBytes(DeviceRig.Owner, out var readable));
        Assert.Equal(0, readable);
        Assert.Equal(1, rig.Device.GetStatistics().Held);
    }

    [Fact] // [READ-6]
    public void AStoreThatIsExactlyFullRotatesAtOnce()
    {
        var rig = new DeviceRig();
        rig.Offer(6);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());

        rig.Device.GetReadableBytes(DeviceRig.Owner, out var readable);
        Assert.Equal(DeviceRig.ThreeRecords, readable);
        // The store buffer is free again: three more frames find room.
        rig.Offer(3);
        Assert.Equal(0, rig.Device.GetStatistics().Dropped);
        Assert.Equal([4u, 5, 6], rig.ReadNumbers());
        Assert.Equal([7u, 8, 9], rig.ReadNumbers());
    }

    [Fact] // [READ-6]: one byte short of full is not full.
    public void AStoreWithRoomLeftDoesNotRotateAfterARead()
    {
        var rig = new DeviceRig(DeviceRig.ThreeRecords + 8);
        rig.Offer(6);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());

        rig.Device.GetReadableBytes(DeviceRig.Owner, out var readable);
        Assert.Equal(0, readable);
    }

    [Fact] // [READ-6]
    public void WhenHandingOverFailsTheHoldBufferIsKept()
    {
        var rig = new DeviceRig();
        rig.Offer(3);
        Assert.Equal(Errno.EINVAL, rig.Device.Read(new byte[16]).Errno);

        Assert.Equal(3, rig.Device.GetStatistics().Held);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
    }

    [Fact] // [READ-7]
    public void ReadableBytesAreWhatAWaitingReadWouldReturnAtOnce()
    {
        var rig = new DeviceRig(isAttached: false);
        Assert.Equal(0, Readable(rig));
        rig.Device.SetInterface(DeviceRig.Owner, rig.Interface);
        Assert.Equal(0, Readable(rig));
        rig.Offer(2);
        Assert.Equal(0, Readable(rig));
        rig.Device.SetImmediate(DeviceRig.Owner, true);
        Assert.Equal(2 * DeviceRig.RecordBytes, Readable(rig));
        rig.Offer(3);
        Assert.Equal(DeviceRig.ThreeRecords, Readable(rig));
        rig.ReadNumbers();
        Assert.Equal(2 * DeviceRig.RecordBytes, Readable(rig));
        rig.Device.SetImmediate(DeviceRig.Owner, false);
        Assert.Equal(0, Readable(rig));
    }

    [Fact] // [BUF-4]
    public void PaddingCountsInWhatReadReturns()
    {
        var rig = new DeviceRig();
        rig.Offer(1, length: 9);

        Assert.Equal(new ReadResult(Errno.OK, 48, 1), rig.Device.Read(rig.Destination));
    }

    private static int Readable(DeviceRig rig)
    {
        Assert.Equal(Errno.OK, rig.Device.GetReadableBytes(DeviceRig.Owner, out var readable));
        return readable;
    }
}
