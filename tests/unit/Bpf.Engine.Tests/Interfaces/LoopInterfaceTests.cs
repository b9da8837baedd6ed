using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces;

public sealed class LoopInterfaceTests
{
    private readonly DeviceRig rig = new(isAttached: false);
    private readonly LoopInterface loop;
    private readonly BpfDevice writer;
    private readonly BpfDevice other;

    public LoopInterfaceTests()
    {
        loop = new LoopInterface(rig.Clock);
        writer = rig.OpenAttachedTo(loop, 65536);
        other = rig.OpenAttachedTo(loop, 65536);
    }

    [Fact] // [WRITE-2], [WRITE-3]
    public void WhatIsWrittenComesBackToEveryDeviceOnceAsOutput()
    {
        var frame = rig.Frame(60);
        rig.Clock.Advance(new TimeSpan(0, 0, 0, 5, 250) + TimeSpan.FromTicks(1));
        writer.SetTimestampFormat(DeviceRig.Owner, TimestampFormat.Nanoseconds);
        Assert.Equal(Errno.OK, writer.Write(frame, out var written));

        var record = Assert.Single(Read(writer));
        Assert.Equal(60, written);
        Assert.Equal([.. frame[..6], 0x02, 0x6c, 0x6f, 0x6f, 0x70, 0x30, .. frame[12..]], record.Bytes);
        Assert.Equal((FrameDirection.Out, 60u), (record.Header.Direction, record.Header.WireLength));
        Assert.Equal((5, 250_000_100), (record.Header.Seconds, record.Header.Fraction));
        Assert.Equal(record.Bytes, Assert.Single(Read(other)).Bytes);
        Assert.Equal(new InterfaceStatistics(1, 0, 60), loop.GetStatistics());
    }

    [Fact] // [WRITE-3]
    public void WithoutSeeSentADeviceSeesNothingOfIt()
    {
        other.SetSeeSent(DeviceRig.Owner, false);
        writer.Write(rig.Frame(60), out _);

        Assert.Single(Read(writer));
        Assert.Equal(default, other.GetStatistics());
    }

    [Fact] // [WRITE-4]
    public void FeedbackEndsAtTheHostsSideAndInNoTap()
    {
        writer.SetFeedback(DeviceRig.Owner, true);
        writer.Write(rig.Frame(60), out _);

        Assert.Equal(1, loop.FedBackCount);
        Assert.Single(Read(writer));
        Assert.Single(Read(other));
    }

    [Fact] // [WRITE-1]
    public void TheLargestFrameIsTheHeaderAndTheMtu()
    {
        Assert.Equal(Errno.OK, writer.Write(rig.Frame(14 + LoopInterface.DefaultMtu), out _));
        Assert.Equal(Errno.EMSGSIZE, writer.Write(rig.Frame(14 + LoopInterface.DefaultMtu + 1), out _));
        Assert.Equal(1, loop.GetStatistics().Received);
    }

    [Fact] // [WRITE-1]
    public void WhileItIsDownNothingGoesOut()
    {
        loop.SetUp(false);
        Assert.False(loop.IsUp);
        Assert.Equal(Errno.ENETDOWN, writer.Write(rig.Frame(60), out _));
        Assert.Equal(default, writer.GetStatistics());

        loop.SetUp(true);
        Assert.Equal(Errno.OK, writer.Write(rig.Frame(60), out _));
        Assert.Equal(1, loop.GetStatistics().Received);
    }

    [Fact] // [IF-2], [IF-3]
    public void WhenItIsTakenAwayItsDevicesLearnOfIt()
    {
        writer.Write(rig.Frame(60), out _);
        loop.Remove();

        Assert.Single(Read(writer));
        Assert.Equal(Errno.EIO, writer.Read(new byte[65536]).Errno);
        Assert.Equal(Errno.EINVAL, writer.Write(rig.Frame(60), out _));
        Assert.Equal(Errno.ENXIO, rig.Device.SetInterface(DeviceRig.Owner, loop));
    }

    [Fact] // [IF-4]
    public void ItTakesPromiscuousReferences()
    {
        Assert.Equal(Errno.OK, writer.SetPromiscuous(DeviceRig.Owner));
        Assert.True(loop.IsPromiscuous);
        rig.Table.Close(writer);
        Assert.False(loop.IsPromiscuous);
    }

    [Fact] // [IOCTL-2]
    public void ItIsEthernetAndNeedsNothing()
    {
        Assert.Equal((InterfaceKind.Loop, LinkType.Ethernet, "loop0"), (loop.Kind, loop.LinkType, loop.Name));
        Assert.Null(loop.Unavailable);
        Assert.Null(loop.Unwritable);
    }

    [Fact] // A burst is bounded by the device's buffers and nothing else holds it.
    public void ABurstBeyondTheBuffersIsDroppedAndCounted()
    {
        for (var i = 0; i < 10_000; i++) Assert.Equal(Errno.OK, writer.Write(rig.Frame(60), out _));

        var books = writer.GetStatistics();
        Assert.Equal((10_000, 2 * (65536 / 96)), (books.Captured, books.Held));
        DeviceRig.AssertBooksBalance(writer);
    }

    private static IReadOnlyList<CapturedRecord> Read(BpfDevice device)
    {
        var destination = new byte[device.BufferBytes];
        var result = device.Read(destination);
        Assert.Equal(Errno.OK, result.Errno);
        return CapturedRecord.ParseAll(destination.AsSpan(0, result.LengthBytes));
    }
}
