using Bpf.Engine.Device;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// A netlink socket that becomes readable when any link of the namespace comes, changes or goes. A packet socket alone does not do: it
/// reports an interface that goes down, but an interface that is removed while it is down goes without a sign.
/// What the notices say is not looked at; they are the occasion to ask <see cref="PacketRing.HasLostInterface"/>.
/// </summary>
internal sealed unsafe class LinkWatch : IDisposable
{
    private readonly Descriptor socket;

    private LinkWatch(Descriptor socket) => this.socket = socket;

    /// <summary>For poll.</summary>
    public int Number => socket.Number;

    /// <summary>Opens a watch on the calling thread's namespace; needs no privilege.</summary>
    public static Errno Open(out LinkWatch? watch)
    {
        var type = Libc.SocketRaw | Libc.SocketCloseOnExec | Libc.SocketNonBlocking;
        watch = new LinkWatch(Libc.OpenSocket(Libc.FamilyNetlink, type, Libc.NetlinkRoute));
        var address = new NetlinkAddress { Family = Libc.FamilyNetlink, Groups = Libc.LinkGroup };
        if (!watch.socket.IsInvalid && Libc.Bind(watch.socket, &address, (uint)sizeof(NetlinkAddress)) == 0) return Errno.OK;
        var errno = Libc.LastErrno;
        watch.Dispose();
        watch = null;
        return errno;
    }

    /// <summary>Throws the waiting notices away. An overrun (ENOBUFS) is one of them: after it, too, there is something to ask.</summary>
    public void Drain()
    {
        // A notice longer than this is cut, which is how the rest of it is thrown away.
        byte* notice = stackalloc byte[64];
        while (Libc.Receive(socket, notice, 64, Libc.MessageDontWait) >= 0 || Libc.LastErrno is Errno.ENOBUFS or Errno.EINTR)
        {
        }
    }

    public void Dispose() => socket.Dispose();
}
