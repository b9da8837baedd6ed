using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

public sealed class BufferLengthTests
{
    [Theory] // [BUF-2]
    [InlineData(long.MinValue, 32)]
    [InlineData(-1, 32)]
    [InlineData(0, 32)]
    [InlineData(31, 32)]
    [InlineData(32, 32)]
    [InlineData(33, 40)]
    [InlineData(65535, 65536)]
    [InlineData(262137, 262144)]
    [InlineData(262144, 262144)]
    [InlineData(262145, 262144)]
    [InlineData(uint.MaxValue + 33L, 262144)]
    [InlineData(long.MaxValue, 262144)]
    public void AnySizeIsCorrectedWrittenBackAndKept(long asked, int expected)
    {
        var rig = new DeviceRig(isAttached: false);

        var length = asked;
        Assert.Equal(Errno.OK, rig.Device.SetBufferLength(DeviceRig.Owner, ref length));
        Assert.Equal(expected, length);
        Assert.Equal(expected, rig.Device.BufferBytes);
    }

    [Theory] // [BUF-2]
    [InlineData(67_108_864, 67_108_864)]
    [InlineData(1001, 1000)]
    [InlineData(32, 32)]
    [InlineData(39, 32)]
    public void NoSizeExceedsTheOptionEvenWhenTheOptionIsUnaligned(int maxBufferBytes, int expected)
    {
        var limits = new DeviceLimits { MaxBufferBytes = maxBufferBytes, DefaultBufferBytes = 32 };
        var rig = new DeviceRig(isAttached: false, limits: limits);

        long length = int.MaxValue;
        Assert.Equal(Errno.OK, rig.Device.SetBufferLength(DeviceRig.Owner, ref length));
        Assert.Equal(expected, length);
    }

    [Theory] // [BUF-2]
    [InlineData(67_108_865, 32768, 512)]
    [InlineData(31, 31, 512)]
    [InlineData(262144, 31, 512)]
    [InlineData(262144, 262145, 512)]
    [InlineData(262144, 32768, 0)]
    [InlineData(262144, 32768, 4097)]
    public void LimitsOutOfBoundsAreRefused(int maxBufferBytes, int defaultBufferBytes, int maxInstructions)
    {
        var limits = new DeviceLimits { MaxBufferBytes = maxBufferBytes, DefaultBufferBytes = defaultBufferBytes, MaxInstructions = maxInstructions };

        Assert.Throws<ArgumentException>(() => new BpfDeviceTable(limits, TimeProvider.System));
    }

    [Theory] // [BUF-2], [BUF-4]: records fill a buffer to its last byte, so an unaligned size would let the last one stick out.
    [InlineData(33, 40)]
    [InlineData(1001, 1008)]
    [InlineData(262143, 262144)]
    public void ADefaultSizeThatIsUnalignedIsAlignedToo(int defaultBufferBytes, int expected)
    {
        var table = new BpfDeviceTable(new DeviceLimits { DefaultBufferBytes = defaultBufferBytes }, TimeProvider.System);
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, DeviceRig.Owner, out var device));

        Assert.Equal(expected, device!.BufferBytes);
        Assert.Equal(0, device.BufferBytes % RecordHeader.Alignment);
    }

    [Fact] // [BUF-2]
    public void OnceBuffersExistTheSizeIsFixedAlsoAfterTheInterfaceIsGone()
    {
        var rig = new DeviceRig();
        for (var turn = 0; turn < 2; turn++)
        {
            long length = 4096;
            Assert.Equal(Errno.EINVAL, rig.Device.SetBufferLength(DeviceRig.Owner, ref length));
            Assert.Equal(4096, length);
            Assert.Equal(DeviceRig.ThreeRecords, rig.Device.BufferBytes);
            rig.Interface.Disappear();
        }
    }
}
