using System.Diagnostics;
using System.Runtime.CompilerServices;
using Bpf.Engine.Device;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// A packet socket and the ring of blocks that the kernel fills for it (TPACKET_V3, packet(7)).
/// <code>
///   kernel fills:            [ 0 ][ 1 ][ 2 ][ 3 ] …      a block is handed over when it is full, or after the retire timeout
///   the reader takes them in the same order and gives each back; it is one block behind at the least
/// </code>
/// The status word of a block says whose it is, and it is the only thing that both sides write. One thread takes and releases blocks;
/// the owner sees to it that the other calls do not meet <see cref="Dispose"/>.
/// </summary>
internal sealed unsafe class PacketRing : IDisposable
{
    private readonly Descriptor socket;
    private readonly PacketRingOptions options;
    private readonly int interfaceIndex;
    private byte* memory;
    private int nextBlock;

    private PacketRing(Descriptor socket, PacketRingOptions options, int interfaceIndex)
    {
        this.socket = socket;
        this.options = options;
        this.interfaceIndex = interfaceIndex;
    }

    /// <summary>For poll: readable while a block waits, in error when the interface went down or away.</summary>
    public int Number => socket.Number;

    /// <summary>
    /// Opens a ring on one interface. The socket is made for no protocol and bound when the ring stands, so that not one frame of another
    /// interface, or from before the ring, gets in. On failure nothing stays open.
    /// </summary>
    /// <param name="interfaceIndex">Of the calling thread's network namespace.</param>
    /// <param name="isCooked">The kernel takes the link-layer header off; <see cref="CookedHeader"/> bytes before the rest are the reader's.</param>
    /// <param name="options">Already validated.</param>
    /// <param name="ring">The open ring, the caller's to dispose.</param>
    /// <returns>EPERM or EACCES without privilege, ENXIO without interface, ENOMEM without memory, or what else the kernel says.</returns>
    public static Errno Open(int interfaceIndex, bool isCooked, PacketRingOptions options, out PacketRing? ring)
    {
        var type = isCooked ? Libc.SocketDatagram : Libc.SocketRaw;
        ring = new PacketRing(Libc.OpenSocket(Libc.FamilyPacket, type | Libc.SocketCloseOnExec, 0), options, interfaceIndex);
        var errno = ring.socket.IsInvalid ? Libc.LastErrno : ring.SetUp(isCooked);
        if (errno == Errno.OK) return Errno.OK;
        ring.Dispose();
        ring = null;
        return errno;
    }

    private Errno SetUp(bool isCooked)
    {
        var version = Libc.RingVersion3;
        if (Libc.SetSocketOption(socket, Libc.LevelPacket, Libc.PacketVersion, &version, sizeof(int)) < 0) return Libc.LastErrno;
        var reserveBytes = CookedHeader.Length;
        if (isCooked && Libc.SetSocketOption(socket, Libc.LevelPacket, Libc.PacketReserve, &reserveBytes, sizeof(int)) < 0) return Libc.LastErrno;
        var request = new PacketRingRequest
        {
            BlockBytes = (uint)options.BlockBytes,
            BlockCount = (uint)options.BlockCount,
            FrameBytes = (uint)options.BlockBytes,
            FrameCount = (uint)options.BlockCount,
            RetireTimeoutMs = (uint)options.RetireTimeoutMs,
        };
        var requestLength = (uint)sizeof(PacketRingRequest);
        if (Libc.SetSocketOption(socket, Libc.LevelPacket, Libc.PacketReceiveRing, &request, requestLength) < 0) return Libc.LastErrno;

        var mapped = Libc.MapMemory(0, (nuint)options.RingBytes, Libc.ProtectRead | Libc.ProtectWrite, Libc.MapShared, socket, 0);
        if (mapped == Libc.MapFailed) return Libc.LastErrno;
        memory = (byte*)mapped;

        var address = new LinkLayerAddress
        {
            Family = Libc.FamilyPacket,
            Protocol = NetworkOrder(Libc.EveryProtocol),
            InterfaceIndex = interfaceIndex,
        };
        return Libc.Bind(socket, &address, (uint)sizeof(LinkLayerAddress)) < 0 ? Libc.LastErrno : Errno.OK;
    }

