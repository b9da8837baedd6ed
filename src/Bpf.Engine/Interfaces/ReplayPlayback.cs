using Bpf.Engine.Tap;
using Bpf.Wire;
using Bpf.Wire.Files;

namespace Bpf.Engine.Interfaces;

/// <summary>
/// One playing of a capture file, without a thread of its own: <see cref="Play"/> offers what is due and says when to call again.
/// <para>
/// Every frame has a due time, counted from the first frame. Frame by frame it grows by the file's gap, by the rate's interval, or (flat out) to the present;
/// it never goes back. A playback that falls behind catches up, but over no more than <see cref="LongestLag"/>: a machine that slept does not
/// wake up to an hour of frames at once.
/// </para>
/// One thread.
/// </summary>
internal sealed class ReplayPlayback : IDisposable
{
    /// <summary>Frames in one session of the tap, while which the devices cannot be read: some 50 microseconds.</summary>
    public const int RunFrames = 256;

    /// <summary>What is later than this is not caught up.</summary>
    public static readonly TimeSpan LongestLag = TimeSpan.FromSeconds(1);

    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly CaptureFileReader reader;
    private readonly LinkType linkType;
    private readonly ReplayOptions options;
    private readonly TimeProvider time;
    private readonly ReplayCounters counters;
    private readonly long interval;
    private readonly long longestGap;
    private readonly long loopGap;

    // The beginning, on the clock that never jumps and on the wall's. All other times are nanoseconds since then.
    private long startTimestamp;
    private long wallStart;
    private bool hasStarted;

    // The last frame offered: when it was due, and what the file says. `isFirstOfPass` because the file's times begin anew with every pass.
    private bool hasOffered;
    private long lastDue;
    private Int128 lastFileTime;
    private bool isFirstOfPass = true;
    private long framesOfPass;

    /// <param name="reader">Stands at the beginning of the file; is disposed with this.</param>
    /// <param name="summary">What the file holds.</param>
    /// <param name="options">Valid ones.</param>
    /// <param name="time">The clock.</param>
    /// <param name="counters">Counted on.</param>
    public ReplayPlayback(CaptureFileReader reader, CaptureSummary summary, ReplayOptions options, TimeProvider time, ReplayCounters counters)
    {
        (this.reader, this.options, this.time, this.counters) = (reader, options, time, counters);
        linkType = summary.LinkType;
        interval = Math.Max(1, (long)(NanosecondsPerSecond / options.FramesPerSecond));
        longestGap = Nanoseconds(options.LongestGap);
        loopGap = Math.Min(LoopGap(summary), longestGap);
    }

    /// <summary>What the file was found to be wrong with while it was played; null so far.</summary>
    public CaptureFault? Fault { get; private set; }

