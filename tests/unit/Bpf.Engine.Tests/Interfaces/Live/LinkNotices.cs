using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Engine.Interop;

namespace Bpf.Engine.Tests.Interfaces.Live;

/// <summary>Waits for the kernel to say that a link has changed; which one is for the caller to see.</summary>
internal sealed unsafe class LinkNotices : IDisposable
{
    // Only ends a test that would hang.
    private const int LongestWaitMs = 30_000;

    private readonly LinkWatch watch;

    public LinkNotices()
    {
        Assert.Equal(Errno.OK, LinkWatch.Open(out var opened));
        watch = opened!;
    }

    public void Await()
    {
        var set = new PollDescriptor { Number = watch.Number, Wanted = Libc.PollIn };
        if (Libc.Poll(&set, 1, LongestWaitMs) == 0) throw new InvalidOperationException("no link has changed");
        watch.Drain();
    }

    public void Dispose() => watch.Dispose();
}
