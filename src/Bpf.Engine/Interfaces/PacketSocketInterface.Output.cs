using Bpf.Engine.Device;

namespace Bpf.Engine.Interfaces;

// Writing. The socket is another than the ring's: the kernel shows a frame to every packet socket but the one that sent it, so the ring sees
// what is written here once, as outgoing, and it reaches the devices the way of all frames that the host sends [WRITE-3]. On the loopback
// interface the frame that then comes in is the one that went out, which the ring's tap leaves out anyway.
public sealed partial class PacketSocketInterface
{
    // Under ringLock; opened by the first write and closed with the ring.
    private PacketOutput? output;

    /// <inheritdoc/>
    protected override Errno GetOutputState(out OutputState state)
    {
        state = default;
        var errno = FindOutput(out var socket);
        return errno == Errno.OK ? socket!.GetState(LinkType, out state) : errno;
    }

    /// <inheritdoc/>
    protected override Errno Send(ReadOnlySpan<byte> frame)
    {
        var errno = FindOutput(out var socket);
        return errno == Errno.OK ? socket!.Send(frame, LinkType) : errno;
    }

    // Nothing is fed back by hand: where it is allowed, the kernel itself receives what was sent.
    // Without a ring there is no device to write, or the interface has just gone.
    private Errno FindOutput(out PacketOutput? socket)
    {
        lock (ringLock)
        {
            socket = output;
            if (socket is not null) return Errno.OK;
            if (ring is null) return Errno.ENXIO;
            var errno = PacketOutput.Open(Index, out socket);
            output = socket;
            return errno;
        }
    }
}
