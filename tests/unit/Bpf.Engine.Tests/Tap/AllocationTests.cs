using Bpf.Engine.Filter;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Tap;

// "From the tap to the hold buffer nothing is allocated": pinned in bytes, for every way into the tap.
public sealed class AllocationTests
{
    private const int FrameCount = 50_000;
    private const int FramesPerSession = 64;
    private const int BufferBytes = 262_144;

    public enum Way
    {
        Flat,
        Tagged,
        Segments,
        SegmentsTagged,
        Header,
        HeaderWithCopy,
        AddressFamily,
    }

    public static TheoryData<Way, bool> Ways
    {
        get
        {
            var ways = new TheoryData<Way, bool>();
            foreach (var way in Enum.GetValues<Way>())
            {
                ways.Add(way, false);
                ways.Add(way, true);
            }

            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void FramesOnTheirWayToTheHoldBufferAllocateNothing(Way way, bool looksFarIntoTheFrame)
    {
        var rig = new DeviceRig(BufferBytes);
        var second = rig.OpenAttached(BufferBytes);
        // One filter is answered from the front of the frame, the other has to be taken through the segments.
        rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Program(
            new Instruction(Opcode.LoadByte, 0, 0, looksFarIntoTheFrame ? 290u : 20),
            new Instruction(Opcode.JumpIfEqual, 0, 1, 0xa5),
            new Instruction(Opcode.Return, 0, 0, 96),
            new Instruction(Opcode.Return, 0, 0, 0)));
        var bytes = rig.Frame(300);
        var segments = Segmented.Split(bytes, 13, 13, 100);
        var destination = rig.Destination;
        Run(rig, way, bytes, segments, destination, 2 * FramesPerSession);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(rig, way, bytes, segments, destination, FrameCount);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(FrameCount + (2 * FramesPerSession), rig.Device.GetStatistics().Captured);
        Assert.True(rig.Device.GetStatistics().Delivered > 0 && second.GetStatistics().Dropped > 0);
    }

    // One device is read now and then, the other never: stores, rotations, drops and reads are all in the measured run.
    private static void Run(DeviceRig rig, Way way, byte[] bytes, System.Buffers.ReadOnlySequence<byte> segments, byte[] destination, int frameCount)
    {
        for (var sent = 0; sent < frameCount;)
        {
            using (var session = rig.Interface.Tap.Begin())
            {
                for (var i = 0; i < FramesPerSession && sent < frameCount; i++, sent++) Tap(session, way, bytes, segments);
            }

            rig.Device.Read(destination);
        }
    }

    private static void Tap(TapSession session, Way way, byte[] bytes, System.Buffers.ReadOnlySequence<byte> segments)
    {
        var flat = new Frame { Bytes = bytes, WireLength = (uint)bytes.Length, Direction = FrameDirection.In };
        var chain = new SegmentedFrame { Bytes = new FrameSegments(segments), WireLength = (uint)bytes.Length, Direction = FrameDirection.In };
        _ = way switch
        {
            Way.Flat => session.Tap(in flat),
            Way.Tagged => session.TapEthernet(flat, new VlanTag(0x8100, 5)),
            Way.Segments => session.TapSegments(in chain),
            Way.SegmentsTagged => session.TapEthernet(in chain, new VlanTag(0x8100, 5)),
            Way.Header => session.TapHeader([1, 2, 3, 4, 5, 6], in chain),
            Way.HeaderWithCopy => session.TapHeader([1, 2, 3, 4, 5, 6], in chain, static (source, target) => source.CopyTo(target)),
            _ => session.TapAddressFamily(2, in chain),
        };
    }
}
