using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;

namespace Bpf.Engine.Tests.Interfaces.Live;

// What becomes of a capture whose interface disappears [IF-2], and of the process when captures come and go.
[Collection(LiveCollection.Name)]
public sealed class InterfaceRemovalTests
{
    private readonly InterfaceCatalog catalog = new(new PacketRingOptions { RingBytes = 4 * 1024 * 1024 }, TimeProvider.System);
    private readonly TestFrames frames = new();

    [LiveFact]
    public async Task EndsAWaitingReadWhenTheInterfaceIsDeleted()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        using var capture = new CaptureDevice(near);
        var read = capture.ReadToEndAsync();
        Assert.False(read.IsCompleted);
        pair.Delete();
        await read;

        Assert.Empty(capture.Mine(frames));
        Assert.True(near.IsGone);
        Assert.False(near.IsUp);
        Assert.Empty(capture.Device.Describe().InterfaceName);
        Assert.Equal(Errno.EINVAL, capture.SetPromiscuous());
    }

    // The packet socket itself gives no sign of this one.
    [LiveFact]
    public async Task EndsAWaitingReadWhenTheInterfaceIsDeletedWhileItIsDown()
    {
        using var pair = new VethPair();
        using var capture = new CaptureDevice(catalog.Find(pair.A)!);
        var read = capture.ReadToEndAsync();
        Command.Run("ip", "link", "set", "dev", pair.A, "down");
        pair.Delete();
        await read;

        Assert.Equal(Errno.EIO, await capture.ReadAsync(TestContext.Current.CancellationToken));
    }

    [LiveFact]
    public async Task EndsAWaitingReadWhenTheInterfaceMovesToAnotherNamespace()
    {
        using var pair = new VethPair();
        var elsewhere = $"{pair.A}ns";
        Command.Run("ip", "netns", "add", elsewhere);
        try
        {
            using var capture = new CaptureDevice(catalog.Find(pair.A)!);
            var read = capture.ReadToEndAsync();
            Command.Run("ip", "link", "set", "dev", pair.A, "netns", elsewhere);
            await read;

            Assert.Null(catalog.Find(pair.A));
            // A namespace is taken down some time after its name; the pair must be gone when the test is.
            Command.Run("ip", "-n", elsewhere, "link", "del", pair.A);
        }
        finally
        {
            Command.Run("ip", "netns", "del", elsewhere);
        }
    }

    // The block with the last frames is not yet handed over when the interface goes: its timeout is long here.
    [LiveFact]
    public async Task DeliversWhatCameJustBeforeTheInterfaceWasDeleted()
    {
        using var pair = new VethPair();
        var slow = new PacketRingOptions { RingBytes = 1024 * 1024, RetireTimeoutMs = 500 };
        using var capture = new CaptureDevice(new InterfaceCatalog(slow, TimeProvider.System).Find(pair.A)!, isImmediate: false);
        using (var sender = new FrameSender(pair.A))
        {
            for (var i = 0; i < 3; i++) sender.Send(frames.Make(i));
        }

        pair.Delete();
        await capture.ReadToEndAsync();

        Assert.Equal([0, 1, 2], capture.Mine(frames).Select(record => frames.NumberOf(record.Bytes)));
    }

    [LiveFact]
    public async Task CapturesAgainOnAnInterfaceThatCameBackUnderItsName()
    {
        using var pair = new VethPair();
        var before = catalog.Find(pair.A)!;
        using var ended = new CaptureDevice(before);
        pair.Delete();
        await ended.ReadToEndAsync();
        Assert.Null(catalog.Find(pair.A));
        pair.Create();

        var after = catalog.Find(pair.A)!;
        Assert.NotSame(before, after);
        using var refused = new CaptureDevice(before);
        Assert.Equal(Errno.ENXIO, refused.AttachResult);
        using var capture = new CaptureDevice(after);
        using var sender = new FrameSender(pair.A);
        sender.Send(frames.Make(7));
        Assert.Equal(7, frames.NumberOf(Assert.Single(await capture.ReadMineAsync(frames, 1)).Bytes));
    }

    [LiveFact]
    public void RefusesAnInterfaceThatWentUnnoticed()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        pair.Delete();
        pair.Create();

        using var capture = new CaptureDevice(near);

        Assert.Equal(Errno.ENXIO, capture.AttachResult);
        Assert.NotSame(near, catalog.Find(pair.A));
    }

    [LiveFact]
    public async Task OtherCapturesGoOnWhenOneInterfaceIsDeleted()
    {
        using var staying = new VethPair();
        using var leaving = new VethPair();
        using var stays = new CaptureDevice(catalog.Find(staying.A)!);
        using var ends = new CaptureDevice(catalog.Find(leaving.A)!);
        leaving.Delete();
        await ends.ReadToEndAsync();
        using var sender = new FrameSender(staying.A);
        sender.Send(frames.Make(1));

        Assert.Single(await stays.ReadMineAsync(frames, 1));
    }

    [LiveFact]
    public async Task LeavesNothingBehindWhenCapturesComeAndGo()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        var threadName = ((PacketSocketInterface)near).ThreadName;
        using (var warmUp = new CaptureDevice(near)) await ProcessResources.AwaitThreads(threadName, 1);
        var before = ProcessResources.Count();
        for (var round = 0; round < 20; round++)
        {
            using var first = new CaptureDevice(near);
            using var second = new CaptureDevice(near);
            Assert.Equal(Errno.OK, first.SetPromiscuous());
            using var sender = new FrameSender(pair.A);
            sender.Send(frames.Make(round));
            await second.ReadMineAsync(frames, 1);
        }

        Assert.Equal(before, ProcessResources.Count());
        await ProcessResources.AwaitThreads(threadName, 0);
        Assert.Contains("promiscuity 0", Command.Run("ip", "-d", "link", "show", pair.A), StringComparison.Ordinal);
    }

    [LiveFact]
    public async Task LeavesNothingBehindWhenInterfacesComeAndGo()
    {
        using var pair = new VethPair();
        var before = ProcessResources.Count();
        for (var round = 0; round < 1000; round++)
        {
            var near = catalog.Find(pair.A)!;
            using var capture = new CaptureDevice(near);
            Assert.Equal(Errno.OK, capture.SetPromiscuous());
            pair.Delete();
            await capture.ReadToEndAsync();
            pair.Create();
        }

        Assert.Equal(before, ProcessResources.Count());
    }
}
