using System.Runtime.InteropServices;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Engine.Interop;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Interfaces.Live;

// The walk over a ring block, without a kernel.
public sealed class RingTapTests : IDisposable
{
    private const byte ToHost = 0;
    private const byte ToOtherHost = 3;
    private const byte Outgoing = 4;

    private readonly ScriptedInterface networkInterface = new("fake0");
    private readonly CaptureDevice capture;
    private readonly RingBlockBuilder block = new(4 * 1024 * 1024);
    private readonly TestFrames frames = new();

    public RingTapTests() => capture = new CaptureDevice(networkInterface, bufferBytes: 1024 * 1024);

    [Fact]
    public async Task WalksEveryFrameWithItsTimeLengthsAndDirection()
    {
        byte[] packetTypes = [ToHost, 1, 2, ToOtherHost, Outgoing];
        foreach (var type in packetTypes) block.Add(frames.Make(type, length: 60 + type), type, wireLength: 1000u + type);
        var tap = new RingTap(networkInterface.Tap, LinkFraming.Ethernet);
        block.TapBy(tap);

        var records = await capture.ReadMineAsync(frames, packetTypes.Length);

        Assert.Equal(packetTypes.Select(type => frames.Make(type, length: 60 + type)), records.Select(record => record.Bytes));
        Assert.Equal(packetTypes.Select(type => 1000u + type), records.Select(record => record.Header.WireLength));
        Assert.Equal([.. Enumerable.Repeat(FrameDirection.In, 4), FrameDirection.Out], records.Select(record => record.Header.Direction));
        Assert.All(records, record => Assert.Equal((1_700_000_000L, 123_456_789L), (record.Header.Seconds, record.Header.Fraction)));
        Assert.Equal((5L, 5010L), (tap.Received, tap.ReceivedBytes));
    }

    [Fact]
    public async Task KeepsTheOutgoingOneOfTwoLoopbackCopies()
    {
        for (var i = 0; i < 3; i++)
        {
            block.Add(frames.Make(i), Outgoing);
            block.Add(frames.Make(i), ToHost);
        }

        var tap = new RingTap(networkInterface.Tap, LinkFraming.Loopback);
        block.TapBy(tap);

        Assert.Equal([0, 1, 2], (await capture.ReadMineAsync(frames, 3)).Select(record => frames.NumberOf(record.Bytes)));
        Assert.Equal(3, tap.Received);
    }

    // [TAP-4]
    [Theory]
    [InlineData(RingFrameHeader.VlanValid, 0x88a8, 0x8100)]
    [InlineData(RingFrameHeader.VlanValid | RingFrameHeader.VlanProtocolValid, 0x88a8, 0x88a8)]
    public async Task PutsATagBackWithItsProtocolIfTheRingKnowsIt(uint status, ushort vlanProtocol, ushort expectedProtocol)
    {
        block.Add(frames.Make(1), ToHost, status: status, vlanProtocol: vlanProtocol, vlanControl: 0xe123);
        var tap = new RingTap(networkInterface.Tap, LinkFraming.Ethernet);
        block.TapBy(tap);

        var record = Assert.Single(await capture.ReadMineAsync(frames, 1));

        var plain = frames.Make(1);
        Assert.Equal([.. plain[..12], (byte)(expectedProtocol >> 8), (byte)expectedProtocol, 0xe1, 0x23, .. plain[12..]], record.Bytes);
        Assert.Equal(68u, record.Header.WireLength);
        Assert.Equal(68, tap.ReceivedBytes);
    }

