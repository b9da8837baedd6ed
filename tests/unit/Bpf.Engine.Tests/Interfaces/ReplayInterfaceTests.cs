using System.Globalization;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace Bpf.Engine.Tests.Interfaces;

public sealed class ReplayInterfaceTests : IDisposable
{
    private static readonly ReplayOptions FlatOut = new() { Pace = ReplayPace.FlatOut };

    private readonly WatchedClock clock = new();
    private readonly BpfDeviceTable table;

    public ReplayInterfaceTests() => table = new BpfDeviceTable(new DeviceLimits(), clock);

    public void Dispose() => clock.Dispose();

    [Fact]
    public async Task TheThreadPlaysWhenTheTimeHasComeAndStopsWithTheLastDevice()
    {
        var source = new TrackedSource(new CaptureBytes().Packet(0).Packet(100).Packet(86_400_000).ToArray());
        var replay = Open(source, new ReplayOptions { LongestGap = TimeSpan.FromDays(1) });
        Assert.Equal(ReplayState.Stopped, replay.State);
        var device = Attach(replay);

        await clock.UntilArmedAsync();
        await AssertReadsAsync(device, 1);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        await clock.UntilArmedAsync();
        await AssertReadsAsync(device, 2);
        Assert.Equal(ReplayState.Playing, replay.State);

        // Almost a day is left to wait: closing does not wait for it.
        table.Close(device);

        Assert.True(source.UntilClosed.IsCompletedSuccessfully);
        Assert.Equal(ReplayState.Stopped, replay.State);
        Assert.Equal(new InterfaceStatistics(2, 0, 200), replay.GetStatistics());
    }

    [Fact]
    public async Task ASecondDeviceJoinsWhatIsPlayingAndAFirstOneStartsAnew()
    {
        var source = new TrackedSource(new CaptureBytes().Packet(0).Packet(100).Packet(200).ToArray());
        var replay = Open(source, new ReplayOptions());
        var first = Attach(replay);
        await clock.UntilArmedAsync();
        var second = Attach(replay);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        await clock.UntilArmedAsync();

        await AssertReadsAsync(first, 1, 2);
        await AssertReadsAsync(second, 2);
        table.Close(first);
        clock.Advance(TimeSpan.FromMilliseconds(100));
        await source.UntilClosed;
        await AssertReadsAsync(second, 3);
        table.Close(second);
        var third = Attach(replay);
        await clock.UntilArmedAsync();

        await AssertReadsAsync(third, 1);
        Assert.Equal(3, source.OpenCount); // Once to look at it, twice to play it.
        table.Close(third);
    }

    [Fact]
    public async Task AFilePlayedOnceEndsAndTheInterfaceIsQuiet()
    {
        var source = new TrackedSource(CaptureBytes.Evenly(50));
        var replay = Open(source, FlatOut);
        var device = Attach(replay);

        await source.UntilClosed;

        Assert.Equal(ReplayState.Ended, replay.State);
        Assert.EndsWith("; played to its end", replay.Description, StringComparison.Ordinal);
        Assert.Equal((1, 50), (replay.PassCount, replay.GetStatistics().Received));
        Assert.Equal(50, device.GetLifetime().Received);
        Assert.Equal(Enumerable.Range(1, 50).Select(i => (uint)i), await ReadAsync(device));
        Assert.False(replay.IsGone);
        Assert.Equal(Errno.EAGAIN, device.Read(new byte[device.BufferBytes]).Errno);
        table.Close(device);
        Assert.Equal(ReplayState.Ended, replay.State);
    }