    /// <summary>The next block, if the kernel has handed it over; null if not. The same block until <see cref="Release"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RingBlockHeader* Take()
    {
        // SAFETY: nextBlock < BlockCount, so the block lies inside the mapping. Reading the status acquires: what the kernel wrote into the
        // block before it handed it over is visible after this line.
        Debug.Assert(memory != null);
        var block = (RingBlockHeader*)(memory + ((nint)nextBlock * options.BlockBytes));
        return (Volatile.Read(ref block->Status) & RingBlockHeader.OwnedByUser) == 0 ? null : block;
    }

    /// <summary>
    /// Whether the kernel still has half of the ring to fill: it fills blocks in order, so the one half a ring ahead tells. For the thread that
    /// takes blocks.
    /// </summary>
    public bool IsHalfEmpty
    {
        get
        {
            var ahead = (nextBlock + (options.BlockCount / 2)) % options.BlockCount;
            // SAFETY: ahead < BlockCount, so the block lies inside the mapping.
            var block = (RingBlockHeader*)(memory + ((nint)ahead * options.BlockBytes));
            return (Volatile.Read(ref block->Status) & RingBlockHeader.OwnedByUser) == 0;
        }
    }

    /// <summary>Gives the block that <see cref="Take"/> returned back to the kernel; nothing of it may be looked at any more.</summary>
    public void Release(RingBlockHeader* block)
    {
        // A release write: every read of the block happened before the kernel may fill it again.
        Volatile.Write(ref block->Status, RingBlockHeader.OwnedByKernel);
        nextBlock = nextBlock + 1 == options.BlockCount ? 0 : nextBlock + 1;
    }

    /// <summary>Frames lost for want of room in the ring since the last call: the kernel starts from 0 at each.</summary>
    public long TakeDrops()
    {
        PacketRingStatistics statistics;
        var length = (uint)sizeof(PacketRingStatistics);
        return Libc.GetSocketOption(socket, Libc.LevelPacket, Libc.PacketStatistics, &statistics, &length) < 0 ? 0 : statistics.Drops;
    }

    /// <summary>Joins or leaves promiscuous mode. The kernel counts memberships over all programs, and ends this one with the socket.</summary>
    public Errno SetPromiscuous(bool isOn)
    {
        var membership = new PacketMembership { InterfaceIndex = interfaceIndex, Type = Libc.MembershipPromiscuous };
        var option = isOn ? Libc.PacketAddMembership : Libc.PacketDropMembership;
        var length = (uint)sizeof(PacketMembership);
        return Libc.SetSocketOption(socket, Libc.LevelPacket, option, &membership, length) < 0 ? Libc.LastErrno : Errno.OK;
    }

    /// <summary>Takes the socket's pending error away, so that poll does not report it for ever.</summary>
    public void ClearError()
    {
        int error;
        uint length = sizeof(int);
        _ = Libc.GetSocketOption(socket, Libc.LevelSocket, Libc.SocketError, &error, &length);
    }

    /// <summary>
    /// True once the interface has been removed or moved to another namespace. The socket itself knows: unlike a name or an index, its
    /// binding can never mean another interface that came in place of the first.
    /// </summary>
    public bool HasLostInterface
    {
        get
        {
            LinkLayerAddress address;
            var length = (uint)sizeof(LinkLayerAddress);
            return Libc.GetSocketName(socket, &address, &length) == 0 && address.InterfaceIndex != interfaceIndex;
        }
    }

    public void Dispose()
    {
        if (memory != null) _ = Libc.UnmapMemory((nint)memory, (nuint)options.RingBytes);
        memory = null;
        socket.Dispose();
    }

    private static ushort NetworkOrder(ushort value) =>
        BitConverter.IsLittleEndian ? System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value) : value;
}
