using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces.Live;

[Collection(LiveCollection.Name)]
public sealed class LiveCaptureTests
{
    private readonly InterfaceCatalog catalog = new(new PacketRingOptions { RingBytes = 4 * 1024 * 1024 }, TimeProvider.System);
    private readonly TestFrames frames = new();

    [LiveFact]
    public async Task SeesEachLoopbackFrameOnceAsOutput()
    {
        var lo = catalog.Find("lo")!;
        using var capture = new CaptureDevice(lo);
        using var sender = new FrameSender("lo");
        for (var i = 0; i < 5; i++) sender.Send(frames.Make(i));

        var records = await capture.ReadMineAsync(frames, 5);

        // The second copies would stand between the first ones: a frame comes in before the next one goes out.
        Assert.Equal([0, 1, 2, 3, 4], records.Select(record => frames.NumberOf(record.Bytes)));
        Assert.All(records, record => Assert.Equal(FrameDirection.Out, record.Header.Direction));
        Assert.Equal(LinkType.Ethernet, lo.LinkType);
    }

    [LiveFact]
    public async Task CapturesAFrameOfSixtyThousandBytesWhole()
    {
        using var capture = new CaptureDevice(catalog.Find("lo")!);
        using var sender = new FrameSender("lo");
        var sent = frames.Make(1, length: 60_000);
        sender.Send(sent);

        var record = Assert.Single(await capture.ReadMineAsync(frames, 1));

        Assert.Equal(60_000u, record.Header.WireLength);
        Assert.Equal(sent, record.Bytes);
    }

    [LiveFact]
    public async Task TellsWhichWayEachFrameWent()
    {
        using var pair = new VethPair();
        using var near = new CaptureDevice(catalog.Find(pair.A)!);
        using var far = new CaptureDevice(catalog.Find(pair.B)!);
        using var sender = new FrameSender(pair.A);
        var sent = frames.Make(1);
        sender.Send(sent);

        var outgoing = Assert.Single(await near.ReadMineAsync(frames, 1));
        var incoming = Assert.Single(await far.ReadMineAsync(frames, 1));

        Assert.Equal(FrameDirection.Out, outgoing.Header.Direction);
        Assert.Equal(FrameDirection.In, incoming.Header.Direction);
        Assert.Equal(sent, outgoing.Bytes);
        Assert.Equal(sent, incoming.Bytes);
        Assert.Equal(catalog.Find(pair.B)!.Index, incoming.Header.InterfaceIndex);
    }

    // [TAP-4]
    [LiveFact]
    public async Task PutsTheVlanTagBackThatTheKernelTookOut()
    {
        using var pair = new VethPair();
        using var far = new CaptureDevice(catalog.Find(pair.B)!);
        using var sender = new FrameSender(pair.A);
        byte[][] sent =
        [
            frames.Make(0, tagProtocol: 0x8100, tagControl: 0x0123),
            frames.Make(1, tagProtocol: 0x8100, tagControl: 0xefff),
            frames.Make(2, tagProtocol: 0x88a8, tagControl: 0x5064),
            frames.Make(3, tagProtocol: 0x8100, tagControl: 0),
            frames.Make(4),
        ];
        foreach (var frame in sent) sender.Send(frame);

        var records = await far.ReadMineAsync(frames, sent.Length);

        Assert.Equal(sent, records.Select(record => record.Bytes));
        Assert.All(records, record => Assert.Equal(64u, record.Header.WireLength));
    }

    [LiveFact]
    public async Task CountsTheFramesAndBytesThatItTapped()
    {
        using var pair = new VethPair();
        var far = catalog.Find(pair.B)!;
        using var capture = new CaptureDevice(far);
        using var sender = new FrameSender(pair.A);
        sender.Send(frames.Make(0, length: 100));
        sender.Send(frames.Make(1, length: 200, tagProtocol: 0x8100));
        await capture.ReadMineAsync(frames, 2);

        Assert.Equal(new InterfaceStatistics(2, 0, 300), far.GetStatistics());
    }