    /// <summary>
    /// Offers the frames that are due, at most one run of them. Returns how long to wait before the next call: zero when there may be more to do,
    /// <see cref="Timeout.InfiniteTimeSpan"/> when the playing is over.
    /// </summary>
    /// <exception cref="IOException">The file could not be read.</exception>
    public TimeSpan Play(TapPoint tap)
    {
        if (!hasStarted) Start();
        // The first read may wait for the disk, so it comes before the session; those inside it take only what is in memory.
        CapturePacket packet;
        while (!reader.TryRead(out packet))
        {
            if (!BeginNextPass()) return Timeout.InfiniteTimeSpan;
        }

        var now = Nanoseconds(time.GetElapsedTime(startTimestamp));
        if (packet.LinkType == linkType && WaitFor(packet, now) is { Ticks: > 0 } wait) return wait;

        using var session = tap.Begin();
        for (var left = RunFrames; ;)
        {
            Offer(packet, now, session);
            if (--left == 0 || !reader.TryReadBuffered(out packet)) return TimeSpan.Zero;
            if (packet.LinkType == linkType && WaitFor(packet, now) is { Ticks: > 0 } next) return next;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => reader.Dispose();

    private void Start()
    {
        hasStarted = true;
        startTimestamp = time.GetTimestamp();
        wallStart = WallNow();
    }

    /// <summary>Back to the first packet, if the file is looped and gave any: false when the playing is over.</summary>
    private bool BeginNextPass()
    {
        Fault ??= reader.Fault;
        counters.CountPass();
        if (!options.IsLooped || framesOfPass == 0) return false;
        reader.Rewind();
        framesOfPass = 0;
        isFirstOfPass = true;
        // The two clocks drift apart over days; once a pass they are brought together.
        wallStart = WallNow() - Nanoseconds(time.GetElapsedTime(startTimestamp));
        return true;
    }

    /// <summary>How long until a packet is due; if that is not now, the reader gives the packet again next time.</summary>
    private TimeSpan WaitFor(in CapturePacket packet, long now)
    {
        var early = DueOf(packet, now) - now;
        if (early <= 0) return TimeSpan.Zero;
        reader.StepBack();
        // Rounded up to the clock's unit: a wait of nothing would be asked for again and again.
        return TimeSpan.FromTicks((early + 99) / 100);
    }

    private long DueOf(in CapturePacket packet, long now)
    {
        if (options.Pace == ReplayPace.FlatOut) return now;
        if (!hasOffered) return lastDue;
        var gap = options.Pace == ReplayPace.FixedRate ? interval : isFirstOfPass ? loopGap : FileGap(packet);
        var due = lastDue + gap;
        return now - due > Nanoseconds(LongestLag) ? now : due;
    }

    /// <summary>The time since the latest packet, never negative: packets that stand in the wrong order follow at once.</summary>
    private long FileGap(in CapturePacket packet) =>
        packet.HasTime ? (long)Int128.Clamp(FileTime(packet) - lastFileTime, 0, longestGap) : 0;

    private void Offer(in CapturePacket packet, long now, in TapSession session)
    {
        if (packet.LinkType != linkType)
        {
            counters.CountSkipped();
            return;
        }

        lastDue = DueOf(packet, now);
        if (packet.HasTime)
        {
            var fileTime = FileTime(packet);
            // A little back in time is a writer's disorder and the latest time counts on; far back is a clock that was set.
            if (isFirstOfPass || fileTime > lastFileTime || lastFileTime - fileTime > NanosecondsPerSecond) lastFileTime = fileTime;
        }

        (hasOffered, isFirstOfPass) = (true, false);
        framesOfPass++;
        var (seconds, nanoseconds) = StampOf(packet);
        counters.CountFrame(packet.WireLength);
        session.Tap(new Frame
        {
            Bytes = packet.Bytes,
            WireLength = packet.WireLength,
            Seconds = seconds,
            Nanoseconds = nanoseconds,
            Direction = packet.Direction,
        });
    }

    private (long Seconds, uint Nanoseconds) StampOf(in CapturePacket packet)
    {
        if (options.KeepsFileTimes && packet.HasTime) return (packet.Seconds, packet.Nanoseconds);
        var stamp = options.KeepsFileTimes ? lastFileTime : (Int128)wallStart + lastDue;
        var seconds = (long)(stamp / NanosecondsPerSecond);
        var nanoseconds = (long)(stamp % NanosecondsPerSecond);
        return nanoseconds < 0 ? (seconds - 1, (uint)(nanoseconds + NanosecondsPerSecond)) : (seconds, (uint)nanoseconds);
    }

    /// <summary>The silence between two passes: as long as the file's packets are apart on average, so that the loop does not show.</summary>
    private static long LoopGap(CaptureSummary summary) => summary.PacketCount > 1 && summary.Duration > TimeSpan.Zero
        ? Math.Max(Nanoseconds(summary.Duration / (summary.PacketCount - 1)), NanosecondsPerSecond / 1000)
        : NanosecondsPerSecond;

    private static Int128 FileTime(in CapturePacket packet) => (Int128)packet.Seconds * NanosecondsPerSecond + packet.Nanoseconds;

    private long WallNow() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;

    private static long Nanoseconds(TimeSpan span) => span.Ticks * 100;
}
