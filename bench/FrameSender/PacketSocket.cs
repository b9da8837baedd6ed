using System.ComponentModel;
using System.Runtime.InteropServices;

namespace FrameSender;

/// <summary>A packet socket that only sends: bound to one interface and to no protocol, so that nothing is ever queued on it.</summary>
internal sealed unsafe class PacketSocket : IDisposable
{
    private readonly int descriptor;
    private readonly string interfaceName;

    private PacketSocket(int descriptor, string interfaceName)
    {
        this.descriptor = descriptor;
        this.interfaceName = interfaceName;
    }

    /// <summary>Opens it in the calling thread's network namespace.</summary>
    /// <exception cref="Win32Exception">No such interface, or no privilege (CAP_NET_RAW).</exception>
    public static PacketSocket Open(string interfaceName, bool isQdiscBypassed)
    {
        var index = Native.InterfaceIndex(interfaceName);
        if (index == 0) throw Failure(interfaceName, "is there such an interface");
        var descriptor = Native.OpenSocket(Native.FamilyPacket, Native.SocketRaw | Native.CloseOnExec, 0);
        if (descriptor < 0) throw Failure(interfaceName, "socket");
        var socket = new PacketSocket(descriptor, interfaceName);
        try
        {
            var address = new LinkLayerAddress { Family = Native.FamilyPacket, InterfaceIndex = (int)index };
            if (Native.Bind(descriptor, &address, (uint)sizeof(LinkLayerAddress)) < 0) throw Failure(interfaceName, "bind");
            var one = 1;
            if (isQdiscBypassed && Native.SetSocketOption(descriptor, Native.LevelPacket, Native.PacketQdiscBypass, &one, sizeof(int)) < 0)
                throw Failure(interfaceName, "PACKET_QDISC_BYPASS");
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Sends the first messages of <paramref name="messages"/>, as many as the kernel takes: 0 when it has no room for even one now.
    /// </summary>
    /// <exception cref="Win32Exception">The interface is down or gone, or the frame is too large for it.</exception>
    public int Send(MessageHeader* messages, int count)
    {
        var sent = Native.SendMessages(descriptor, messages, (uint)count, 0);
        if (sent >= 0) return sent;
        return Marshal.GetLastPInvokeError() is Native.EINTR or Native.EAGAIN or Native.ENOBUFS ? 0 : throw Failure(interfaceName, "send");
    }

    public void Dispose() => _ = Native.Close(descriptor);

    private static Win32Exception Failure(string interfaceName, string what)
    {
        var errno = Marshal.GetLastPInvokeError();
        return new Win32Exception(errno, $"interface {interfaceName}: {what}: {Marshal.GetPInvokeErrorMessage(errno)}");
    }
}
