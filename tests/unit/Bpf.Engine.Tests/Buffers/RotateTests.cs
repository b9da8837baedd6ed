using Bpf.Engine.Buffers;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Buffers;

public sealed class RotateTests
{
    [Fact] // [BUF-5]
    public void AStoreThatIsExactlyFullRotatesAtOnce()
    {
        using var pair = new StoreHoldPair(DeviceRig.ThreeRecords);

        Assert.Equal(AppendResult.Stored, Append(pair));
        Assert.Equal(AppendResult.Stored, Append(pair));
        Assert.Equal(AppendResult.StoredAndRotated, Append(pair));
        Assert.Equal((0, DeviceRig.ThreeRecords), (pair.StoreBytes, pair.HoldBytes));
    }

    [Fact] // [BUF-5]
    public void AStoreThatIsNotExactlyFullRotatesWhenARecordDoesNotFit()
    {
        using var pair = new StoreHoldPair(DeviceRig.ThreeRecords + 8);
        for (var i = 0; i < 3; i++) Assert.Equal(AppendResult.Stored, Append(pair));

        Assert.Equal(AppendResult.StoredAndRotated, Append(pair));
        Assert.Equal((DeviceRig.RecordBytes, DeviceRig.ThreeRecords), (pair.StoreBytes, pair.HoldBytes));
        Assert.Equal((3, 4), (pair.HoldRecords, pair.HeldRecords));
    }

    [Fact] // [BUF-5]
    public void DropsTheNewestFrameWhenHoldIsBusy()
    {
        using var pair = new StoreHoldPair(DeviceRig.ThreeRecords);
        for (var i = 0; i < 6; i++) Assert.NotEqual(AppendResult.Dropped, Append(pair));

        Assert.Equal(AppendResult.Dropped, Append(pair));
        Assert.Equal((DeviceRig.ThreeRecords, DeviceRig.ThreeRecords), (pair.StoreBytes, pair.HoldBytes));
        Assert.True(pair.IsStoreFull);
    }

    [Fact] // [BUF-5]: room for a small record is used even after a large one was dropped; what is kept stays in order.
    public void ASmallerFrameMayStillFitAfterALargeOneWasDropped()
    {
        using var pair = new StoreHoldPair(DeviceRig.ThreeRecords);
        for (var i = 0; i < 5; i++) Append(pair);

        Assert.Equal(AppendResult.Dropped, Append(pair, length: 60));
        Assert.Equal(AppendResult.Stored, Append(pair));
        Assert.Equal(AppendResult.Dropped, Append(pair));
    }

    [Fact] // [BUF-5]: the record both rotates the store before it and fills the other one.
    public void ARecordAsLargeAsTheBufferRotatesBeforeItAndStays()
    {
        using var pair = new StoreHoldPair(DeviceRig.ThreeRecords);
        Append(pair);

        Assert.Equal(AppendResult.StoredAndRotated, Append(pair, length: 112));
        Assert.Equal((DeviceRig.ThreeRecords, DeviceRig.RecordBytes), (pair.StoreBytes, pair.HoldBytes));
    }

    [Fact] // [BUF-4]
    public void TheSmallestBufferHoldsOneHeader()
    {
        using var pair = new StoreHoldPair(RecordHeader.Length);

        Assert.Equal(0u, pair.Fit(1500));
        Assert.Equal(AppendResult.StoredAndRotated, Append(pair, length: 0));
        Assert.Equal(AppendResult.Stored, Append(pair, length: 0));
        Assert.Equal(AppendResult.Dropped, Append(pair, length: 0));
    }

    [Fact] // [BUF-1]
    public void RotatingSwapsTheTwoBuffersAndAgainSwapsThemBack()
    {
        using var pair = new StoreHoldPair(DeviceRig.ThreeRecords);
        Append(pair);
        pair.Rotate();
        Assert.Equal((0, 48), (pair.StoreBytes, pair.HoldBytes));

        pair.ReleaseHold();
        pair.Rotate();
        Assert.Equal((0, 0), (pair.StoreBytes, pair.HoldBytes));
        Assert.True(pair.Hold.IsEmpty);
    }

    [Theory] // [BUF-4]
    [InlineData(0)]
    [InlineData(24)]
    [InlineData(1001)]
    public void ASizeThatRecordsCannotFillIsRefused(int capacityBytes)
    {
        Assert.ThrowsAny<ArgumentException>(() => new StoreHoldPair(capacityBytes));
    }

    private static AppendResult Append(StoreHoldPair pair, int length = DeviceRig.FrameBytes)
    {
        var header = new RecordHeader { CapturedLength = (uint)length, WireLength = (uint)length, HeaderLength = RecordHeader.Length };
        return pair.Append(in header, new byte[length]);
    }
}
