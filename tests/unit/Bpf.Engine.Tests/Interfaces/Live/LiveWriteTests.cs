using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces.Live;

// Frames that devices write, on real interfaces [WRITE-1..4].
[Collection(LiveCollection.Name)]
public sealed class LiveWriteTests
{
    private const ushort PointToPoint = 512;

    private static readonly DeviceOwner Owner = new("test");

    private readonly InterfaceCatalog catalog = new(new PacketRingOptions { RingBytes = 4 * 1024 * 1024 }, TimeProvider.System);
    private readonly TestFrames frames = new();

    [LiveFact] // [WRITE-2], [WRITE-3]
    public async Task AFrameArrivesOnceAtTheOtherEndAndIsSeenOnceAtThisOne()
    {
        using var pair = new VethPair();
        var near = (PacketSocketInterface)catalog.Find(pair.A)!;
        using var writer = new CaptureDevice(near);
        using var watcher = new CaptureDevice(near);
        using var far = new CaptureDevice(catalog.Find(pair.B)!);
        for (var i = 0; i < 3; i++) Assert.Equal(Errno.OK, writer.Device.Write(frames.Make(i), out _));

        var outgoing = await writer.ReadMineAsync(frames, 3);
        var watched = await watcher.ReadMineAsync(frames, 3);
        var incoming = await far.ReadMineAsync(frames, 3);

        // A second copy of a frame would stand before the next one.
        foreach (var records in new[] { outgoing, watched, incoming }) Assert.Equal([0, 1, 2], records.Select(record => frames.NumberOf(record.Bytes)));
        Assert.All(outgoing, record => Assert.Equal(FrameDirection.Out, record.Header.Direction));
        Assert.All(incoming, record => Assert.Equal(FrameDirection.In, record.Header.Direction));
        byte[] filled = [.. frames.Make(0)[..6], .. near.HardwareAddress.GetAddressBytes(), .. frames.Make(0)[12..]];
        Assert.Equal(filled, outgoing[0].Bytes);
        Assert.Equal(filled, incoming[0].Bytes);
    }

    [LiveFact] // [WRITE-2]
    public async Task WithHeaderCompleteTheSourceAddressIsTheWriters()
    {
        using var pair = new VethPair();
        using var writer = new CaptureDevice(catalog.Find(pair.A)!);
        using var far = new CaptureDevice(catalog.Find(pair.B)!);
        writer.Device.SetHeaderComplete(Owner, true);
        var frame = frames.Make(1, length: 1514);
        Assert.Equal(Errno.OK, writer.Device.Write(frame, out var written));

        Assert.Equal(1514, written);
        Assert.Equal(frame, Assert.Single(await far.ReadMineAsync(frames, 1)).Bytes);
    }

    [LiveFact] // [WRITE-3]
    public async Task ADeviceThatDoesNotSeeWhatIsSentOrMasksItDoesNotSeeIt()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        using var writer = new CaptureDevice(near);
        using var blind = new CaptureDevice(near);
        using var masked = new CaptureDevice(near);
        using var onlySent = new CaptureDevice(near);
        using var farSender = new FrameSender(pair.B);
        blind.Device.SetSeeSent(Owner, false);
        masked.Device.SetIgnoredDirections(Owner, FrameDirection.Out);
        onlySent.Device.SetIgnoredDirections(Owner, FrameDirection.In);
        writer.Device.Write(frames.Make(0), out _);
        farSender.Send(frames.Make(1));
        writer.Device.Write(frames.Make(2), out _);
        farSender.Send(frames.Make(3));
        await writer.ReadMineAsync(frames, 4);