    // [TAP-2], [TAP-4]: the tag goes into the gap before the frame, and where there is none into a header of its own.
    [Theory]
    [InlineData(RingFrameHeader.Length)]
    [InlineData(RingFrameHeader.Length + 3)]
    [InlineData(RingFrameHeader.Length + 4)]
    [InlineData(82)]
    public async Task PutsATagBackWhateverRoomThereIsBeforeTheFrame(int frameOffset)
    {
        using var second = new CaptureDevice(networkInterface, bufferBytes: 1024 * 1024);
        for (var i = 0; i < 3; i++)
        {
            block.Add(frames.Make(i, length: 70 + i), ToHost, wireLength: 1000, status: RingFrameHeader.VlanValid, vlanControl: 0x0005, frameOffset: frameOffset);
            block.Add(frames.Make(10 + i), ToHost, frameOffset: frameOffset);
        }

        var tap = new RingTap(networkInterface.Tap, LinkFraming.Ethernet);
        block.TapBy(tap);

        foreach (var device in (CaptureDevice[])[capture, second])
        {
            var records = await device.ReadMineAsync(frames, 6);
            for (var i = 0; i < 3; i++)
            {
                var plain = frames.Make(i, length: 70 + i);
                Assert.Equal([.. plain[..12], 0x81, 0x00, 0x00, 0x05, .. plain[12..]], records[2 * i].Bytes);
                Assert.Equal(1004u, records[2 * i].Header.WireLength);
                Assert.Equal(frames.Make(10 + i), records[2 * i + 1].Bytes);
            }
        }

        Assert.Equal((6L, (3 * 1004) + (3 * 64)), (tap.Received, tap.ReceivedBytes));
    }

    [Fact] // [TAP-4]
    public async Task ATaggedFrameThatWasCutBeforeItsTypeIsTappedAsItCame()
    {
        var cut = frames.Make(1)[..13];
        block.Add(cut, ToHost, wireLength: 64, status: RingFrameHeader.VlanValid, vlanControl: 0x0005);
        var tap = new RingTap(networkInterface.Tap, LinkFraming.Ethernet);
        block.TapBy(tap);

        using var guard = CaptureDevice.Guard();
        Assert.Equal(Errno.OK, await capture.ReadAsync(guard.Token));
        var record = Assert.Single(capture.Records);
        Assert.Equal(cut, record.Bytes);
        Assert.Equal((64u, 64L), (record.Header.WireLength, tap.ReceivedBytes));
    }

    [Fact]
    public async Task PutsTheCookedHeaderInFrontAndCountsIt()
    {
        var payload = frames.Make(1);
        block.Add(payload, Outgoing, wireLength: 500, status: RingFrameHeader.VlanValid);
        block.TapBy(new RingTap(networkInterface.Tap, LinkFraming.Cooked));

        var record = Assert.Single(await capture.ReadMineAsync(frames, 1));

        byte[] header = [0x08, 0x00, 0, 0, 0, 0, 0, 7, 0x02, 0x00, Outgoing, 0, .. new byte[8]];
        Assert.Equal([.. header, .. payload], record.Bytes);
        Assert.Equal(520u, record.Header.WireLength);
    }

    [Fact]
    public async Task WalksABlockOfMoreFramesThanOneSessionTakes()
    {
        for (var i = 0; i < 2500; i++) block.Add(frames.Make(i), ToHost);
        block.TapBy(new RingTap(networkInterface.Tap, LinkFraming.Ethernet));

        Assert.Equal(Enumerable.Range(0, 2500), (await capture.ReadMineAsync(frames, 2500)).Select(record => frames.NumberOf(record.Bytes)));
    }

    [Fact]
    public void AllocatesNothingForAFrame()
    {
        for (var i = 0; i < 2500; i++) block.Add(frames.Make(i), ToHost, status: i % 2 == 0 ? RingFrameHeader.VlanValid : 0);
        var tap = new RingTap(networkInterface.Tap, LinkFraming.Ethernet);
        // Once for what is made once: compiled code.
        block.TapBy(tap);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++) block.TapBy(tap);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(11 * 2500, tap.Received);
    }

    // The layouts are the kernel's, not ours to choose.
    [Fact]
    public unsafe void StructuresHaveTheKernelsSizes()
    {
        Assert.Equal(20, sizeof(LinkLayerAddress));
        Assert.Equal(28, sizeof(PacketRingRequest));
        Assert.Equal(16, sizeof(PacketMembership));
        Assert.Equal(12, sizeof(PacketRingStatistics));
        Assert.Equal(12, sizeof(NetlinkAddress));
        Assert.Equal(40, sizeof(InterfaceRequest));
        Assert.Equal(8, sizeof(PollDescriptor));
        Assert.Equal(68, sizeof(RingFrameHeader));
        Assert.Equal(58, (int)Marshal.OffsetOf<RingFrameHeader>(nameof(RingFrameHeader.Source))
            + (int)Marshal.OffsetOf<LinkLayerAddress>(nameof(LinkLayerAddress.PacketType)));
    }

    public void Dispose()
    {
        capture.Dispose();
        block.Dispose();
    }
}
