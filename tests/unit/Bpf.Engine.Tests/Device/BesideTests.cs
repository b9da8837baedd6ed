using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Device;

/// <summary>A device that is attached beside another begins exactly where the other's stored records end.</summary>
public sealed class BesideTests
{
    private const int RoundCount = 500;
    private const int LargeBuffer = 256 * 1024;

    [Fact]
    public void TheNeighboursRecordsAreThoseThatCameBefore()
    {
        var rig = new DeviceRig(LargeBuffer);
        rig.Offer(5);
        Assert.Equal(5, rig.ReadNumbers().Length);
        rig.Offer(2);
        var beside = rig.Open(LargeBuffer);
        Assert.Equal(Errno.OK, beside.SetInterfaceBeside(DeviceRig.Owner, rig.Interface, rig.Device, out var stored));
        Assert.Equal(7, stored);
        rig.Offer();
        Assert.Equal([6u, 7u, 8u], rig.ReadNumbers());
        var destination = new byte[LargeBuffer];
        var read = beside.Read(destination);
        Assert.Equal(8u, Assert.Single(CapturedRecord.ParseAll(destination.AsSpan(0, read.LengthBytes))).Number);
    }

    [Fact] // what was dropped has no number: the count is of records, not of frames
    public void WhatTheNeighbourDroppedIsNotAmongItsRecords()
    {
        var rig = new DeviceRig(DeviceRig.ThreeRecords);
        rig.Offer(10);
        Assert.Equal(4, rig.Device.GetStatistics().Dropped);
        Assert.Equal(Errno.OK, rig.Open().SetInterfaceBeside(DeviceRig.Owner, rig.Interface, rig.Device, out var stored));
        Assert.Equal(6, stored);
    }

    [Fact] // [IF-1]
    public void BesideADeviceThatIsNotThereNothingIsAttached()
    {
        var rig = new DeviceRig();
        var coming = rig.Open();
        var elsewhere = rig.OpenAttachedTo(new ScriptedInterface());
        Assert.Equal(Errno.ENXIO, coming.SetInterfaceBeside(DeviceRig.Owner, rig.Interface, elsewhere, out var stored));
        Assert.Equal(0, stored);
        rig.Table.Close(rig.Device);
        Assert.Equal(Errno.ENXIO, coming.SetInterfaceBeside(DeviceRig.Owner, rig.Interface, rig.Device, out _));
        Assert.Equal(0, rig.Interface.Tap.DeviceCount);
        // It can still be attached as any other.
        Assert.Equal(Errno.OK, coming.SetInterface(DeviceRig.Owner, rig.Interface));
    }

    [Fact]
    public async Task NoFrameIsInBothAndNoneInNeitherHoweverTheTapRuns()
    {
        var rig = new DeviceRig(LargeBuffer);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var traffic = Task.Run(
            () =>
            {
                while (!ending.IsCancellationRequested)
                {
                    using var session = rig.Interface.Tap.Begin();
                    rig.OfferIn(session, 3);
                }
            },
            TestContext.Current.CancellationToken);
        List<uint> numbers = [];
        for (var round = 0; round < RoundCount; round++)
        {
            var beside = rig.Open(4096);
            Assert.Equal(Errno.OK, beside.SetInterfaceBeside(DeviceRig.Owner, rig.Interface, rig.Device, out var stored));
            while (numbers.Count <= stored || beside.GetStatistics().Held == 0)
            {
                if (rig.Device.GetLifetime().Held > 0) numbers.AddRange(rig.ReadNumbers());
            }

            var destination = new byte[4096];
            var read = beside.Read(destination);
            var first = CapturedRecord.ParseAll(destination.AsSpan(0, read.LengthBytes))[0].Number;
            // Also when the neighbour drops some: its last record before is older than the first here, and its next is not.
            Assert.True(stored == 0 || numbers[(int)stored - 1] < first);
            Assert.True(numbers[(int)stored] >= first);
            rig.Table.Close(beside);
        }

        await ending.CancelAsync();
        await DeviceRig.EndOf(traffic);
    }

    [Fact] // [IF-2], [IF-4], [OPEN-5]: a circle of locks would hang this
    public async Task AttachingBesideNeverWaitsInACircle()
    {
        var random = new Random(2);
        var table = new BpfDeviceTable(new DeviceLimits { DefaultBufferBytes = 1024 }, TimeProvider.System);
        for (var round = 0; round < RoundCount; round++)
        {
            var networkInterface = new ThreadedInterface(lifeInSessions: random.Next(200));
            var leaving = Open(table);
            var asking = Open(table);
            var coming = Open(table);
            leaving.SetInterface(DeviceRig.Owner, networkInterface);
            asking.SetInterface(DeviceRig.Owner, networkInterface);
            Task[] work =
            [
                Task.Run(() => table.Close(leaving), TestContext.Current.CancellationToken),
                Task.Run(() => asking.SetPromiscuous(DeviceRig.Owner), TestContext.Current.CancellationToken),
                Task.Run(() => coming.SetInterfaceBeside(DeviceRig.Owner, networkInterface, round % 2 == 0 ? asking : leaving, out _), TestContext.Current.CancellationToken),
            ];
            await DeviceRig.EndOf(Task.WhenAll(work));
            table.Close(asking);
            table.Close(coming);
            Assert.Equal(0, networkInterface.Tap.DeviceCount);
        }
    }

    [Fact]
    public void AJudgeSaysOfARecordWhatTheTapWouldHaveCaptured()
    {
        var rig = new DeviceRig(isAttached: false);
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(20));
        rig.Device.SetSeeSent(DeviceRig.Owner, false);
        Assert.Equal(Errno.OK, rig.Device.CreateJudge(rig.Interface, out var judge));
        Assert.Equal(20, judge!.Judge(Header(60, FrameDirection.In), new byte[60]));
        Assert.Equal(10, judge.Judge(Header(60, FrameDirection.In), new byte[10]));
        Assert.Null(judge.Judge(Header(60, FrameDirection.Out), new byte[60]));
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Answer(0));
        rig.Device.CreateJudge(rig.Interface, out var none);
        Assert.Null(none!.Judge(Header(60, FrameDirection.In), new byte[60]));
        rig.Device.SetFilter(DeviceRig.Owner, null);
        rig.Device.CreateJudge(rig.Interface, out var all);
        // A record never outgrows the device's buffer [BUF-5].
        Assert.Equal(DeviceRig.ThreeRecords - RecordHeader.Length, all!.Judge(Header(9000, FrameDirection.In), new byte[9000]));
    }

    private static RecordHeader Header(uint length, FrameDirection direction) => new()
    {
        CapturedLength = length,
        WireLength = length,
        HeaderLength = RecordHeader.Length,
        Flags = (byte)((int)direction << RecordHeader.DirectionShift),
    };

    private static BpfDevice Open(BpfDeviceTable table)
    {
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, DeviceRig.Owner, out var device));
        return device!;
    }
}
