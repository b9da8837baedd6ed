using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace WebCap.E2e;

/// <summary>Sends whole Ethernet frames out of an interface, here or in another network namespace.</summary>
internal sealed partial class FrameSocket : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly Socket socket;

    private FrameSocket(Socket socket) => this.socket = socket;

    /// <summary>A socket on an interface of this namespace.</summary>
    public static FrameSocket Open(string interfaceName) => new(Bind(interfaceName));

    /// <summary>
    /// A socket on an interface of another namespace. A thread of its own enters the namespace, makes the socket and ends; the socket stays
    /// where it was made.
    /// </summary>
    public static FrameSocket Open(string interfaceName, string networkNamespace)
    {
        Socket? made = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var handle = File.OpenHandle($"/var/run/netns/{networkNamespace}");
                if (SetNamespace((int)handle.DangerousGetHandle(), CloneNewNet) != 0)
                    throw new InvalidOperationException($"setns: errno {Marshal.GetLastPInvokeError()}");
                made = Bind(interfaceName);
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        return made is not null ? new FrameSocket(made) : throw new InvalidOperationException($"No socket in {networkNamespace}.", fault);
    }

    public void Send(ReadOnlySpan<byte> frame) => Assert.Equal(frame.Length, socket.Send(frame));

    public void Dispose() => socket.Dispose();

    private static Socket Bind(string interfaceName)
    {
        // Protocol 0: this socket receives nothing.
        var socket = new Socket(AddressFamily.Packet, SocketType.Raw, 0);
        socket.Bind(new LinkEndPoint(IndexOf(interfaceName)));
        return socket;
    }

    private static int IndexOf(string interfaceName)
    {
        var index = InterfaceNameToIndex(interfaceName);
        return index != 0 ? (int)index : throw new InvalidOperationException($"There is no interface {interfaceName}.");
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);

    [LibraryImport("libc", EntryPoint = "if_nametoindex", StringMarshalling = StringMarshalling.Utf8)]
    private static partial uint InterfaceNameToIndex(string name);

    /// <summary>struct sockaddr_ll, of which only the interface index matters to a sender.</summary>
    private sealed class LinkEndPoint(int index) : EndPoint
    {
        private const int SocketAddressLength = 20;
        private const int IndexOffset = 4;

        public override AddressFamily AddressFamily => AddressFamily.Packet;

        public override SocketAddress Serialize()
        {
            var address = new SocketAddress(AddressFamily.Packet, SocketAddressLength);
            for (var i = 0; i < sizeof(int); i++) address[IndexOffset + i] = (byte)(index >> (8 * i));
            return address;
        }
    }
}
