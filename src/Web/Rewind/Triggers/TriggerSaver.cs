using System.Collections.Concurrent;
using Bpf.Engine.Device;
using WebCap.Audit;
using WebCap.Recordings;
using WebCap.Security;
using WebCap.Storage;

namespace WebCap.Rewind.Triggers;

/// <summary>What happens when a trigger fires: the window is saved as a recording, and whoever wants to know is told. Any thread.</summary>
internal sealed partial class TriggerSaver(RecordingService recordings, Webhooks webhooks, AuditLog audit, TimeProvider time, ILogger<TriggerSaver> logger) : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<Task, bool> working = new();
    private readonly ConcurrentDictionary<WindowSource, RewindWindow> reading = new();

    /// <summary>Begins; what comes of it is in the trigger's outcome.</summary>
    public void Fire(RewindWindow window, Trigger trigger, TriggerFiring firing)
    {
        trigger.Note(outcome => outcome with { Fired = outcome.Fired + 1, LastFiredAt = firing.At, LastRecording = null, Problem = "" });
        // The stretch is found now, while the window has it.
        var source = new WindowSource(window, firing, trigger.Kept.Settings, time);
        reading[source] = window;
        var work = Task.Run(() => SaveAsync(window, trigger, firing, source));
        working[work] = true;
        work.ContinueWith(done => working.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Waits until nothing reads a window any more that has ended: what is being saved of it ends with what it has.</summary>
    public Task LeaveAsync(RewindWindow window) => Task.WhenAll(reading.Where(each => each.Value == window).Select(each => each.Key.Closing));

    /// <summary>Waits for what is under way, without the webhooks. The recordings are stopped by their own keeper.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        await Task.WhenAll(working.Keys);
    }

    public void Dispose() => stopping.Dispose();

    private async Task SaveAsync(RewindWindow window, Trigger trigger, TriggerFiring firing, WindowSource source)
    {
        try
        {
            var (recording, problem) = await StartAsync(window, trigger, source);
            Note(trigger, firing, recording, problem);
            await TellAsync(window, trigger, firing, recording is null ? "failed" : "fired", recording, problem);
            if (recording is null) return;
            var saved = await recordings.FinishedAsync(recording.Id);
            await TellAsync(window, trigger, firing, "saved", saved, "");
        }
        catch (Exception fault)
        {
            // The catalogue cannot be read now, or a bug; nothing above this task would see either.
            LogFault(logger, trigger.Kept.Settings.Name, fault);
            trigger.Note(outcome => outcome with { Problem = "What became of the recording cannot be told; the service's log says why." });
        }
        finally
        {
            source.Close();
            reading.TryRemove(source, out _);
        }
    }

    private async Task<(Recording? Recording, string Problem)> StartAsync(RewindWindow window, Trigger trigger, WindowSource source)
    {
        var (kept, settings) = (trigger.Kept, trigger.Kept.Settings);
        var wanted = new RecordingSettings
        {
            Interface = window.Interface.Name,
            Filter = window.Settings.Filter,
            OwnTraffic = window.Settings.OwnTraffic,
            SnapLength = window.Settings.SnapLength,
            Promiscuous = window.Settings.Promiscuous,
            Format = settings.Format,
            Comment = $"Saved by the trigger {settings.Name} ({settings.Condition}).",
        };
        try
        {
            var (recording, refusal) = await recordings.StartAsync(wanted, new DeviceOwner(kept.User, kept.RemoteAddress), source);
            return (recording, refusal?.Detail ?? "");
        }
        catch (StorageException fault)
        {
            return (null, fault.Message);
        }
    }

    private void Note(Trigger trigger, TriggerFiring firing, Recording? recording, string problem)
    {
        trigger.Note(outcome => outcome with { LastRecording = recording?.Id, Problem = problem, Failed = outcome.Failed + (recording is null ? 1 : 0) });
        var kept = trigger.Kept;
        audit.Record(
            kept.User,
            Roles.Administrator,
            kept.RemoteAddress,
            AuditAction.TriggerFire,
            $"trigger {kept.Id}",
            $"{kept.Settings.Name}: {kept.Settings.Condition}; {(recording is null ? problem : $"recording {recording.Id}")}");
        if (recording is not null) LogFired(logger, kept.Settings.Name, firing.At, recording.Id);
        else LogFailed(logger, kept.Settings.Name, firing.At, problem);
    }

    private async Task TellAsync(RewindWindow window, Trigger trigger, TriggerFiring firing, string happened, Recording? recording, string problem)
    {
        var (kept, settings) = (trigger.Kept, trigger.Kept.Settings);
        if (settings.Webhook is not { } address) return;
        var call = new WebhookCall(
            happened,
            kept.Id,
            settings.Name,
            settings.Condition,
            kept.WindowId,
            window.Interface.Name,
            firing.At,
            trigger.Matches,
            trigger.Suppressed,
            recording is null
                ? null
                : new WebhookRecording(
                    recording.Id,
                    $"/api/recordings/{recording.Id}",
                    recording.State,
                    recording.Books.Packets,
                    recording.Books.Dropped,
                    recording.LengthBytes),
            problem);
        string result;
        try
        {
            result = await webhooks.CallAsync(address, call, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            result = "Not called: the service was stopped.";
        }

        trigger.Note(outcome => outcome with { Webhook = $"{happened}: {result}" });
        LogTold(logger, settings.Name, happened, result);
    }

    [LoggerMessage(EventId = 3111, Level = LogLevel.Information, Message = "The trigger {Name} fired at the packet of {At:o}; it is saved as recording {Recording}.")]
    private static partial void LogFired(ILogger logger, string name, DateTimeOffset at, long recording);

    [LoggerMessage(EventId = 3112, Level = LogLevel.Warning, Message = "The trigger {Name} fired at the packet of {At:o}, and nothing could be saved: {Reason}")]
    private static partial void LogFailed(ILogger logger, string name, DateTimeOffset at, string reason);

    [LoggerMessage(EventId = 3113, Level = LogLevel.Information, Message = "The webhook of the trigger {Name} was told \"{Event}\". {Result}")]
    private static partial void LogTold(ILogger logger, string name, string @event, string result);

    [LoggerMessage(EventId = 3114, Level = LogLevel.Error, Message = "The recording of the trigger {Name} was lost sight of.")]
    private static partial void LogFault(ILogger logger, string name, Exception fault);
}
