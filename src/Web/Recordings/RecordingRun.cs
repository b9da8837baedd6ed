using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Interfaces;
using Bpf.Wire.Files;

namespace WebCap.Recordings;

/// <summary>
/// One recording at work: the reader of its source, mostly a device of its own.
/// <code>
///   device [store | hold] --take--> encode --> buffer of 1 MiB --write--> file 1, file 2, …
/// </code>
/// The device's two buffers are the recording's queue, and their bound is its bound: what finds no room there is counted by the device, shown,
/// and stands in the statistics block of the file. Nothing else waits anywhere: a batch is encoded straight out of the hold buffer and written
/// before the next is taken.
/// <para>Threads: one of its own reads the source and writes the files. Any thread may look at it and stop it.</para>
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The thread disposes what it owns when it ends.")]
internal sealed partial class RecordingRun
{
    private readonly Lock sync = new();
    private readonly RecordingStart start;
    private readonly RecordingOptions options;
    private readonly RecordingTotals totals;
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly InterfaceStatistics interfaceStart;
    private readonly CaptureInterface description;
    private readonly TaskCompletionSource<RecordingEnd> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] writeBuffer = GC.AllocateUninitializedArray<byte>(RecordingFile.BufferBytes, pinned: true);

    // Not a slim one: those spin before they wait.
    private readonly AutoResetEvent wake = new(false);

    // Under the lock: what others see. The run's thread changes it once a turn.
    private readonly List<RecordedFile> files = [];
    private RecordingFile? file;
    private RecordedFile? fileNow;
    private RecordingEnd? end;
    private RecordingBooks finalBooks;
    private long packets;
    private long bytes;
    private long lost;

    // The thread's own.
    private RecordingBooks fileStart;
    private DateTimeOffset fileStartedAt;
    private long fileOpenedAt;
    private long recordingOpenedAt;
    private long finishedPackets;
    private long finishedBytes;
    private (long Packets, long Bytes, long Dropped) reported;

    public RecordingRun(RecordingStart start, RecordingOptions options, RecordingTotals totals, TimeProvider time, ILogger logger)
    {
        this.start = start;
        this.options = options;
        this.totals = totals;
        this.time = time;
        this.logger = logger;
        interfaceStart = start.Source.Interface.GetStatistics();
        var settings = start.Recording.Settings;
        description = new CaptureInterface
        {
            LinkType = start.Source.Interface.LinkType,
            Name = start.Source.Interface.Name,
            Description = start.Source.Interface.Description,
            Filter = settings.EffectiveFilter is { Length: > 0 } filter ? filter : null,
            SnapLength = settings.SnapLength,
            OperatingSystem = Environment.OSVersion.VersionString,
        };
    }

    /// <summary>Ends when the files are closed and the source can be.</summary>
    public Task<RecordingEnd> Completion => completion.Task;

    public IRecordingSource Source => start.Source;

    /// <summary>Whether <see cref="Sync"/> is to be called now and then.</summary>
    public bool IsSyncedEverySecond => start.Recording.Settings.Sync == SyncPolicy.Second;

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The entry of the catalogue as it is now.</summary>
    public Recording Describe()
    {
        lock (sync)
        {
            return start.Recording with
            {
                State = end?.State ?? RecordingState.Recording,
                Reason = end?.Reason ?? "",
                EndedAt = EndedAt,
                Books = end is null ? CountNow() : finalBooks,
                Files = fileNow is null ? [.. files] : [.. files, fileNow],
            };
        }
    }

    /// <summary>Begins, on a thread of its own.</summary>
    public void Start() => new Thread(Run) { IsBackground = true, Name = $"rec {start.Recording.Id}" }.Start();

    /// <summary>Asks it to end, after what the source has at this moment. The first reason counts.</summary>
    public void Stop(RecordingEnd reason)
    {
        lock (sync)
        {
            // A run that has ended by itself needs no waking, and has nothing left to wake.
            if (end is not null) return;
            stopping ??= reason;
            wake.Set();
        }
    }

    /// <summary>Sees to it that what was written is on the disk.</summary>
    public void Sync()
    {
        RecordingFile? current;
        lock (sync) current = file;
        current?.Sync();
    }

    // Everything so far. What a device holds or has lent is not the recording's yet, and what was taken after its limit never will be: received
    // is what came of the rest, so that the books of a file add up also when it ends in the middle of a batch.
    private RecordingBooks CountNow()
    {
        var source = start.Source.GetBooks();
        var kernelDropped = start.Source.Interface.GetStatistics().KernelDropped - interfaceStart.KernelDropped;
        var dropped = source.Dropped + lost;
        return new RecordingBooks(source.Rejected + packets + dropped, source.Rejected, packets, dropped, kernelDropped, bytes);
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "Recording {Id} failed.")]
    private static partial void LogFault(ILogger logger, long id, Exception fault);
}
