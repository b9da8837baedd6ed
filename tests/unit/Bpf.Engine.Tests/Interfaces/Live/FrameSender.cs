using Bpf.Engine.Interfaces;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>Puts frames on an interface, byte for byte. Its socket is bound to no protocol, so it receives nothing.</summary>
internal sealed unsafe class FrameSender : IDisposable
{
    private readonly Descriptor socket = Libc.OpenSocket(Libc.FamilyPacket, Libc.SocketRaw | Libc.SocketCloseOnExec, 0);

    public FrameSender(string interfaceName)
    {
        var address = new LinkLayerAddress { Family = Libc.FamilyPacket, InterfaceIndex = LiveInterfaces.IndexOf(interfaceName) };
        if (Libc.Bind(socket, &address, (uint)sizeof(LinkLayerAddress)) < 0)
            throw new InvalidOperationException($"{interfaceName} cannot be sent on: {Libc.LastErrno}");
    }

    public void Send(ReadOnlySpan<byte> frame)
    {
        fixed (byte* bytes = frame)
        {
            var sent = Libc.Write(socket, bytes, (nuint)frame.Length);
            if (sent != frame.Length) throw new InvalidOperationException($"{sent} of {frame.Length} bytes sent: {Libc.LastErrno}");
        }
    }

    public void Dispose() => socket.Dispose();
}
