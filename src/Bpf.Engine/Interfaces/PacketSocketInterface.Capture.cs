using System.Diagnostics;
using Bpf.Engine.Device;

namespace Bpf.Engine.Interfaces;

// The life of a capture: opened by the first device, run by its thread, closed by that thread.
public sealed partial class PacketSocketInterface
{
    private readonly RingTap ringTap;

    // Under ringLock; null while no capture runs.
    private PacketRing? ring;
    private RingWait? wait;
    private long kernelDropped;

    // Only touched by StartCapture and StopCapture, which the base class serialises.
    private Thread? thread;

    private volatile bool isStopping;

    /// <inheritdoc/>
    public override InterfaceStatistics GetStatistics()
    {
        lock (ringLock)
        {
            TakeDrops();
            return new InterfaceStatistics(ringTap.Received, kernelDropped, ringTap.ReceivedBytes);
        }
    }

    /// <inheritdoc/>
    protected override Errno StartCapture()
    {
        // An interface that was renamed is, under its new name, another object; and an index that is in use again is another interface.
        if (IsGone || LiveInterfaces.IndexOf(Name) != Index) return Errno.ENXIO;

        // Notices about links are subscribed to before the ring is bound, so that no removal falls between the two.
        var errno = LinkWatch.Open(out var links);
        if (errno != Errno.OK) return errno;
        errno = PacketRing.Open(Index, framing == LinkFraming.Cooked, options, out var newRing);
        if (errno != Errno.OK)
        {
            links!.Dispose();
            return errno;
        }

        errno = RingWait.Open(newRing!, links!, out var newWait);
        if (errno != Errno.OK)
        {
            newRing!.Dispose();
            return errno;
        }

        lock (ringLock)
        {
            ring = newRing;
            wait = newWait;
        }

        isStopping = false;
        // Started last: the caller holds the device's lock, for which the thread waits when its first frame comes.
        thread = new Thread(() => Capture(newRing!, newWait!)) { IsBackground = true, Name = ThreadName };
        thread.Start();
        return Errno.OK;
    }

    /// <inheritdoc/>
    protected override void StopCapture()
    {
        Debug.Assert(thread is not null);
        isStopping = true;
        lock (ringLock) wait?.AskToStop();
        thread.Join();
        thread = null;
    }

    /// <inheritdoc/>
    protected override Errno SetPromiscuous(bool isOn)
    {
        lock (ringLock) return ring is null ? Errno.ENXIO : ring.SetPromiscuous(isOn);
    }

    // The kernel keeps 15 characters of a thread's name, so a long interface name is cut at its end.
    internal string ThreadName => $"cap {Name}";

    private void Capture(PacketRing ownRing, RingWait ownWait)
    {
        RingEvent next;
        do
        {
            TapReadyBlocks(ownRing);
            next = ownWait.Next();
        }
        while (next == RingEvent.BlockReady);

        if (next == RingEvent.InterfaceLost)
        {
            // Twice the timeout, because the kernel's timer starts anew with each block.
            while (ownWait.AwaitLastBlock(2 * options.RetireTimeoutMs)) TapReadyBlocks(ownRing);
        }

        // Everything is closed before the devices learn of it, so that who sees a device end also sees nothing left behind.
        lock (ringLock)
        {
            TakeDrops();
            ring = null;
            wait = null;
            output?.Dispose();
            output = null;
            ownWait.Dispose();
            ownRing.Dispose();
        }

        if (next == RingEvent.InterfaceLost) MarkGone();
    }

    private unsafe void TapReadyBlocks(PacketRing ownRing)
    {
        // A flood never lets the ring run empty; the flag is looked at once a block.
        while (!isStopping && ownRing.Take() is var block && block != null)
        {
            ringTap.TapBlock(block, ownRing);
            ownRing.Release(block);
        }
    }

    private void TakeDrops() => kernelDropped += ring?.TakeDrops() ?? 0;
}
