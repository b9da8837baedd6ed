using System.Runtime.InteropServices;
using Bpf.Engine.Interfaces;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>Builds a ring block as the kernel would fill it.</summary>
internal sealed unsafe class RingBlockBuilder : IDisposable
{
    // Where the kernel puts a frame behind its header, and where the next header may start.
    private const int UsualFrameOffset = 96;
    private const int Alignment = 16;

    private readonly byte* memory;
    private readonly int capacityBytes;
    private int end = RingBlockHeader.Length;

    public RingBlockBuilder(int capacityBytes)
    {
        this.capacityBytes = capacityBytes;
        memory = (byte*)NativeMemory.AllocZeroed((nuint)capacityBytes);
        Block->Status = RingBlockHeader.OwnedByUser;
        Block->FirstFrameOffset = RingBlockHeader.Length;
    }

    private RingBlockHeader* Block => (RingBlockHeader*)memory;

    public void Add(ReadOnlySpan<byte> bytes, byte packetType, uint? wireLength = null, uint status = 0, ushort vlanProtocol = 0, ushort vlanControl = 0, int frameOffset = UsualFrameOffset)
    {
        var size = (frameOffset + bytes.Length + Alignment - 1) & ~(Alignment - 1);
        Assert.True(end + size <= capacityBytes, "the block is too small for the test");
        *(RingFrameHeader*)(memory + end) = new RingFrameHeader
        {
            NextOffset = (uint)size,
            Seconds = 1_700_000_000,
            Nanoseconds = 123_456_789,
            CapturedLength = (uint)bytes.Length,
            WireLength = wireLength ?? (uint)bytes.Length,
            Status = status,
            FrameOffset = (ushort)frameOffset,
            VlanProtocol = vlanProtocol,
            VlanControl = vlanControl,
            Source = new LinkLayerAddress { Family = Libc.FamilyPacket, InterfaceIndex = 7, HardwareType = 512, PacketType = packetType, Protocol = 0x0008 },
        };
        bytes.CopyTo(new Span<byte>(memory + end + frameOffset, bytes.Length));
        end += size;
        Block->FrameCount++;
    }

    public void TapBy(RingTap tap) => tap.TapBlock(Block);

    public void Dispose() => NativeMemory.Free(memory);
}
