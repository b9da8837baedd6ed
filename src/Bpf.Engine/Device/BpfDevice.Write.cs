using Bpf.Engine.Filter;
using Bpf.Engine.Interfaces;

namespace Bpf.Engine.Device;

// Writing [WRITE-1..4].
public sealed partial class BpfDevice
{
    private FilterProgram? writeFilter;
    private bool isHeaderComplete;
    private bool hasFeedback;
    private bool isLocked;

    /// <summary>
    /// Sends one frame on the interface. Works also while a read is pending. In this order: EINVAL without an interface, 0 for nothing,
    /// EOPNOTSUPP where the interface sends nothing or, with feedback on, has no way back to its host; EMSGSIZE above the link header
    /// and the MTU; ENETDOWN; EPERM on a locked device and for what the write filter rejects; then what the medium says (ENOBUFS).
    /// <para>
    /// The frame is tapped as output, by every device on the interface that sees what is sent, this one included. Without header-complete
    /// they and the wire see the interface's own source address; feedback gives the host's side the frame as it came, and no tap sees it.
    /// </para>
    /// </summary>
    /// <param name="frame">Link-layer header first; borrowed for the call and not changed.</param>
    /// <param name="writtenBytes">The frame's whole length, or 0 when it was refused.</param>
    public Errno Write(ReadOnlySpan<byte> frame, out int writtenBytes)
    {
        writtenBytes = 0;
        NetworkInterface? networkInterface;
        FilterProgram? guard;
        bool keepsSource, feedsBack, isForbidden;
        using (sync.Enter())
        {
            if (isClosed) return Errno.ENXIO;
            (networkInterface, guard) = (attached, writeFilter);
            (keepsSource, feedsBack, isForbidden) = (isHeaderComplete, hasFeedback, isLocked);
        }

        // From here on no device's lock is held: sending taps, and the tap takes the locks of all devices on the interface.
        if (networkInterface is null) return Errno.EINVAL;
        if (frame.IsEmpty) return Errno.OK;
        var errno = networkInterface.CheckOutput(frame.Length, feedsBack, out var state);
        if (errno != Errno.OK) return errno;
        if (isForbidden) return Errno.EPERM;
        // As the writer has it, which is what it answers for; OpenBSD does the same.
        if (guard is not null && guard.Run(frame, (uint)frame.Length) == 0) return Errno.EPERM;

        errno = networkInterface.Output(frame, keepsSource, in state);
        if (errno != Errno.OK) return errno;
        if (feedsBack) networkInterface.FeedBack(frame);
        writtenBytes = frame.Length;
        return Errno.OK;
    }
}
