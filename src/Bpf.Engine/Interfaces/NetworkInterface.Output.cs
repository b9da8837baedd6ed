using System.Buffers;
using Bpf.Engine.Device;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

// What devices write goes out here [WRITE-1..4]. No device's lock is held in any of these: whoever sends may tap.
public abstract partial class NetworkInterface
{
    /// <summary>Why frames cannot be written here, for a person; null when they can.</summary>
    public virtual string? Unwritable => "This interface only plays frames; nothing can be sent on it.";

    /// <summary>Why a written frame cannot be fed back to the host as input, for a person; null when it can.</summary>
    public virtual string? FeedbackUnavailable => Unwritable;

    /// <summary>
    /// The refusals of a write that do not depend on the frame's bytes, in order: EOPNOTSUPP, EMSGSIZE, ENETDOWN. EINVAL when the interface has
    /// just disappeared, as a write answers when the device knows it.
    /// </summary>
    internal Errno CheckOutput(int sizeBytes, bool feedsBack, out OutputState state)
    {
        state = default;
        if (Unwritable is not null || (feedsBack && FeedbackUnavailable is not null)) return Errno.EOPNOTSUPP;
        var errno = GetOutputState(out state);
        if (errno == Errno.ENXIO) return Errno.EINVAL;
        if (errno != Errno.OK) return errno;
        if (sizeBytes > state.LargestFrameBytes) return Errno.EMSGSIZE;
        return state.IsUp ? Errno.OK : Errno.ENETDOWN;
    }

    /// <summary>Sends a frame that <see cref="CheckOutput"/> let through, with the interface's own source address unless it is to keep its own.</summary>
    internal Errno Output(ReadOnlySpan<byte> frame, bool keepsSource, in OutputState state)
    {
        if (keepsSource || LinkType != LinkType.Ethernet) return Gone(Send(frame));
        // A copy, because the caller's bytes are not ours to change, and feedback wants them as they came.
        var copy = ArrayPool<byte>.Shared.Rent(frame.Length);
        try
        {
            var outgoing = copy.AsSpan(0, frame.Length);
            frame.CopyTo(outgoing);
            EthernetSource.Fill(outgoing, state.Source.Span);
            return Gone(Send(outgoing));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copy);
        }

        static Errno Gone(Errno errno) => errno == Errno.ENXIO ? Errno.EINVAL : errno;
    }

    /// <summary>Hands a frame to the host's side as if it had been received [WRITE-4]. No tap sees it.</summary>
    internal void FeedBack(ReadOnlySpan<byte> frame) => Receive(frame);

    /// <summary>What the interface can send now; ENXIO when it is gone.</summary>
    protected virtual Errno GetOutputState(out OutputState state)
    {
        state = new OutputState(IsUp, OutputState.HeaderBytesOf(LinkType), Mtu, default);
        return Errno.OK;
    }

    /// <summary>
    /// Puts one frame on the medium. On success it is, or will be, tapped as output exactly once; on failure never [WRITE-1]. ENXIO when the
    /// interface is gone, ENOBUFS when the medium has no room now.
    /// </summary>
    protected virtual Errno Send(ReadOnlySpan<byte> frame) => Errno.EOPNOTSUPP;

    /// <summary>The host's side takes a frame that is fed back.</summary>
    protected virtual void Receive(ReadOnlySpan<byte> frame)
    {
    }
}
