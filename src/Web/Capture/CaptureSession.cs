using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Bpf.Engine.Device;
using Bpf.Engine.Interfaces;
using Bpf.Wire;
using WebCap.Rewind;

namespace WebCap.Capture;

/// <summary>
/// What the service keeps around one open device: its reader (the pump), the batches it read last (the backlog) and the feeds of its viewers.
/// <code>
///   device --Read--> slab --batch--> backlog (bounded, oldest go)
///                               \--> feed, one a viewer (bounded, oldest go and are counted) --> hub or download
/// </code>
/// The pump runs while somebody watches and a grace period beyond. It waits for readiness and then reads without blocking, so ioctls get
/// through between two reads; nobody's slowness ever makes it wait.
/// <para>Threads: any. One lock guards backlog, feeds and numbering; adding a batch and a viewer joining exclude each other, which is what
/// makes a snapshot without gap or duplicate: a viewer is registered and given the backlog in one step.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "CloseAsync ends the session and disposes what it owns.")]
internal sealed partial class CaptureSession
{
    // Names and addresses of who reads over the API, remembered so that each is noted once.
    private const int MaxReaders = 1024;

    private readonly Lock sync = new();
    private readonly List<ViewerFeed> feeds = [];
    private readonly Queue<Batch> backlog = new();
    private readonly HashSet<(string User, string Address)> readers = [];
    private readonly List<string> viewerTerms = [];
    private readonly CaptureOptions options;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly SlabPool pool;
    private readonly InterfaceStatistics interfaceStart;
    private readonly CancellationTokenSource closing = new();

    private long backlogBytes;
    private long nextSequence = 1;
    private long nextRecord;
    private long feedDroppedByGone;
    private Slab? slab;
    private int slabUsedBytes;
    private Task pump = Task.CompletedTask;
    private bool isPumping;
    private string? endReason;
    private DateTimeOffset unwatchedSince;

    public CaptureSession(
        BpfDevice device, NetworkInterface networkInterface, SessionSettings settings, Past? past, CaptureOptions options, TimeProvider time, ILogger logger)
    {
        Device = device;
        Interface = networkInterface;
        Settings = settings.Within(device.Grant);
        LeaveOut(settings.OwnTraffic);
        this.options = options;
        this.time = time;
        this.logger = logger;
        // Four hold buffers or a megabyte a slab: small enough that the rest left over when a hold buffer no longer fits is little.
        pool = new SlabPool(Math.Max(1024 * 1024, device.BufferBytes * 4));
        interfaceStart = networkInterface.GetStatistics();
        OpenedAt = unwatchedSince = time.GetUtcNow();
        Id = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        Past = past;
        if (past is not null) BeginWith(past);
    }

    public BpfDevice Device { get; }

    public NetworkInterface Interface { get; }

    /// <summary>What was asked for beyond the device's own state; replaced whole when it changes.</summary>
    public SessionSettings Settings { get; set; }

    public DateTimeOffset OpenedAt { get; }

    /// <summary>What of the past is in front of the device's own records; null when none was asked for. Its batches are the backlog's.</summary>
    public Past? Past { get; }

    /// <summary>Tells one life of a minor number from the next, over a close and a new open.</summary>
    public ulong Id { get; }

    /// <summary>Held while the filter and the settings that tell of it change together.</summary>
    public Lock Filtering { get; } = new();

    /// <summary>Feeds attached now.</summary>
    public int ViewerCount
    {
        get
        {
            lock (sync) return feeds.Count;
        }
    }

    /// <summary>Records dropped in all feeds, those of viewers who have left included.</summary>
    public long FeedDropped
    {
        get
        {
            lock (sync) return feedDroppedByGone + feeds.Sum(feed => feed.DroppedRecords);
        }
    }

    /// <summary>How long nobody has watched; null while somebody does.</summary>
    public TimeSpan? UnwatchedFor
    {
        get
        {
            lock (sync) return feeds.Count > 0 ? null : time.GetUtcNow() - unwatchedSince;
        }
    }

    /// <summary>
    /// Registers a viewer, with whatever the backlog has from record <paramref name="fromRecord"/> on. A <paramref name="fromRecord"/> of
    /// <see cref="long.MaxValue"/> asks for live records only. Null when the device has as many viewers as it may.
    /// </summary>
    public ViewerFeed? Join(long fromRecord)
    {
        lock (sync)
        {
            if (feeds.Count >= options.ViewersPerDevice) return null;
            // The past is there already and takes no memory of the viewer's own: it must not push itself out.
            var feed = new ViewerFeed(this, options.FeedBytes + (Past?.Bytes ?? 0), time);
            foreach (var batch in backlog)
            {
                if (batch.EndRecord > fromRecord) feed.Add(batch);
            }

            feeds.Add(feed);
            if (endReason is not null) feed.End(endReason);
            else if (!isPumping) StartPump();
            return feed;
        }
    }

