using System.Buffers.Binary;
using Bpf.Engine.Device;
using Bpf.Engine.Interop;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// A packet socket that sends on one interface and receives nothing. Any thread, also while another disposes it: a call that comes too late is
/// ENXIO.
/// </summary>
internal sealed unsafe class PacketOutput : IDisposable
{
    private readonly Descriptor socket;
    private readonly int interfaceIndex;

    private PacketOutput(Descriptor socket, int interfaceIndex)
    {
        this.socket = socket;
        this.interfaceIndex = interfaceIndex;
    }

    /// <summary>Opens a socket in the calling thread's namespace. EPERM or EACCES without privilege, ENXIO without interface.</summary>
    public static Errno Open(int interfaceIndex, out PacketOutput? output)
    {
        // For no protocol: such a socket is never handed a frame.
        output = new PacketOutput(Libc.OpenSocket(Libc.FamilyPacket, Libc.SocketRaw | Libc.SocketCloseOnExec, 0), interfaceIndex);
        var address = new LinkLayerAddress { Family = Libc.FamilyPacket, InterfaceIndex = interfaceIndex };
        if (!output.socket.IsInvalid && Libc.Bind(output.socket, &address, (uint)sizeof(LinkLayerAddress)) == 0) return Errno.OK;
        var errno = Libc.LastErrno;
        output.Dispose();
        output = null;
        return errno;
    }

    /// <summary>Asks the kernel how the interface is now; the catalogue's knowledge may be a second old.</summary>
    public Errno GetState(LinkType linkType, out OutputState state)
    {
        state = default;
        try
        {
            // By index to the name of this moment, because the other questions go by name.
            var name = new InterfaceRequest { Value = interfaceIndex };
            if (Libc.Control(socket, Libc.GetName, &name) < 0) return Errno.ENXIO;
            InterfaceRequest flags = name, mtu = name, hardware = name;
            if (Libc.Control(socket, Libc.GetFlags, &flags) < 0
                || Libc.Control(socket, Libc.GetMtu, &mtu) < 0
                || Libc.Control(socket, Libc.GetHardwareAddress, &hardware) < 0) return Libc.LastErrno;
            const uint Carrying = Libc.FlagUp | Libc.FlagRunning;
            // Without a carrier the kernel throws away what is sent, unseen and uncounted, so that counts as down.
            var isUp = ((uint)(ushort)flags.Value & Carrying) == Carrying;
            var source = linkType == LinkType.Ethernet ? new ReadOnlySpan<byte>(hardware.HardwareAddress, EthernetSource.Length).ToArray() : [];
            state = new OutputState(isUp, OutputState.HeaderBytesOf(linkType), mtu.Value, source);
            return Errno.OK;
        }
        catch (ObjectDisposedException)
        {
            return Errno.ENXIO;
        }
    }

    /// <summary>Sends one frame without waiting: ENOBUFS when the interface's queue is full.</summary>
    public Errno Send(ReadOnlySpan<byte> frame, LinkType linkType)
    {
        var address = new LinkLayerAddress { Family = Libc.FamilyPacket, InterfaceIndex = interfaceIndex, Protocol = ProtocolOf(frame, linkType) };
        try
        {
            fixed (byte* bytes = frame)
            {
                // SAFETY: frame is not empty, so bytes points at its first one, and the kernel copies its length and no more.
                if (Libc.SendTo(socket, bytes, (nuint)frame.Length, Libc.MessageDontWait, &address, (uint)sizeof(LinkLayerAddress)) >= 0) return Errno.OK;
            }
        }
        catch (ObjectDisposedException)
        {
            return Errno.ENXIO;
        }

        return Libc.LastErrno is var errno && errno == Errno.EAGAIN ? Errno.ENOBUFS : errno;
    }

    // What the frame says that it carries, network byte order. Queueing and older kernels look at this rather than at the bytes.
    private static ushort ProtocolOf(ReadOnlySpan<byte> frame, LinkType linkType)
    {
        const ushort Ipv4 = 0x0800;
        const ushort Ipv6 = 0x86dd;
        if (linkType == LinkType.Ethernet)
            return frame.Length < EthernetHeader.Length ? (ushort)0 : BitConverter.ToUInt16(frame[EthernetHeader.TypeOffset..]);
        var protocol = (frame[0] >> 4) == 6 ? Ipv6 : Ipv4;
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(protocol) : protocol;
    }

    public void Dispose() => socket.Dispose();
}
