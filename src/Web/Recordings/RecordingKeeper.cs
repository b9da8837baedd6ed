using System.Runtime.InteropServices;
using WebCap.Storage;

namespace WebCap.Recordings;

/// <summary>
/// What recordings need beside their own threads. Before the service listens, the catalogue is brought in line with what is on the disk. Then once
/// a second: ends are written down, files synced, checkpoints made; less often, standing recordings tried again and old ones deleted. At the end of
/// the service all are stopped, so that their files end with their books.
/// </summary>
internal sealed partial class RecordingKeeper(
    RecordingService recordings,
    RecordingCatalogue catalogue,
    RecordingOptions options,
    TimeProvider time,
    IHostApplicationLifetime lifetime,
    ILogger<RecordingKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetentionInterval = TimeSpan.FromMinutes(1);

    // SIGXFSZ of signal(7), for which .NET has no name.
    private const PosixSignal FileTooLarge = (PosixSignal)25;

    private PosixSignalRegistration? fileTooLarge;
    private long checkpointAt;
    private long retryAt;
    private long retentionAt;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A file that reaches the process's limit (RLIMIT_FSIZE) is a write that fails, not the end of the process.
        if (OperatingSystem.IsLinux()) fileTooLarge = PosixSignalRegistration.Create(FileTooLarge, static signal => signal.Cancel = true);
        await RepairAsync();
        await StartWaitingAsync();
        checkpointAt = retryAt = retentionAt = time.GetTimestamp();
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        fileTooLarge?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        using var ticks = new PeriodicTimer(Turn, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(ending.Token)) await TurnAsync();
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            await StopAllAsync();
        }
    }

    /// <summary>What is due now.</summary>
    internal async Task TurnAsync()
    {
        foreach (var run in recordings.Runs)
        {
            if (run.Completion.IsCompleted) await recordings.FinishAsync(run);
            // On a thread of the pool of its own: a slow disk must not hold up the rest.
            else if (run.IsSyncedEverySecond) _ = Task.Run(run.Sync);
        }

        try
        {
            if (IsDue(ref checkpointAt, options.CheckpointInterval)) await CheckpointAsync();
            if (IsDue(ref retryAt, RetryInterval)) await StartWaitingAsync();
            if (IsDue(ref retentionAt, RetentionInterval)) await RetainAsync();
        }
        catch (Exception fault) when (fault is StorageException or IOException or UnauthorizedAccessException)
        {
            LogPutOff(logger, fault.Message);
        }
    }

    private async Task StopAllAsync()
    {
        var running = recordings.Runs;
        foreach (var run in running) run.Stop(new RecordingEnd(RecordingState.Stopped, "The service was stopped.", MayGoOn: true));
        foreach (var run in running)
        {
            await run.Completion;
            await recordings.FinishAsync(run);
        }
    }

    private async Task CheckpointAsync()
    {
        foreach (var run in recordings.Runs)
        {
            await recordings.CheckpointAsync(run);
        }
    }

    private async Task StartWaitingAsync()
    {
        foreach (var entry in await catalogue.ListAsync())
        {
            if (entry.State == RecordingState.Waiting) await recordings.TryStartWaitingAsync(entry);
        }
    }

    /// <summary>Deletes what is too old or too much: the oldest first, and only what has ended.</summary>
    internal async Task RetainAsync()
    {
        var all = await recordings.ListAsync();
        var total = all.Sum(recording => recording.LengthBytes);
        foreach (var recording in all.Reverse())
        {
            if (recording.State is RecordingState.Waiting or RecordingState.Recording) continue;
            var isOld = options.MaxAge > TimeSpan.Zero && time.GetUtcNow() - (recording.EndedAt ?? recording.StartedAt) > options.MaxAge;
            if (!isOld && (options.TotalBytes == 0 || total <= options.TotalBytes)) continue;
            await recordings.DeleteAsync(recording.Id);
            total -= recording.LengthBytes;
            LogRetired(logger, recording.Id, recording.LengthBytes);
        }
    }

    private bool IsDue(ref long since, TimeSpan interval)
    {
        if (time.GetElapsedTime(since) < interval) return false;
        since = time.GetTimestamp();
        return true;
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "Keeping the recordings was put off: {Reason}")]
    private static partial void LogPutOff(ILogger logger, string reason);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Information, Message = "Recording {Id} ({Bytes} bytes) was deleted, as the options for keeping recordings say.")]
    private static partial void LogRetired(ILogger logger, long id, long bytes);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, Message = "Recording {Id} was interrupted by an end of the service; {Packets} packets are in its files.")]
    private static partial void LogInterrupted(ILogger logger, long id, long packets);

    [LoggerMessage(EventId = 3013, Level = LogLevel.Warning, Message = "The files of recording {Id} were not in the catalogue and are again.")]
    private static partial void LogAdopted(ILogger logger, long id);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Warning, Message = "The folder of recording {Id} has no note that says what it is; it is left alone.")]
    private static partial void LogUnknown(ILogger logger, long id);
}