    /// <summary>A viewer has gone.</summary>
    public void Leave(ViewerFeed feed)
    {
        lock (sync)
        {
            if (!feeds.Remove(feed)) return;
            feedDroppedByGone += feed.DroppedRecords;
            if (feeds.Count == 0) unwatchedSince = time.GetUtcNow();
        }

        feed.Close();
    }

    /// <summary>A reference-counted copy of what the backlog has now; the caller releases each batch.</summary>
    public IReadOnlyList<Batch> CopyBacklog()
    {
        lock (sync)
        {
            foreach (var batch in backlog) batch.AddReference();
            return [.. backlog];
        }
    }

    /// <summary>The books as a viewer's item carries them, with no records.</summary>
    public BatchHeader DescribeState()
    {
        lock (sync) return Describe(BatchKind.State, 0, nextRecord, 0);
    }

    /// <summary>Frames that the kernel dropped on the interface since this session began.</summary>
    public long KernelDropped => Interface.GetStatistics().KernelDropped - interfaceStart.KernelDropped;

    /// <summary>Frames that the interface handed to the tap since this session began.</summary>
    public long InterfaceReceived => Interface.GetStatistics().Received - interfaceStart.Received;

    /// <summary>Ends the session: the pump stops, viewers get what is queued and then the reason, the backlog is released.</summary>
    public async Task CloseAsync(string reason)
    {
        await closing.CancelAsync();
        Task running;
        lock (sync) running = pump;
        await running;
        lock (sync)
        {
            End(reason);
            while (backlog.TryDequeue(out var batch)) batch.Release();
            backlogBytes = 0;
            slab?.Release();
            slab = null;
        }

        closing.Dispose();
    }

    /// <summary>
    /// Remembers a viewer by the term that leaves out his traffic, empty for none, and returns the terms of all, which the filter has if the
    /// device leaves out the service's own traffic.
    /// </summary>
    public string LeaveOut(string term)
    {
        lock (sync)
        {
            if (term.Length > 0 && !viewerTerms.Contains(term) && viewerTerms.Count < OwnTraffic.MaxViewers) viewerTerms.Add(term);
            return string.Join(" and ", viewerTerms);
        }
    }

    /// <summary>True the first time that a user reads over the API.</summary>
    public bool IsFirstRead(DeviceOwner reader)
    {
        lock (sync) return readers.Count < MaxReaders && readers.Add((reader.User, reader.RemoteAddress));
    }

    private void End(string reason)
    {
        endReason ??= reason;
        foreach (var feed in feeds) feed.End(endReason);
    }

    // The past has the first numbers, the device's own records go on behind it.
    private void BeginWith(Past past)
    {
        foreach (var piece in past.Batches)
        {
            var header = Describe(BatchKind.Records, nextSequence++, nextRecord, piece.RecordCount);
            nextRecord += piece.RecordCount;
            backlog.Enqueue(new Batch(piece.Slab, piece.Offset, piece.LengthBytes, header));
            backlogBytes += piece.LengthBytes;
        }
    }

    private BatchHeader Describe(BatchKind kind, long sequence, long firstRecord, int recordCount)
    {
        var device = Device.GetStatistics();
        var interfaceNow = Interface.GetStatistics();
        return new BatchHeader
        {
            Magic = BatchHeader.ExpectedMagic,
            Kind = kind,
            HeaderLength = BatchHeader.HeaderBytes,
            Sequence = sequence,
            FirstRecord = firstRecord,
            RecordCount = recordCount,
            LinkType = Interface.LinkType,
            TimestampFormat = Device.TimestampFormat,
            Flags = (byte)(Interface.IsGone ? 1 : 0),
            Received = device.Received,
            Captured = device.Captured,
            Dropped = device.Dropped,
            Delivered = device.Delivered,
            Held = device.Held,
            KernelDropped = interfaceNow.KernelDropped - interfaceStart.KernelDropped,
            InterfaceReceived = interfaceNow.Received - interfaceStart.Received,
            SessionId = Id,
            Rewound = Past?.Packets ?? 0,
        };
    }
}