    [Fact]
    public async Task FlatOutInALoopEveryFrameIsAccountedForAndClosingStopsIt()
    {
        var source = new TrackedSource(CaptureBytes.Evenly(100));
        var replay = Open(source, FlatOut with { IsLooped = true });
        var device = Attach(replay);
        var delivered = 0;
        while (delivered < 20_000) delivered += (await ReadAsync(device)).Length;

        var before = device.GetLifetime();
        table.Close(device);

        Assert.True(source.UntilClosed.IsCompletedSuccessfully);
        Assert.True(before.Received >= delivered);
        Assert.Equal(before.Captured, before.Delivered + before.Dropped + before.Held);
        Assert.True(replay.GetStatistics().Received >= before.Received);
        Assert.True(replay.PassCount >= delivered / 100 - 1);
    }

    [Theory]
    [InlineData("<html>", 0, "this is no capture file: it starts with 3C 68 74 6D")]
    [InlineData("", 0, "this is no capture file: it is empty")]
    public void WhatIsNoCaptureIsRefusedWithTheReason(string text, long offset, string reason)
    {
        var refused = Assert.Throws<CaptureFormatException>(() => Open(new TrackedSource(System.Text.Encoding.ASCII.GetBytes(text)), FlatOut));

        Assert.Equal(offset, refused.Offset);
        Assert.StartsWith(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACaptureWithoutAWholePacketIsRefused()
    {
        var file = CaptureBytes.Evenly(1);
        var header = new CaptureBytes().ToArray();

        var cut = Assert.Throws<CaptureFormatException>(() => Open(new TrackedSource(file[..^10]), FlatOut));
        var empty = Assert.Throws<CaptureFormatException>(() => Open(new TrackedSource(header), FlatOut));

        Assert.Equal(file.Length - 10, cut.Offset);
        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture, $"the capture is cut off at byte {file.Length - 10}: the block that begins at byte {header.Length} needs 10 more"), cut.Message);
        Assert.Equal((header.Length, "there is no packet in this capture file"), (empty.Offset, empty.Message));
    }

    [Fact]
    public async Task ACutFileIsPlayedAndItsDescriptionSaysWhereItWasCut()
    {
        var file = new CaptureBytes(LinkType.Ethernet, LinkType.Raw).Packet(0).Packet(500, 1).Packet(1500).Packet(1600).ToArray();
        var source = new TrackedSource(file[..^1]);
        var replay = Open(source, FlatOut);

        Assert.Equal(
            string.Create(CultureInfo.InvariantCulture,
                $"test.pcapng: 3 packets over 1.5 s, flat out, once; 1 packets of another link type are left out; the capture is cut off at byte {file.Length - 1}: the block that begins at byte {file.Length - CaptureBytes.PacketBlockBytes} needs 1 more"),
            replay.Description);
        var device = Attach(replay);
        await source.UntilClosed;
        await AssertReadsAsync(device, 1, 3);
        Assert.Equal(1, replay.SkippedCount);
        Assert.Equal((InterfaceKind.Replay, LinkType.Ethernet, 0), (replay.Kind, replay.LinkType, replay.Mtu));
        table.Close(device);
    }

    [Fact]
    public async Task AFileThatCannotBeReadOnEndsThePlayingAndSaysSo()
    {
        var source = new TrackedSource(CaptureBytes.Evenly(10));
        var replay = Open(source, FlatOut);
        (source.Failure, source.FailsFrom) = (new IOException("the disk is gone"), new CaptureBytes().ToArray().Length + 3 * CaptureBytes.PacketBlockBytes);
        var device = Attach(replay);

        await source.UntilClosed;

        Assert.Equal(ReplayState.Ended, replay.State);
        Assert.False(replay.IsUp);
        Assert.EndsWith("; stopped, it cannot be read: the disk is gone", replay.Description, StringComparison.Ordinal);
        await AssertReadsAsync(device, 1, 2, 3);
        table.Close(device);
    }

