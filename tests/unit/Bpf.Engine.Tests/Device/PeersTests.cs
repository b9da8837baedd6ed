using Bpf.Engine.Device;

namespace Bpf.Engine.Tests.Device;

public sealed class PeersTests
{
    [Fact] // [NET-1]
    public void TheLargestBufferSizeIsTheTablesOption()
    {
        Assert.Equal(262144, new DeviceRig().Table.Limits.MaxBufferBytes);
    }

    [Fact] // [NET-2]
    public void OnlyAdministratorsLearnAnythingAlsoNotTheCount()
    {
        var rig = new DeviceRig();

        Assert.Equal(Errno.EPERM, rig.Table.GetPeers(isAdministrator: false, 0, 0, out var peers));
        Assert.Empty(peers);
    }

    [Theory] // [NET-2]
    [InlineData(int.MinValue, Errno.EINVAL)]
    [InlineData(-1, Errno.EINVAL)]
    [InlineData(0, Errno.OK)]
    [InlineData(1, Errno.OK)]
    [InlineData(72, Errno.OK)]
    [InlineData(73, Errno.EINVAL)]
    [InlineData(int.MaxValue, Errno.EINVAL)]
    public void TheElementSizeIsAtMostAnElement(int elementBytes, Errno expected)
    {
        var rig = new DeviceRig();

        Assert.Equal(expected, rig.Table.GetPeers(isAdministrator: true, elementBytes, 0, out var peers));
        Assert.Equal(expected == Errno.OK ? 1 : 0, peers.Count);
        // Who may not know does not learn what would have been wrong.
        Assert.Equal(Errno.EPERM, rig.Table.GetPeers(isAdministrator: false, elementBytes, 0, out _));
    }

    [Fact] // [NET-2]
    public void OneEntryAnOpenDeviceInSlotOrder()
    {
        var rig = new DeviceRig();
        var second = rig.Open();
        rig.OpenAttached();
        rig.Table.Close(second);
        Assert.Equal([1, 3], Minors(rig, 0));

        rig.Open();
        Assert.Equal([1, 2, 3], Minors(rig, 0));
    }

    [Fact] // [NET-2]: a close may be waiting for the capture to stop when the peers are asked for.
    public void ADeviceThatIsBeingClosedIsNotOpenAnyMore()
    {
        var rig = new DeviceRig();
        var second = rig.Open();
        Assert.NotNull(rig.Device.Close());

        Assert.Equal([second.Minor], Minors(rig, 1));
    }

    [Theory] // [NET-2]
    [InlineData(int.MinValue, 3)]
    [InlineData(-1, 3)]
    [InlineData(0, 3)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(int.MaxValue, 3)]
    public void AMaximumOfNothingOrLessMeansAll(int maximum, int expectedCount)
    {
        var rig = new DeviceRig();
        rig.Open();
        rig.Open();

        Assert.Equal(Enumerable.Range(1, expectedCount), Minors(rig, maximum));
    }

    [Fact] // [NET-2]
    public void AnEntryTellsTheDevicesSettingsAndCounters()
    {
        var rig = new DeviceRig();
        rig.Device.SetPromiscuous(DeviceRig.Owner);
        rig.Device.SetSeeSent(DeviceRig.Owner, false);
        rig.Device.SetHeaderComplete(DeviceRig.Owner, true);
        rig.Device.SetFeedback(DeviceRig.Owner, true);
        rig.Device.SetFilterDrop(DeviceRig.Owner, FilterDrop.CaptureAndDrop);
        rig.Device.SetWriteFilter(DeviceRig.Owner, DeviceRig.Answer(1));
        rig.Device.SetImmediate(new DeviceOwner("bob"), true);
        rig.Device.SetLocked(new DeviceOwner("bob"));
        rig.Offer(10);
        var unattached = rig.Open(4096);

        Assert.Equal(Errno.OK, rig.Table.GetPeers(isAdministrator: true, 0, 0, out var peers));
        var peer = peers[0];
        Assert.True(peer is { IsPromiscuous: true, IsImmediate: true, SeesSent: false, BufferBytes: DeviceRig.ThreeRecords });
        Assert.True(peer is { IsHeaderComplete: true, HasFeedback: true, IsLocked: true, FilterDrop: FilterDrop.CaptureAndDrop, WriteFilterLength: 1 });
        Assert.Equal(("bob", "scripted0"), (peer.Owner.User, peer.InterfaceName));
        Assert.Equal((10, 4, 10), (peer.Statistics.Received, peer.Statistics.Dropped, peer.Statistics.Captured));
        Assert.Equal(unattached.Describe(), peers[1]);
        Assert.Equal(("", 4096), (peers[1].InterfaceName, peers[1].BufferBytes));
    }

    [Fact] // [NET-2]
    public async Task TheStateTellsWhetherAReadWaitsOrTimedOut()
    {
        var rig = new DeviceRig();
        Assert.Equal(PeerState.Idle, State(rig));
        rig.Device.SetReadTimeout(DeviceRig.Owner, 1, 0);
        var read = rig.StartRead();
        Assert.Equal(PeerState.Waiting, State(rig));
        rig.Clock.Advance(TimeSpan.FromSeconds(1));
        await DeviceRig.EndOf(read);
        Assert.Equal(PeerState.TimedOut, State(rig));

        read = rig.StartRead();
        Assert.Equal(PeerState.Waiting, State(rig));
        rig.Offer(3);
        await DeviceRig.EndOf(read);
        Assert.Equal(PeerState.Idle, State(rig));
    }

    private static IEnumerable<int> Minors(DeviceRig rig, int maximum)
    {
        Assert.Equal(Errno.OK, rig.Table.GetPeers(isAdministrator: true, 0, maximum, out var peers));
        return peers.Select(peer => peer.Minor);
    }

    private static PeerState State(DeviceRig rig)
    {
        Assert.Equal(Errno.OK, rig.Table.GetPeers(isAdministrator: true, 0, 1, out var peers));
        return peers[0].State;
    }
}
