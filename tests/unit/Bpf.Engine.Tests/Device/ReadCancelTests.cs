using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class ReadCancelTests
{
    [Fact] // [READ-5]
    public async Task ACancelledReadIsEintrAndLosesNothing()
    {
        var rig = new DeviceRig();
        rig.Device.SetReadTimeout(DeviceRig.Owner, 1, 0);
        using var cancellation = new CancellationTokenSource();
        var read = rig.StartReadThatEndsWith(cancellation.Token);
        rig.Offer(2);
        await cancellation.CancelAsync();

        Assert.Equal(Errno.EINTR, (await DeviceRig.EndOf(read)).Errno);
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
        Assert.Equal(PeerState.Idle, rig.Device.Describe().State);
        Assert.Equal([1u, 2], rig.ReadNumbers());
    }

    [Fact] // [READ-5]: the cancel comes first, then in the same session the buffer fills; whoever reads next gets all of it.
    public async Task FramesThatArriveAfterTheCancelStayForTheNextRead()
    {
        var rig = new DeviceRig();
        using var cancellation = new CancellationTokenSource();
        var read = rig.StartReadThatEndsWith(cancellation.Token);
        CancelAndFillInOneSession(rig, cancellation, frameCount: 4);

        Assert.Equal(Errno.EINTR, (await DeviceRig.EndOf(read)).Errno);
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
        Assert.Equal([4u], rig.ReadNumbers());
    }

    [Fact] // [READ-5], [SEL-2]: a wake must not be lost on a read that has already given up.
    public async Task AWakeThatMeetsACancelledReadGoesToTheWaiter()
    {
        var rig = new DeviceRig();
        using var cancellation = new CancellationTokenSource();
        var read = rig.StartReadThatEndsWith(cancellation.Token);
        var wait = rig.StartWait(this);
        CancelAndFillInOneSession(rig, cancellation, frameCount: 3);

        Assert.Equal(Errno.EINTR, (await DeviceRig.EndOf(read)).Errno);
        Assert.Equal(Errno.OK, await DeviceRig.EndOf(wait));
        Assert.Equal([1u, 2, 3], rig.ReadNumbers());
    }

    [Fact] // [READ-5]: the other interleaving.
    public async Task ACancelAfterTheWakeComesTooLate()
    {
        var rig = new DeviceRig();
        using var cancellation = new CancellationTokenSource();
        var read = rig.StartReadThatEndsWith(cancellation.Token);
        rig.Offer(3);
        await cancellation.CancelAsync();

        Assert.Equal(3, (await DeviceRig.EndOf(read)).RecordCount);
    }

    [Fact] // [READ-5]
    public async Task ATokenCancelledBeforehandTakesDataButDoesNotWait()
    {
        var rig = new DeviceRig();
        var cancelled = new CancellationToken(canceled: true);

        Assert.Equal(Errno.EINTR, (await DeviceRig.EndOf(rig.StartReadThatEndsWith(cancelled))).Errno);
        rig.Offer(3);
        Assert.Equal(3, (await DeviceRig.EndOf(rig.StartReadThatEndsWith(cancelled))).RecordCount);
    }

    [Fact] // [OPEN-5]
    public async Task CloseEndsAPendingReadAndTheWaiterWithEnxio()
    {
        var rig = new DeviceRig();
        rig.Device.SetReadTimeout(DeviceRig.Owner, 1, 0);
        var read = rig.StartRead();
        var wait = rig.StartWait(this);
        rig.Offer(2);
        Assert.Equal(Errno.OK, rig.Table.Close(rig.Device));

        Assert.Equal(Errno.ENXIO, (await DeviceRig.EndOf(read)).Errno);
        Assert.Equal(Errno.ENXIO, await DeviceRig.EndOf(wait));
        Assert.Equal(0, rig.Clock.ArmedTimerCount);
        Assert.Equal(2, rig.Device.GetLifetime().Flushed);
        DeviceRig.AssertBooksBalance(rig.Device);
    }

    // While the session is open the cancelled read cannot get at the device, so the order is certain.
    private static void CancelAndFillInOneSession(DeviceRig rig, CancellationTokenSource cancellation, int frameCount)
    {
        using var session = rig.Interface.Tap.Begin();
        cancellation.Cancel();
        rig.OfferIn(session, frameCount);
    }
}