    [Fact]
    public void AFileThatIsGoneCannotBeAttached()
    {
        var source = new TrackedSource(CaptureBytes.Evenly(10));
        var replay = Open(source, FlatOut);
        source.Failure = new FileNotFoundException("no such file");
        Assert.Equal(Errno.OK, table.Open(0, DeviceRig.Owner, out var device));

        Assert.Equal(Errno.ENXIO, device!.SetInterface(DeviceRig.Owner, replay));

        Assert.Equal(0, replay.Tap.DeviceCount);
        Assert.EndsWith("; stopped, it cannot be read: no such file", replay.Description, StringComparison.Ordinal);
        source.Failure = null;
        Assert.Equal(Errno.OK, device.SetInterface(DeviceRig.Owner, replay));
        Assert.True(replay.IsUp);
        table.Close(device);
    }

    [Fact]
    public async Task AFileOfThisMachineIsOpenedByItsPath()
    {
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(path, CaptureBytes.Evenly(3), TestContext.Current.CancellationToken);
            var replay = ReplayInterface.Open("replay0", path, new ReplayOptions { IsLooped = true }, clock);
            Assert.Equal($"{Path.GetFileName(path)}: 3 packets over 0.0 s, at its own pace, looped", replay.Description);
            var device = Attach(replay);
            await clock.UntilArmedAsync();
            await AssertReadsAsync(device, 1);
            table.Close(device);
            Assert.Throws<FileNotFoundException>(() => ReplayInterface.Open("replay0", path + ".missing", new ReplayOptions(), clock));
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static TheoryData<ReplayOptions, string> SillyOptions => new()
    {
        { new ReplayOptions { Pace = (ReplayPace)9 }, "The pace 9 is not known." },
        { new ReplayOptions { Pace = ReplayPace.FixedRate, FramesPerSecond = 0 }, "0 frames a second cannot be played: the rate is between one a day and 10,000,000 a second." },
        { new ReplayOptions { Pace = ReplayPace.FixedRate, FramesPerSecond = double.NaN }, "NaN frames a second cannot be played: the rate is between one a day and 10,000,000 a second." },
        { new ReplayOptions { Pace = ReplayPace.FixedRate, FramesPerSecond = 1e9 }, "1000000000 frames a second cannot be played: the rate is between one a day and 10,000,000 a second." },
        { new ReplayOptions { LongestGap = TimeSpan.Zero }, "The longest gap is more than nothing and at most a day." },
        { new ReplayOptions { LongestGap = TimeSpan.FromDays(2) }, "The longest gap is more than nothing and at most a day." },
    };

    [Theory]
    [MemberData(nameof(SillyOptions))]
    public void OptionsOutOfBoundsAreRefused(ReplayOptions options, string reason)
    {
        Assert.Equal(reason, options.Validate());
        Assert.Throws<ArgumentException>(() => Open(new TrackedSource(CaptureBytes.Evenly(1)), options));
    }

    private ReplayInterface Open(TrackedSource source, ReplayOptions options) => ReplayInterface.Open("replay0", "test.pcapng", source.Open, options, clock);

    /// <summary>A device in immediate mode, with room for what these files hold.</summary>
    private BpfDevice Attach(ReplayInterface replay)
    {
        Assert.Equal(Errno.OK, table.Open(BpfDeviceTable.CloningMinor, DeviceRig.Owner, out var device));
        Assert.Equal(Errno.OK, device!.SetImmediate(DeviceRig.Owner, true));
        Assert.Equal(Errno.OK, device.SetInterface(DeviceRig.Owner, replay));
        return device;
    }

    private static async Task AssertReadsAsync(BpfDevice device, params uint[] numbers) => Assert.Equal(numbers, await ReadAsync(device));

    /// <summary>The numbers of the frames that one read brings.</summary>
    private static async Task<uint[]> ReadAsync(BpfDevice device)
    {
        var destination = new byte[device.BufferBytes];
        var result = await DeviceRig.EndOf(device.ReadAsync(destination, TestContext.Current.CancellationToken).AsTask());
        Assert.Equal(Errno.OK, result.Errno);
        return [.. CapturedRecord.ParseAll(destination.AsSpan(0, result.LengthBytes)).Select(record => record.Number)];
    }
}