        Assert.Equal([1, 3], (await blind.ReadMineAsync(frames, 2)).Select(record => frames.NumberOf(record.Bytes)));
        Assert.Equal([1, 3], (await masked.ReadMineAsync(frames, 2)).Select(record => frames.NumberOf(record.Bytes)));
        Assert.Equal([0, 2], (await onlySent.ReadMineAsync(frames, 2)).Select(record => frames.NumberOf(record.Bytes)));
    }

    [LiveFact] // [WRITE-3], [WRITE-4]
    public async Task OnTheLoopbackInterfaceAFrameIsOneRecordAlsoWithFeedback()
    {
        using var capture = new CaptureDevice(catalog.Find("lo")!);
        Assert.Equal(Errno.OK, capture.Device.SetFeedback(Owner, true));
        for (var i = 0; i < 3; i++) Assert.Equal(Errno.OK, capture.Device.Write(frames.Make(i), out _));

        Assert.Equal([0, 1, 2], (await capture.ReadMineAsync(frames, 3)).Select(record => frames.NumberOf(record.Bytes)));
    }

    [LiveFact] // [WRITE-4]
    public void WhereLinuxHasNoWayInAWriteWithFeedbackSendsNothing()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        using var writer = new CaptureDevice(near);
        writer.Device.SetFeedback(Owner, true);

        Assert.Equal(Errno.EOPNOTSUPP, writer.Device.Write(frames.Make(0), out _));
        Assert.Contains("BIOCSFEEDBACK 0", near.FeedbackUnavailable, StringComparison.Ordinal);
        writer.Device.SetFeedback(Owner, false);
        Assert.Equal(Errno.OK, writer.Device.Write(frames.Make(1), out _));
    }

    [LiveFact] // [WRITE-1]
    public async Task TheMtuOfThisMomentIsTheLimit()
    {
        using var pair = new VethPair();
        using var writer = new CaptureDevice(catalog.Find(pair.A)!);
        using var far = new CaptureDevice(catalog.Find(pair.B)!);
        Assert.Equal(Errno.EMSGSIZE, writer.Device.Write(frames.Make(0, length: 1515), out _));
        // Nobody has asked the catalogue since.
        foreach (var end in new[] { pair.A, pair.B }) Command.Run("ip", "link", "set", "dev", end, "mtu", "3000");
        Assert.Equal(Errno.OK, writer.Device.Write(frames.Make(1, length: 3014), out _));
        Assert.Equal(Errno.EMSGSIZE, writer.Device.Write(frames.Make(2, length: 3015), out _));

        Assert.Equal(3014, Assert.Single(await far.ReadMineAsync(frames, 1)).Bytes.Length);
    }

    [LiveFact] // [WRITE-1]
    public async Task AnInterfaceThatIsDownIsEnetdownAndNobodySeesTheFrame()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        using var writer = new CaptureDevice(near);
        Command.Run("ip", "link", "set", "dev", pair.A, "down");
        Assert.Equal(Errno.ENETDOWN, writer.Device.Write(frames.Make(0), out _));
        Assert.Equal(Errno.EMSGSIZE, writer.Device.Write(frames.Make(0, length: 1515), out _));
        Assert.Equal(0, writer.Device.GetStatistics().Received);
        pair.BringUp();
        Assert.Equal(Errno.OK, writer.Device.Write(frames.Make(1), out _));

        Assert.Equal(1, frames.NumberOf(Assert.Single(await writer.ReadMineAsync(frames, 1)).Bytes));
    }

    [LiveFact] // [WRITE-1]: what the kernel would throw away unseen.
    public void AnInterfaceWithoutACarrierIsDown()
    {
        using var pair = new VethPair();
        using var writer = new CaptureDevice(catalog.Find(pair.A)!);
        Command.Run("ip", "link", "set", "dev", pair.B, "down");
        // The kernel takes up to a second to say so; in between a frame is taken or refused for want of room, as it comes.
        using var guard = CaptureDevice.Guard();
        while (File.ReadAllText($"/sys/class/net/{pair.A}/operstate").Trim() == "up") guard.Token.ThrowIfCancellationRequested();

        Assert.Equal(Errno.ENETDOWN, writer.Device.Write(frames.Make(0), out _));
    }

    [LiveFact] // [IF-2], [IF-3]
    public async Task AnInterfaceThatIsDeletedEndsABlockedReadAndRefusesWrites()
    {
        using var pair = new VethPair();
        using var writer = new CaptureDevice(catalog.Find(pair.A)!, isImmediate: false);
        Assert.Equal(Errno.OK, writer.Device.Write(frames.Make(0), out _));
        using var guard = CaptureDevice.Guard();
        var read = writer.ReadAsync(guard.Token);
        pair.Delete();

        // What had been captured comes first, then the error for ever.
        Assert.Equal(Errno.OK, await read);
        Assert.Single(writer.Mine(frames));
        Assert.Equal(Errno.EIO, await writer.ReadAsync(guard.Token));
        Assert.Equal(Errno.EINVAL, writer.Device.Write(frames.Make(1), out _));
    }

    [LiveFact]
    public async Task ATunnelTakesBareIpPackets()
    {
        byte[] header = [0x45, 0, 0, 52, 0, 0, 0, 0, 64, 253, 0xf5, 0xc8, 192, 0, 2, 1, 192, 0, 2, 2];
        byte[] packet = [.. header, .. frames.Make(1).AsSpan(TestFrames.HeaderLength, 32)];
        using var tunnel = new TunLink();
        using var writer = new CaptureDevice(catalog.Find(tunnel.Name)!);
        Assert.Equal(Errno.EMSGSIZE, writer.Device.Write(new byte[1501], out _));
        Assert.Equal(Errno.OK, writer.Device.Write(packet, out _));

        var record = Assert.Single(await writer.ReadMineAsync(frames, 1));
        Assert.Equal(packet, record.Bytes);
        Assert.Equal(FrameDirection.Out, record.Header.Direction);
    }

    [LiveFact]
    public void ACookedHeaderCannotBeSent()
    {
        using var tunnel = new TunLink(PointToPoint);
        var link = catalog.Find(tunnel.Name)!;
        using var writer = new CaptureDevice(link);

        Assert.Equal(Errno.EOPNOTSUPP, writer.Device.Write(frames.Make(1), out _));
        Assert.Contains("cooked", link.Unwritable, StringComparison.Ordinal);
    }

    [LiveFact]
    public void TheSendingSocketGoesWithTheLastDevice()
    {
        using var pair = new VethPair();
        var near = catalog.Find(pair.A)!;
        var before = ProcessResources.Count();
        for (var round = 0; round < 3; round++)
        {
            using var writer = new CaptureDevice(near);
            Assert.Equal(Errno.OK, writer.Device.Write(frames.Make(round), out _));
        }

        Assert.Equal(before, ProcessResources.Count());
    }
}
