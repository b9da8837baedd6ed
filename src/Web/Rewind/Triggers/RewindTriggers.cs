using System.Collections.Concurrent;
using Bpf.Engine.Device;
using Bpf.Engine.Filter;
using WebCap.Capture;

namespace WebCap.Rewind.Triggers;

/// <summary>
/// The triggers of all windows, and the watch of each window that has some. What was made is kept in the database; a window that begins, with the service or
/// later, is watched from its first packet. Any thread.
/// </summary>
internal sealed class RewindTriggers(
    TriggerRepository repository,
    TriggerSaver saver,
    Webhooks webhooks,
    FilterCompiler compiler,
    BpfDeviceTable table,
    TimeProvider time,
    ILogger<RewindTriggers> logger) : IDisposable
{
    /// <summary>Each runs its program over every packet of the window.</summary>
    public const int MostOfAWindow = 16;

    private readonly ConcurrentDictionary<long, Trigger> triggers = new();
    private readonly Dictionary<long, (RewindWindow Window, TriggerWatch? Watch)> windows = [];
    private readonly SemaphoreSlim control = new(1, 1);

    /// <summary>Those of a window, in order of their numbers.</summary>
    public IReadOnlyList<Trigger> List(long windowId) => [.. triggers.Values.Where(trigger => trigger.Kept.WindowId == windowId).OrderBy(trigger => trigger.Kept.Id)];

    /// <summary>Null when the window has none of that number.</summary>
    public Trigger? Find(long windowId, long id) => triggers.TryGetValue(id, out var found) && found.Kept.WindowId == windowId ? found : null;

    /// <summary>The triggers that were made before, at the start of the service.</summary>
    public async Task LoadAsync()
    {
        foreach (var kept in await repository.ListAsync()) triggers[kept.Id] = new Trigger(kept, time);
    }

    /// <summary>Makes a trigger on a window that keeps packets now, or says why not.</summary>
    public async Task<(Trigger? Made, Refusal? Refusal)> MakeAsync(long windowId, TriggerSettings settings, DeviceOwner owner)
    {
        await control.WaitAsync();
        try
        {
            if (!windows.TryGetValue(windowId, out var watched))
                return (null, new Refusal(Errno.ENETDOWN, "trigger", "The window waits for its interface; make the trigger when it keeps packets."));
            if (Check(windowId, watched.Window, settings) is { } refusal) return (null, refusal);
            var trigger = new Trigger(await repository.AddAsync(new KeptTrigger(0, windowId, settings, owner.User, owner.RemoteAddress, time.GetUtcNow())), time);
            await ChangeAsync(windowId, () => triggers[trigger.Kept.Id] = trigger);
            return (trigger, null);
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>Forgets a trigger; what it has saved stays, and what it is saving goes on. Null when there is none.</summary>
    public async Task<Trigger?> RemoveAsync(long windowId, long id)
    {
        await control.WaitAsync();
        try
        {
            if (Find(windowId, id) is not { } trigger) return null;
            await repository.RemoveAsync(id);
            await ChangeAsync(windowId, () => triggers.TryRemove(id, out _));
            return trigger;
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>A window has begun.</summary>
    public async Task BeginAsync(long windowId, RewindWindow window)
    {
        await control.WaitAsync();
        try
        {
            windows[windowId] = (window, Watch(windowId, window, 0));
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>A window has ended, and shall be forgotten when what is being saved of it has been read: it is looked at no more.</summary>
    public async Task EndAsync(long windowId)
    {
        await control.WaitAsync();
        try
        {
            if (!windows.Remove(windowId, out var watched)) return;
            if (watched.Watch is { } watch)
            {
                await watch.StopAsync();
                watch.Dispose();
            }

            await saver.LeaveAsync(watched.Window);
        }
        finally
        {
            control.Release();
        }
    }

    /// <summary>A window was removed, and its triggers with it.</summary>
    public void Forget(long windowId)
    {
        foreach (var trigger in List(windowId)) triggers.TryRemove(trigger.Kept.Id, out _);
    }

    /// <summary>Waits for what is being saved, at the end of the service.</summary>
    public Task StopAsync() => saver.StopAsync();

    public void Dispose() => control.Dispose();

    private Refusal? Check(long windowId, RewindWindow window, TriggerSettings settings)
    {
        var others = List(windowId);
        if (others.Count >= MostOfAWindow)
            return new Refusal(Errno.ENOBUFS, "trigger", $"The window has {MostOfAWindow} triggers, which is as many as it may; remove one.");
        if (others.Any(other => other.Kept.Settings.Name == settings.Name))
            return new Refusal(Errno.EBUSY, "trigger", $"The window has a trigger with the name \"{settings.Name}\" already; remove that first, or choose another name.");
        if (settings.Webhook is { } address && webhooks.Check(address) is { } refusal) return refusal;
        var compiled = compiler.Compile(settings.Filter, window.Interface.LinkType);
        return compiled.Succeeded ? null : Refusal.Filter(compiled.Error);
    }

    // The old watch ends before the new one begins where it ended, so that no packet is judged twice or by nobody.
    private async Task ChangeAsync(long windowId, Action change)
    {
        // A window that waits for its interface has no watch.
        if (!windows.TryGetValue(windowId, out var watched))
        {
            change();
            return;
        }

        long? next = null;
        if (watched.Watch is { } old)
        {
            next = await old.StopAsync();
            old.Dispose();
        }

        change();
        windows[windowId] = (watched.Window, Watch(windowId, watched.Window, next ?? watched.Window.Log.EndRecord));
    }

    private TriggerWatch? Watch(long windowId, RewindWindow window, long first)
    {
        Trigger[] able = [.. List(windowId).Where(trigger => trigger.TryCompile(compiler, window.Interface.LinkType, table.Limits.FilterEngine))];
        return able.Length > 0 ? new TriggerWatch(window, able, first, saver.Fire, logger) : null;
    }
}
