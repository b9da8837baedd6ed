using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bpf.Engine.Interop;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// Walks ring blocks and offers their frames to a tap, in place. One thread at a time taps; any thread may read the counters.
/// From the block to the devices nothing is allocated and nothing is called but the tap.
/// </summary>
internal sealed unsafe class RingTap(TapPoint tap, LinkFraming framing)
{
    // While a session is open the devices' readers wait. 512 frames through a filter and into a buffer are some 20 to 100 µs for each
    // device; opening and closing a session is about 0.1 µs.
    private const int MaxFramesASession = 512;

    // A reader on a busy machine is there within some milliseconds; after this long the other devices of the interface would notice. In slices,
    // because the ring may fill meanwhile: 16 MiB of it are 11 ms of full frames at a million a second.
    private static readonly TimeSpan LongestWaitForRoom = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan WaitSlice = TimeSpan.FromMilliseconds(2);

    // sll_pkttype of a frame that the host itself sends.
    private const byte Outgoing = 4;

    // Written by the tapping thread only, once a session.
    private long received;
    private long receivedBytes;

    /// <summary>Frames offered so far.</summary>
    public long Received => Volatile.Read(ref received);

    /// <summary>Their bytes on the wire.</summary>
    public long ReceivedBytes => Volatile.Read(ref receivedBytes);

    /// <summary>Offers a block's frames in order, in sessions of bounded length. The block is the caller's and not kept.</summary>
    /// <param name="block">A block that the kernel has handed over.</param>
    /// <param name="ring">The ring that it is of: as long as half of it is empty, readers that are on their way are waited for. Null for no patience.</param>
    public void TapBlock(RingBlockHeader* block, PacketRing? ring = null)
    {
        // SAFETY: the kernel filled the block and keeps every frame, and every offset to the next one, inside it.
        var frame = (byte*)block + block->FirstFrameOffset;
        for (var left = block->FrameCount; left > 0;)
        {
            var run = Math.Min(left, MaxFramesASession);
            frame = TapRun(frame, run);
            left -= run;
            if (ring is not null) AwaitRoom(ring);
        }
    }

    // What is not waited for is dropped by the next run if it does not fit.
    private void AwaitRoom(PacketRing ring)
    {
        for (var left = LongestWaitForRoom; left > TimeSpan.Zero; left -= WaitSlice)
        {
            if (!ring.IsHalfEmpty || tap.AwaitRoom(WaitSlice)) return;
        }

        tap.GiveUpOnReaders();
    }

    // A method of its own without an await or a closure, compiled at once in full: the first blocks are not walked by slow code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* TapRun(byte* frame, uint count)
    {
        long tapped = 0, tappedBytes = 0;
        using var session = tap.Begin();
        for (; count > 0; count--)
        {
            var header = (RingFrameHeader*)frame;
            frame += header->NextOffset;
            var isOutgoing = header->Source.PacketType == Outgoing;
            // On the loopback interface the frame that comes in is the one that went out, seen again.
            if (framing == LinkFraming.Loopback && !isOutgoing) continue;

            var bytes = (byte*)header + header->FrameOffset;
            var capturedLength = header->CapturedLength;
            var wireLength = header->WireLength;
            if (framing == LinkFraming.Cooked)
            {
                // SAFETY: the ring was opened with room for this header between what the kernel writes and the frame.
                Debug.Assert(header->FrameOffset >= RingFrameHeader.Length + CookedHeader.Length);
                bytes -= CookedHeader.Length;
                CookedHeader.Write(new Span<byte>(bytes, CookedHeader.Length), &header->Source);
                capturedLength += CookedHeader.Length;
                wireLength += CookedHeader.Length;
            }

            // Only an Ethernet header has a place for the tag.
            if (framing == LinkFraming.Ethernet && (header->Status & RingFrameHeader.VlanValid) != 0)
            {
                tappedBytes += TapTagged(session, header, bytes, isOutgoing);
                tapped++;
                continue;
            }

            session.Tap(new Frame
            {
                Bytes = new ReadOnlySpan<byte>(bytes, (int)capturedLength),
                WireLength = wireLength,
                Seconds = header->Seconds,
                Nanoseconds = header->Nanoseconds,
                Direction = isOutgoing ? FrameDirection.Out : FrameDirection.In,
            });
            tapped++;
            tappedBytes += wireLength;
        }

        // Before the session ends and wakes readers, so that nobody ever sees more records than frames.
        Volatile.Write(ref received, received + tapped);
        Volatile.Write(ref receivedBytes, receivedBytes + tappedBytes);
        return frame;
    }

    // The kernel took the tag out of the frame and left it in the header. Between that header and the frame is a gap (packet(7) aligns the
    // network layer to 16 bytes), which takes the tag back without moving the frame: only its addresses step 4 bytes forward.
    //
    //   | header, 68 | gap          | destination, source | type | …
    //   | header, 68 | gap | destination, source | tag    | type | …
    //
    // The block is this reader's own, so no other reader of the wire sees the change, and every device of the tap sees the same bytes.
    // Returns the frame's length on the wire, with the tag if it was put back.
    private static uint TapTagged(in TapSession session, RingFrameHeader* header, byte* bytes, bool isOutgoing)
    {
        var tag = new VlanTag(
            (header->Status & RingFrameHeader.VlanProtocolValid) != 0 ? header->VlanProtocol : VlanTag.CustomerProtocol, (ushort)header->VlanControl);
        var frame = new Frame
        {
            Bytes = new ReadOnlySpan<byte>(bytes, (int)header->CapturedLength),
            WireLength = header->WireLength,
            Seconds = header->Seconds,
            Nanoseconds = header->Nanoseconds,
            Direction = isOutgoing ? FrameDirection.Out : FrameDirection.In,
        };
        if (header->CapturedLength < EthernetHeader.Length || header->FrameOffset < RingFrameHeader.Length + VlanTag.Length)
        {
            // No place for a tag in the frame, or no gap before it: a link-layer header of 28 bytes leaves none.
            session.TapEthernet(frame, tag);
            return header->CapturedLength < EthernetHeader.Length ? header->WireLength : header->WireLength + VlanTag.Length;
        }

        // SAFETY: the gap was checked: the four bytes before the frame are in the block and behind the header. The addresses are read whole
        // before they are written, 8 bytes and 4, so it does not matter that the two places overlap.
        var front = *(ulong*)bytes;
        var back = *(uint*)(bytes + sizeof(ulong));
        var start = bytes - VlanTag.Length;
        *(ulong*)start = front;
        *(uint*)(start + sizeof(ulong)) = back;
        *(uint*)(start + EthernetHeader.TypeOffset) = BinaryPrimitives.ReverseEndianness(tag.OnTheWire);
        session.Tap(new Frame
        {
            Bytes = new ReadOnlySpan<byte>(start, (int)header->CapturedLength + VlanTag.Length),
            WireLength = header->WireLength + VlanTag.Length,
            Seconds = frame.Seconds,
            Nanoseconds = frame.Nanoseconds,
            Direction = frame.Direction,
        });
        return header->WireLength + VlanTag.Length;
    }
}
