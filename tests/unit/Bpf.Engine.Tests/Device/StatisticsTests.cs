using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

public sealed class StatisticsTests
{
    [Fact] // [STAT-1]
    public void DroppedFramesAreAlsoReceivedAndCaptured()
    {
        var rig = new DeviceRig();
        rig.Offer(10);

        var books = rig.Device.GetStatistics();
        Assert.Equal((10, 10, 4, 6), (books.Received, books.Captured, books.Dropped, books.Held));
    }

    [Fact] // [STAT-3]
    public void AFrameThatTheDirectionExcludesIsNotEvenReceived()
    {
        var rig = new DeviceRig();
        rig.Device.SetSeeSent(DeviceRig.Owner, false);
        rig.Offer(3, direction: FrameDirection.Out);

        Assert.Equal(default, rig.Device.GetStatistics());
    }

    [Fact] // [STAT-4]
    public void DeliveredAndHeldAreCountedInRecordsAndInBytes()
    {
        var rig = new DeviceRig();
        rig.Offer(5);
        rig.ReadNumbers();

        var books = rig.Device.GetStatistics();
        Assert.Equal((3, 144), (books.Delivered, books.DeliveredBytes));
        Assert.Equal((2, 96), (books.Held, books.HeldBytes));
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    [Fact] // [STAT-2]
    public void AFlushResetsTheDevicesCountersAndNotItsLife()
    {
        var rig = new DeviceRig();
        rig.Offer(10);
        rig.ReadNumbers();
        Assert.Equal(Errno.OK, rig.Device.Flush(DeviceRig.Owner));

        Assert.Equal(default, rig.Device.GetStatistics());
        var life = rig.Device.GetLifetime();
        Assert.Equal((10, 10, 4, 3, 3), (life.Received, life.Captured, life.Dropped, life.Delivered, life.Flushed));
        rig.Offer(2);
        var books = rig.Device.GetStatistics();
        Assert.Equal((2, 2, 0, 0, 0, 2), (books.Received, books.Captured, books.Dropped, books.Delivered, books.Flushed, books.Held));
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    [Fact] // [STAT-2], [NET-1]
    public void TheGlobalCountersAreResetByNothing()
    {
        var rig = new DeviceRig();
        var second = rig.OpenAttached();
        second.SetFilter(DeviceRig.Owner, DeviceRig.Answer(0));
        rig.Offer(10);
        var expected = new GlobalStatistics(Received: 20, Dropped: 4, Captured: 10);
        Assert.Equal(expected, rig.Table.GetStatistics());

        rig.Device.Flush(DeviceRig.Owner);
        Assert.Equal(expected, rig.Table.GetStatistics());
        rig.Device.SetFilter(DeviceRig.Owner, null);
        Assert.Equal(expected, rig.Table.GetStatistics());
        rig.Table.Close(rig.Device);
        Assert.Equal(expected, rig.Table.GetStatistics());
        rig.Table.Close(second);
        Assert.Equal(expected, rig.Table.GetStatistics());
        rig.OpenAttached();
        rig.Offer(1);
        Assert.Equal(new GlobalStatistics(21, 4, 11), rig.Table.GetStatistics());
    }

    [Fact] // [STAT-4]
    public void TheBooksBalanceAtEveryStep()
    {
        var rig = new DeviceRig();
        for (var step = 0; step < 200; step++)
        {
            switch (step % 10)
            {
                case 7: rig.TryRead(); break;
                case 8 when step % 30 == 8: rig.Device.Flush(DeviceRig.Owner); break;
                case 9 when step % 50 == 9: rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer((uint)step % 3)); break;
                default: rig.Offer(); break;
            }

            DeviceRig.AssertBooksBalance(rig.Device);
        }

        rig.Interface.Disappear();
        DeviceRig.AssertBooksBalance(rig.Device);
        rig.Table.Close(rig.Device);
        DeviceRig.AssertBooksBalance(rig.Device);
    }
}
