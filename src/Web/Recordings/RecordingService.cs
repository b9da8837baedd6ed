using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using WebCap.Capture;
using WebCap.Paging;
using WebCap.Security;
using WebCap.Storage;

namespace WebCap.Recordings;

/// <summary>
/// The recordings: those that run, and the catalogue of all. Starting is one step for the caller: when it fails, no device is open and no entry
/// is left. An end is written down by whoever sees it first, the one who asked for it or <see cref="RecordingKeeper"/>, once; a database that
/// cannot take it keeps the recording in memory until it can. Any thread.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the process, and the semaphore has no handle.")]
internal sealed partial class RecordingService(
    CaptureSessions sessions,
    BpfDeviceTable table,
    RecordingCatalogue catalogue,
    RecordingFolder folder,
    FilterCompiler compiler,
    RecordingOptions options,
    RecordingTotals totals,
    TimeProvider time,
    ILogger<RecordingService> logger)
{
    private readonly ConcurrentDictionary<long, RecordingRun> runs = new();

    // Starts and ends happen one at a time, which keeps the count of runs and the order of entries right.
    private readonly SemaphoreSlim control = new(1, 1);

    /// <summary>The recordings that run, or have ended and are not yet in the catalogue.</summary>
    public ICollection<RecordingRun> Runs => runs.Values;

    /// <summary>Where the files are.</summary>
    public RecordingFolder Folder => folder;

    /// <summary>All of them, the newest first, as they are now.</summary>
    public async Task<IReadOnlyList<Recording>> ListAsync(CancellationToken cancellation = default) =>
        [.. (await catalogue.ListAsync(cancellation)).Select(AsItIsNow)];

    /// <summary>Those of a page, as they are now, in the direction in which the page is read.</summary>
    public async Task<IReadOnlyList<Recording>> ListAsync(PageRequest page, CancellationToken cancellation) =>
        [.. (await catalogue.ListAsync(page, cancellation)).Select(AsItIsNow)];

    /// <summary>Null when there is no such recording.</summary>
    public async Task<Recording?> FindAsync(long id, CancellationToken cancellation = default) =>
        runs.TryGetValue(id, out var run) ? run.Describe() : await catalogue.FindAsync(id, cancellation);

    /// <summary>Starts a recording, or says why not.</summary>
    public async Task<(Recording? Recording, Refusal? Refusal)> StartAsync(RecordingSettings settings, DeviceOwner owner)
    {
        if (owner.Grant is AccessGrant { Limits: var limits })
            settings = settings with { Limits = limits, SnapLength = Math.Min(settings.SnapLength, limits.SnapLength ?? settings.SnapLength) };
        await control.WaitAsync();
        try
        {
            if (!TryOpen(settings, owner, out var opened, out var refusal)) return (null, refusal);
            return (await AddAsync(settings with { OwnTraffic = opened!.OwnTraffic }, owner, new DeviceSource(opened, table)), null);
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>
    /// Starts a recording of what <paramref name="source"/> brings, or says why not. These have a bound of their own, as large as that of those with
    /// a device: neither can crowd out the other. Whatever happens, the source is closed.
    /// </summary>
    public async Task<(Recording? Recording, Refusal? Refusal)> StartAsync(RecordingSettings settings, DeviceOwner owner, IRecordingSource source)
    {
        await control.WaitAsync();
        try
        {
            if (CheckRoom(run => run.Source is not DeviceSource) is not { } refusal) return (await AddAsync(settings, owner, source), null);
            source.Close();
            return (null, refusal);
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>Starts a standing recording that waits. False, with the reason in the catalogue, when it has to wait on.</summary>
    public async Task<bool> TryStartWaitingAsync(Recording waiting)
    {
        await control.WaitAsync();
        try
        {
            // Stopped or started meanwhile.
            if (await catalogue.FindAsync(waiting.Id) is not { State: RecordingState.Waiting } entry) return false;
            var owner = new DeviceOwner(entry.User, entry.RemoteAddress);
            if (!TryOpen(entry.Settings, owner, out var opened, out var refusal))
            {
                if (entry.Reason != refusal!.Detail) await catalogue.SaveAsync(entry with { Reason = refusal.Detail });
                return false;
            }

            var source = new DeviceSource(opened!, table);
            var started = NewEntry(entry.Settings, owner, source) with { Id = entry.Id, Continues = entry.Continues };
            try
            {
                await catalogue.SaveAsync(started);
            }
            catch (StorageException)
            {
                source.Close();
                throw;
            }

            Begin(started, source);
            return true;
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>Stops a recording and waits until its files are closed. The entry as it then is; null when there is none.</summary>
    public async Task<Recording?> StopAsync(long id, string reason)
    {
        if (runs.TryGetValue(id, out var run))
        {
            run.Stop(new RecordingEnd(RecordingState.Stopped, reason, MayGoOn: false));
            return await FinishedAsync(id);
        }

        if (await catalogue.FindAsync(id) is not { } entry) return null;
        if (entry.State != RecordingState.Waiting) return entry;
        var stopped = entry with { State = RecordingState.Stopped, Reason = reason, EndedAt = time.GetUtcNow() };
        await catalogue.SaveAsync(stopped);
        return stopped;
    }

    /// <summary>Waits until a recording has ended and its files are closed. The entry as it then is; null when there is none.</summary>
    public async Task<Recording?> FinishedAsync(long id)
    {
        if (runs.TryGetValue(id, out var run))
        {
            await run.Completion;
            await FinishAsync(run);
        }

        return await FindAsync(id);
    }

    /// <summary>Deletes the entry and the files of a recording that does not run.</summary>
    public async Task DeleteAsync(long id)
    {
        // The files first: an entry without files can be deleted again, files without an entry would come back as one.
        var path = folder.Of(id);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        await catalogue.RemoveAsync(id);
    }

    /// <summary>
    /// Writes down the end of a run, and what goes on with it. False when the catalogue cannot be written now: it has to be tried again.
    /// </summary>
    public async Task<bool> FinishAsync(RecordingRun run)
    {
        await control.WaitAsync();
        try
        {
            var result = await run.Completion;
            var ended = run.Describe();
            if (!runs.ContainsKey(ended.Id)) return true;
            run.Source.Close();
            TryWriteNote(ended);
            var successor = result.MayGoOn && ended.Settings.IsStanding
                ? ended with { Id = 0, State = RecordingState.Waiting, Continues = ended.Id, EndedAt = null, Books = default, Files = [] }
                : null;
            await catalogue.SaveAsync(ended, successor);
            runs.TryRemove(ended.Id, out _);
            LogEnded(logger, ended.Id, ended.State, ended.Reason, ended.Books.Packets, ended.Books.Dropped);
            return true;
        }
        catch (StorageException fault)
        {
            LogNotKept(logger, fault.Message);
            return false;
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>Tells the catalogue how far a run has come.</summary>
    public async Task CheckpointAsync(RecordingRun run)
    {
        await control.WaitAsync();
        try
        {
            // Its end is FinishAsync's to write down, and nothing must write over that.
            if (!run.Completion.IsCompleted) await catalogue.SaveAsync(run.Describe());
        }
        finally
        {
            control.Release();
        }
    }

    private Recording AsItIsNow(Recording entry) => runs.TryGetValue(entry.Id, out var run) ? run.Describe() : entry;

    private bool TryOpen(RecordingSettings settings, DeviceOwner owner, out OpenedDevice? opened, out Refusal? refusal)
    {
        opened = null;
        refusal = CheckRoom(run => run.Source is DeviceSource);
        if (refusal is not null) return false;

        var request = new OpenRequest
        {
            Interface = settings.Interface,
            Filter = settings.Filter,
            OwnTraffic = settings.OwnTraffic,
            SnapLength = settings.SnapLength,
            BufferBytes = options.BufferBytes,
            Promiscuous = settings.Promiscuous,
        };
        // Not the caller's grant: a standing recording is started again by nobody.
        owner = owner with { Grant = settings.Limits is { } limits ? new AccessGrant(limits, compiler) : null };
        return sessions.TryOpenDevice(request, owner, out opened, out refusal);
    }

    // Null when there is room for one more of a kind.
    private Refusal? CheckRoom(Func<RecordingRun, bool> isOfKind)
    {
        if (runs.Values.Count(isOfKind) >= options.Count)
            return new Refusal(Errno.ENOBUFS, "record", $"{options.Count} recordings run already, which is as many as may; stop one, or start WebCap with a larger --recording-count.");
        try
        {
            RecordingFolder.CheckSpace(folder.FullPath, options.KeepFreeBytes);
            return null;
        }
        catch (RecordingWriteException fault)
        {
            return new Refusal(Errno.ENOBUFS, "record", fault.Message);
        }
    }

    private async Task<Recording> AddAsync(RecordingSettings settings, DeviceOwner owner, IRecordingSource source)
    {
        try
        {
            return Begin(await catalogue.AddAsync(NewEntry(settings, owner, source)), source);
        }
        catch (StorageException)
        {
            source.Close();
            throw;
        }
    }

    private Recording NewEntry(RecordingSettings settings, DeviceOwner owner, IRecordingSource source) => new()
    {
        Id = 0,
        Settings = settings,
        State = RecordingState.Recording,
        User = owner.User,
        RemoteAddress = owner.RemoteAddress,
        LinkType = source.Interface.LinkType,
        StartedAt = time.GetUtcNow(),
    };

    // The entry exists and the source has what is wanted; from here on a failure is a failed recording.
    private Recording Begin(Recording recording, IRecordingSource source)
    {
        var path = folder.Of(recording.Id);
        try
        {
            OwnerOnly.CreateFolder(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The run will find that it cannot make its file, and says so.
            LogNotKept(logger, fault.Message);
        }

        var run = new RecordingRun(new RecordingStart(recording, source, path), options, totals, time, logger);
        runs[recording.Id] = run;
        run.Start();
        TryWriteNote(recording);
        LogStarted(logger, recording.Id, recording.User, recording.Settings.Interface);
        return run.Describe();
    }

    private void TryWriteNote(Recording recording)
    {
        try
        {
            RecordingNote.Write(folder.Of(recording.Id), recording);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // On a full disk there is none, or the one of the start.
            LogNotKept(logger, fault.Message);
        }
    }

    [LoggerMessage(EventId = 3002, Level = LogLevel.Information, Message = "Recording {Id} was started by {User} on {Interface}.")]
    private static partial void LogStarted(ILogger logger, long id, string user, string @interface);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Information, Message = "Recording {Id} ended ({State}): {Reason} Packets: {Packets}, dropped: {Dropped}.")]
    private static partial void LogEnded(ILogger logger, long id, RecordingState state, string reason, long packets, long dropped);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "What became of a recording cannot be written down now: {Reason}")]
    private static partial void LogNotKept(ILogger logger, string reason);
}
