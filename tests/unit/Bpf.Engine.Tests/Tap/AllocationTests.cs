using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Tests.Tap;

// "From the tap to the hold buffer nothing is allocated": pinned in bytes.
public sealed class AllocationTests
{
    private const int FrameCount = 100_000;
    private const int FramesPerSession = 64;
    private const int BufferBytes = 262_144;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void FramesOnTheirWayToTheHoldBufferAllocateNothing(bool isTagged, bool isFiltered)
    {
        var rig = new DeviceRig(BufferBytes);
        var second = rig.OpenAttached(BufferBytes);
        if (isFiltered)
        {
            rig.Device.SetFilter(DeviceRig.Owner, DeviceRig.Program(
                new Instruction(Opcode.LoadByte, 0, 0, 20),
                new Instruction(Opcode.JumpIfEqual, 0, 1, 0xa5),
                new Instruction(Opcode.Return, 0, 0, 96),
                new Instruction(Opcode.Return, 0, 0, 0)));
        }

        var bytes = rig.Frame(300);
        var destination = rig.Destination;
        Run(rig, second, bytes, isTagged, destination, 2 * FramesPerSession);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(rig, second, bytes, isTagged, destination, FrameCount);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(FrameCount + (2 * FramesPerSession), rig.Device.GetStatistics().Captured);
        Assert.True(rig.Device.GetStatistics().Delivered > 0 && second.GetStatistics().Dropped > 0);
    }

    // One device is read now and then, the other never: stores, rotations, drops and reads are all in the measured run.
    private static void Run(DeviceRig rig, BpfDevice unread, byte[] bytes, bool isTagged, byte[] destination, int frameCount)
    {
        Assert.NotSame(rig.Device, unread);
        for (var sent = 0; sent < frameCount;)
        {
            using (var session = rig.Interface.Tap.Begin())
            {
                for (var i = 0; i < FramesPerSession && sent < frameCount; i++, sent++)
                {
                    var frame = new Frame
                    {
                        Bytes = bytes, WireLength = (uint)bytes.Length, Direction = FrameDirection.In, HasVlanTag = isTagged, VlanProtocol = 0x8100, VlanControl = 5,
                    };
                    session.Tap(in frame);
                }
            }

            rig.Device.Read(destination);
        }
    }
}