    // [IF-4]
    [LiveFact]
    public void HoldsOnePromiscuousReferenceForAllDevices()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        using var first = new CaptureDevice(near);
        Assert.Contains("promiscuity 0", Command.Run("ip", "-d", "link", "show", pair.A), StringComparison.Ordinal);
        using (var second = new CaptureDevice(near))
        {
            Assert.Equal(Errno.OK, first.SetPromiscuous());
            Assert.Equal(Errno.OK, second.SetPromiscuous());
            Assert.Contains("promiscuity 1", Command.Run("ip", "-d", "link", "show", pair.A), StringComparison.Ordinal);
        }

        Assert.Contains("promiscuity 1", Command.Run("ip", "-d", "link", "show", pair.A), StringComparison.Ordinal);
        Assert.True(near.IsPromiscuous);
        first.Dispose();
        Assert.Contains("promiscuity 0", Command.Run("ip", "-d", "link", "show", pair.A), StringComparison.Ordinal);
        Assert.False(near.IsPromiscuous);
    }

    [LiveFact]
    public async Task GoesOnWhenAnInterfaceThatWasDownComesUp()
    {
        using var pair = new VethPair(isUp: false);
        var near = catalog.Find(pair.A)!;
        Assert.False(near.IsUp);
        using var capture = new CaptureDevice(near);
        Assert.Equal(Errno.OK, capture.AttachResult);
        for (var round = 0; round < 3; round++)
        {
            pair.BringUp();
            using (var sender = new FrameSender(pair.A)) sender.Send(frames.Make(round));
            await capture.ReadMineAsync(frames, round + 1);
            Command.Run("ip", "link", "set", "dev", pair.A, "down");
        }

        Assert.False(near.IsGone);
    }

    [LiveFact]
    public async Task CountsWhatTheKernelDropsWhileTheTapIsBusy()
    {
        using var pair = new VethPair();
        var tiny = new PacketRingOptions { RingBytes = 64 * 1024, BlockBytes = 4096 };
        // The sending end: when the send returns, the frame is in the ring or lost, never on its way.
        var near = new InterfaceCatalog(tiny, TimeProvider.System).Find(pair.A)!;
        using var capture = new CaptureDevice(near);
        using var sender = new FrameSender(pair.A);
        const int SentCount = 2000;
        var dropped = FloodWhileTheTapIsHeld(near, sender, SentCount);
        await capture.ReadMineAsync(frames, (int)(SentCount - dropped));
        sender.Send(frames.Make(SentCount));
        var records = await capture.ReadMineAsync(frames, (int)(SentCount - dropped) + 1);

        Assert.InRange(dropped, 1, SentCount - 1);
        Assert.Equal(SentCount, frames.NumberOf(records[^1].Bytes));
        Assert.Equal(new InterfaceStatistics(records.Count, dropped, records.Count * 64), near.GetStatistics());
    }

    [LiveFact]
    public async Task CapturesForSeveralDevicesAtOnce()
    {
        using var pair = new VethPair();
        var far = catalog.Find(pair.B)!;
        using var first = new CaptureDevice(far);
        using var second = new CaptureDevice(far);
        using var sender = new FrameSender(pair.A);
        sender.Send(frames.Make(1));
        await first.ReadMineAsync(frames, 1);
        await second.ReadMineAsync(frames, 1);
        first.Dispose();
        sender.Send(frames.Make(2));

        Assert.Equal([1, 2], (await second.ReadMineAsync(frames, 2)).Select(record => frames.NumberOf(record.Bytes)));
        Assert.Single(first.Mine(frames));
    }

    // Not async: a tap session belongs to one thread.
    private long FloodWhileTheTapIsHeld(NetworkInterface networkInterface, FrameSender sender, int count)
    {
        using var held = networkInterface.Tap.Begin();
        for (var i = 0; i < count; i++) sender.Send(frames.Make(i));
        return networkInterface.GetStatistics().KernelDropped;
    }
}
