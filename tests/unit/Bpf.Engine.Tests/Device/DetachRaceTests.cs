using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

// Close waits for the capture thread, which waits for devices, which wait for the interface's control lock when they ask for promiscuous mode:
// the order of locks in NetworkInterface keeps that from being a circle. A circle would hang these tests.
public sealed class DetachRaceTests
{
    private const int RoundCount = 2_000;

    [Fact] // [IF-2], [IF-4], [OPEN-5]
    public async Task ClosingAskingForPromiscuousModeAndDisappearingNeverWaitForEachOther()
    {
        var random = new Random(1);
        var table = new BpfDeviceTable(new DeviceLimits { DefaultBufferBytes = 1024 }, TimeProvider.System);
        for (var round = 0; round < RoundCount; round++)
        {
            var networkInterface = new ThreadedInterface(lifeInSessions: random.Next(40));
            var leaving = Open(table);
            var asking = Open(table);
            var coming = Open(table);
            leaving.SetInterface(DeviceRig.Owner, networkInterface);
            asking.SetInterface(DeviceRig.Owner, networkInterface);

            Task[] work =
            [
                Task.Run(() => table.Close(leaving), TestContext.Current.CancellationToken),
                Task.Run(() => asking.SetPromiscuous(DeviceRig.Owner), TestContext.Current.CancellationToken),
                Task.Run(() => coming.SetInterface(DeviceRig.Owner, networkInterface), TestContext.Current.CancellationToken),
            ];
            await DeviceRig.EndOf(Task.WhenAll(work));
            Assert.Equal(Errno.OK, table.Close(asking));
            Assert.Equal(Errno.OK, table.Close(coming));
            Assert.Equal(0, networkInterface.Tap.DeviceCount);
        }

        Assert.Empty(table.List());
    }

    private static BpfDevice Open(BpfDeviceTable table)
    {
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, DeviceRig.Owner, out var device));
        return device!;
    }
}
