using Bpf.Engine.Device;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// Where a capture thread sleeps: on its ring, on notices about links and on being asked to stop, with no timeout, so that an idle
/// interface costs nothing. <see cref="AskToStop"/> is for any thread, the rest for the capture thread.
/// </summary>
internal sealed unsafe class RingWait : IDisposable
{
    // The order of the descriptors in the poll set.
    private const int Stop = 0;
    private const int Ring = 1;
    private const int Links = 2;
    private const int Count = 3;

    private readonly PacketRing ring;
    private readonly LinkWatch links;
    private readonly Descriptor stop;

    private RingWait(PacketRing ring, LinkWatch links, Descriptor stop)
    {
        this.ring = ring;
        this.links = links;
        this.stop = stop;
    }

    /// <summary>Opens the wait for one ring and takes over <paramref name="links"/>, also on failure; the ring stays the caller's.</summary>
    public static Errno Open(PacketRing ring, LinkWatch links, out RingWait? wait)
    {
        wait = new RingWait(ring, links, Libc.OpenEvent(0, Libc.EventCloseOnExec | Libc.EventNonBlocking));
        if (!wait.stop.IsInvalid) return Errno.OK;
        var errno = Libc.LastErrno;
        wait.Dispose();
        wait = null;
        return errno;
    }

    /// <summary>Sleeps until there is something to do. An interface that only goes down is slept through: it may come up again.</summary>
    public RingEvent Next()
    {
        var set = stackalloc PollDescriptor[Count];
        while (true)
        {
            Poll(set, Count, timeoutMs: -1);
            if (set[Stop].Occurred != 0) return RingEvent.StopAsked;
            var hasError = (set[Ring].Occurred & Libc.PollError) != 0;
            var hasNotice = set[Links].Occurred != 0;
            if (hasError) ring.ClearError();
            if (hasNotice) links.Drain();
            // Asked last: a link that goes after this line makes a new notice.
            if ((hasError || hasNotice) && ring.HasLostInterface) return RingEvent.InterfaceLost;
            if ((set[Ring].Occurred & Libc.PollIn) != 0) return RingEvent.BlockReady;
        }
    }

    /// <summary>
    /// Waits until a block is ready or none can come any more; false at the timeout. For the frames that came just before an interface
    /// disappeared: they are in a block that the kernel hands over when its retire timeout ends, interface or not.
    /// </summary>
    public bool AwaitLastBlock(int timeoutMs)
    {
        // The error that tells of the removal may have come between the last poll and here, and would end this one at once.
        ring.ClearError();
        var set = stackalloc PollDescriptor[Count];
        Poll(set, Count - 1, timeoutMs);
        return set[Stop].Occurred == 0 && (set[Ring].Occurred & Libc.PollIn) != 0;
    }

    /// <summary>Ends the current and every further wait.</summary>
    public void AskToStop()
    {
        ulong one = 1;
        // Cannot fail: the counter is far from its limit, and the descriptor is open for as long as this object is.
        _ = Libc.Write(stop, &one, sizeof(ulong));
    }

    private void Poll(PollDescriptor* set, int count, int timeoutMs)
    {
        set[Stop] = new PollDescriptor { Number = stop.Number, Wanted = Libc.PollIn };
        set[Ring] = new PollDescriptor { Number = ring.Number, Wanted = Libc.PollIn };
        set[Links] = new PollDescriptor { Number = links.Number, Wanted = Libc.PollIn };
        // A signal only repeats the wait. Any other failure would mean a set that is wrong, and the thread would spin on it.
        while (Libc.Poll(set, (nuint)count, timeoutMs) < 0)
        {
            if (Libc.LastErrno is not (Errno.EINTR or Errno.ENOMEM or Errno.EAGAIN))
                throw new InvalidOperationException($"poll of a ring failed: {Libc.LastErrno}");
        }
    }

    public void Dispose()
    {
        stop.Dispose();
        links.Dispose();
    }
}
