using System.Collections.Concurrent;
using Bpf.Engine.Device;
using WebCap.Capture;
using WebCap.Recordings;
using WebCap.Rewind.Triggers;
using WebCap.Storage;

namespace WebCap.Rewind;

/// <summary>
/// The windows: one an interface. Making one is one step for the caller: when it fails, nothing is left. What was made begins again with the service,
/// and waits for an interface that is not there. Any thread.
/// </summary>
internal sealed partial class RewindWindows(
    CaptureSessions sessions,
    BpfDeviceTable table,
    WindowRepository repository,
    RewindTriggers triggers,
    DataFolder data,
    RewindOptions options,
    RecordingOptions recordingOptions,
    TimeProvider time,
    ILogger<RewindWindow> logger) : IDisposable
{
    // A window's device takes turns of this part of it at most, so that old packets go bit by bit and not all at once.
    private const int TurnsAWindow = 8;

    private readonly ConcurrentDictionary<long, WindowState> windows = new();
    private readonly SemaphoreSlim control = new(1, 1);

    /// <summary>All of them, in order of their numbers.</summary>
    public IReadOnlyList<WindowState> List() => [.. windows.Values.OrderBy(state => state.Kept.Id)];

    public WindowState? Find(long id) => windows.GetValueOrDefault(id);

    /// <summary>The window that keeps an interface's packets now; null when none does.</summary>
    public RewindWindow? Of(string interfaceName) =>
        windows.Values.FirstOrDefault(state => state.Window is { Interface.IsGone: false } && state.Kept.Settings.Interface == interfaceName)?.Window;

    /// <summary>Makes a window and begins it, or says why not.</summary>
    public async Task<(WindowState? Made, Refusal? Refusal)> MakeAsync(WindowSettings settings, DeviceOwner owner)
    {
        await control.WaitAsync();
        try
        {
            if (windows.Values.Any(state => state.Kept.Settings.Interface == settings.Interface))
                return (null, new Refusal(Errno.EBUSY, "rewind", $"The interface {settings.Interface} keeps a window already; remove that first."));
            if (!TryStart(settings, owner, out var window, out var refusal)) return (null, refusal);
            try
            {
                var kept = await repository.AddAsync(new KeptWindow(0, window!.Settings, owner.User, owner.RemoteAddress, time.GetUtcNow()));
                var state = new WindowState(kept, window, "");
                windows[kept.Id] = state;
                await triggers.BeginAsync(kept.Id, window);
                return (state, null);
            }
            catch (StorageException)
            {
                await EndAsync(0, window!, "It could not be written down.");
                throw;
            }
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>Forgets a window and its packets. Null when there is none.</summary>
    public async Task<WindowState?> RemoveAsync(long id, string reason)
    {
        await control.WaitAsync();
        try
        {
            if (!windows.TryGetValue(id, out var state)) return null;
            await repository.RemoveAsync(id);
            windows.TryRemove(id, out _);
            if (state.Window is { } window) await EndAsync(id, window, reason);
            triggers.Forget(id);
            return state;
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>The windows that were made before, at the start of the service.</summary>
    public async Task LoadAsync()
    {
        foreach (var kept in await repository.ListAsync()) windows[kept.Id] = new WindowState(kept, null, "It has not begun yet.");
        await KeepAsync();
    }

    /// <summary>Clears away what has ended, and tries what waits again.</summary>
    public async Task KeepAsync()
    {
        await control.WaitAsync();
        try
        {
            foreach (var state in List())
            {
                var kept = state.Kept;
                if (state.Window is { } running)
                {
                    if (!running.Completion.IsCompleted) continue;
                    var reason = await running.Completion;
                    LogEnded(logger, kept.Settings.Interface, reason);
                    await EndAsync(kept.Id, running, reason);
                    windows[kept.Id] = new WindowState(kept, null, reason);
                }

                if (TryStart(kept.Settings, new DeviceOwner(kept.User, kept.RemoteAddress), out var window, out var refusal))
                {
                    windows[kept.Id] = new WindowState(kept, window, "");
                    await triggers.BeginAsync(kept.Id, window!);
                }
                else
                {
                    windows[kept.Id] = new WindowState(kept, null, refusal!.Detail);
                }
            }
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>At the end of the service.</summary>
    public async Task StopAllAsync()
    {
        await control.WaitAsync();
        try
        {
            foreach (var state in List())
            {
                if (state.Window is not { } window) continue;
                windows[state.Kept.Id] = new WindowState(state.Kept, null, "The service is stopping.");
                await EndAsync(state.Kept.Id, window, "The service is stopping.");
            }
        }
        finally
        {
            control.Release();
        }
    }

    public void Dispose() => control.Dispose();

    private async Task EndAsync(long id, RewindWindow window, string reason)
    {
        window.Stop(reason);
        await window.Completion;
        await triggers.EndAsync(id);
        table.Close(window.Device);
        window.Log.Dispose();
    }

    private bool TryStart(WindowSettings settings, DeviceOwner owner, out RewindWindow? window, out Refusal? refusal)
    {
        window = null;
        if (!TryMakeStore(settings, out var store, out refusal)) return false;
        var request = new OpenRequest
        {
            Interface = settings.Interface,
            Filter = settings.Filter,
            OwnTraffic = settings.OwnTraffic,
            SnapLength = settings.SnapLength,
            BufferBytes = (int)Math.Min(options.BufferBytes, settings.Bytes / TurnsAWindow),
            Promiscuous = settings.Promiscuous,
        };
        // Whoever makes a window may have everything, and it is for all.
        if (!sessions.TryOpenDevice(request, owner with { Grant = null }, out var opened, out refusal))
        {
            store!.Dispose();
            return false;
        }

        window = new RewindWindow(settings with { OwnTraffic = opened.OwnTraffic }, opened, new RollingLog(store!, TimeSpan.FromSeconds(settings.Seconds), time), time, logger);
        window.Start();
        return true;
    }

    private bool TryMakeStore(WindowSettings settings, out IRollingStore? store, out Refusal? refusal)
    {
        store = null;
        refusal = null;
        if (settings.Storage == WindowStorage.Memory)
        {
            var taken = windows.Values.Where(state => state.Window is { Settings.Storage: WindowStorage.Memory }).Sum(state => state.Kept.Settings.Bytes);
            if (taken + settings.Bytes <= options.MemoryBytes)
            {
                store = new MemoryStore((int)settings.Bytes);
                return true;
            }

            refusal = new Refusal(
                Errno.ENOBUFS, "rewind", $"All windows in memory may have {options.MemoryBytes} bytes together, and {taken} are taken; ask for fewer bytes or for \"storage\": \"disk\", or start WebCap with a larger --rewind-memory.");
            return false;
        }

        var folder = Path.Combine(data.FullPath, "rewind");
        try
        {
            OwnerOnly.CreateFolder(folder);
            RecordingFolder.CheckSpace(folder, recordingOptions.KeepFreeBytes + settings.Bytes);
            store = new FileStore(folder, settings.Bytes);
            return true;
        }
        catch (RecordingWriteException)
        {
            refusal = new Refusal(
                Errno.ENOBUFS, "rewind", $"The disk of the data folder has not {settings.Bytes} bytes for a window beside the {recordingOptions.KeepFreeBytes} that are to be kept free (--recording-keep-free).");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            refusal = new Refusal(Errno.ENOBUFS, "rewind", $"The window's file cannot be made in the data folder: {fault.Message}");
        }

        return false;
    }

    [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "The rewind window of {Interface} has ended: {Reason}")]
    private static partial void LogEnded(ILogger logger, string @interface, string reason);
}
