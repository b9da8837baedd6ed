using Bpf.Engine.Device;
using Bpf.Engine.Tap;
using Bpf.Wire;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// An Ethernet interface inside the process: what a device writes comes back to every device on it, once, as output, and touches no wire. It
/// needs no privilege and has no thread: a frame is tapped by the thread that writes it, so a burst is as long as its writers are patient and
/// nothing is queued.
/// <para>
/// The host's side of it is a counter: frames that are fed back [WRITE-4] end there, as they would end in a host that has no use for them.
/// </para>
/// </summary>
public sealed class LoopInterface : NetworkInterface
{
    /// <summary>The name that the catalogue gives it.</summary>
    public const string DefaultName = "loop0";

    /// <summary>Half of a device's default buffer, so that two records of the largest frame fit into its two buffers.</summary>
    public const int DefaultMtu = 16384;

    // Locally administered; the other five bytes say "loop0".
    private static readonly byte[] Address = [0x02, 0x6c, 0x6f, 0x6f, 0x70, 0x30];

    private readonly TimeProvider time;
    private long sent;
    private long sentBytes;
    private long fedBack;
    private volatile bool isUp = true;

    /// <param name="time">The clock that stamps frames.</param>
    /// <param name="name">Unique in the catalogue.</param>
    /// <param name="mtu">The largest payload behind the Ethernet header, 1 and up.</param>
    public LoopInterface(TimeProvider time, string name = DefaultName, int mtu = DefaultMtu)
        : base(name, index: 0)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, 1);
        this.time = time;
        Mtu = mtu;
    }

    /// <inheritdoc/>
    public override InterfaceKind Kind => InterfaceKind.Loop;

    /// <inheritdoc/>
    public override LinkType LinkType => LinkType.Ethernet;

    /// <inheritdoc/>
    public override int Mtu { get; }

    /// <inheritdoc/>
    public override bool IsUp => isUp && !IsGone;

    /// <inheritdoc/>
    public override string Description => "in this process, what is written comes back";

    /// <inheritdoc/>
    public override string? Unwritable => null;

    /// <inheritdoc/>
    public override string? FeedbackUnavailable => null;

    /// <summary>Frames fed back to the host's side.</summary>
    public long FedBackCount => Interlocked.Read(ref fedBack);

    /// <summary>Brings it up or down; while it is down every write is ENETDOWN.</summary>
    public void SetUp(bool up) => isUp = up;

    /// <summary>Takes it away for good: its devices are detached.</summary>
    public void Remove() => MarkGone();

    /// <summary>Frames handed to the tap, which are those written.</summary>
    public override InterfaceStatistics GetStatistics() => new(Interlocked.Read(ref sent), KernelDropped: 0, Interlocked.Read(ref sentBytes));

    /// <inheritdoc/>
    protected override Errno StartCapture() => IsGone ? Errno.ENXIO : Errno.OK;

    /// <inheritdoc/>
    protected override void StopCapture()
    {
    }

    /// <summary>There is no other traffic to ask for.</summary>
    protected override Errno SetPromiscuous(bool isOn) => IsGone ? Errno.ENXIO : Errno.OK;

    /// <inheritdoc/>
    protected override Errno GetOutputState(out OutputState state)
    {
        state = new OutputState(isUp, EthernetHeader.Length, Mtu, Address);
        return IsGone ? Errno.ENXIO : Errno.OK;
    }

    /// <inheritdoc/>
    protected override Errno Send(ReadOnlySpan<byte> frame)
    {
        var now = time.GetUtcNow() - DateTimeOffset.UnixEpoch;
        // Counted before, so that nobody ever sees more records than frames.
        Interlocked.Increment(ref sent);
        Interlocked.Add(ref sentBytes, frame.Length);
        Tap.Tap(new Frame
        {
            Bytes = frame,
            WireLength = (uint)frame.Length,
            Seconds = now.Ticks / TimeSpan.TicksPerSecond,
            Nanoseconds = (uint)(now.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick),
            Direction = FrameDirection.Out,
        });
        return Errno.OK;
    }

    /// <inheritdoc/>
    protected override void Receive(ReadOnlySpan<byte> frame) => Interlocked.Increment(ref fedBack);
}
