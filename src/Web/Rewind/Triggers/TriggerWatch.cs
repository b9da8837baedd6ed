using Bpf.Wire;

namespace WebCap.Rewind.Triggers;

/// <summary>
/// Looks at every packet that comes to a window, once for all its triggers. It follows the window's log and holds nobody up: when it is too late, the log
/// has forgotten what it did not see, and that is counted.
/// </summary>
internal sealed partial class TriggerWatch : IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly RewindWindow window;
    private readonly IReadOnlyList<Trigger> triggers;
    private readonly Action<RewindWindow, Trigger, TriggerFiring> fire;
    private readonly ILogger logger;
    private readonly Task running;
    private byte[] records = [];
    private long next;

    /// <param name="window">Whose packets.</param>
    /// <param name="triggers">Compiled for the window; judged by this watch only.</param>
    /// <param name="first">The number of the first record to look at.</param>
    /// <param name="fire">Called for each packet that fires one; must not wait.</param>
    /// <param name="logger">Told of bugs.</param>
    public TriggerWatch(RewindWindow window, IReadOnlyList<Trigger> triggers, long first, Action<RewindWindow, Trigger, TriggerFiring> fire, ILogger logger)
    {
        this.window = window;
        this.triggers = triggers;
        this.fire = fire;
        this.logger = logger;
        next = first;
        running = Task.Run(FollowAsync);
    }

    /// <summary>Ends it. The number of the first record that it has not looked at.</summary>
    public async Task<long> StopAsync()
    {
        await stopping.CancelAsync();
        await running;
        return next;
    }

    public void Dispose() => stopping.Dispose();

    private async Task FollowAsync()
    {
        var log = window.Log;
        try
        {
            while (!log.IsClosed || next < log.EndRecord)
            {
                await log.WaitAsync(next, stopping.Token);
                var end = log.EndRecord;
                while (log.TryRead(next, ref records, out var entry))
                {
                    Skip(entry.FirstRecord);
                    Judge(in entry);
                    next = entry.EndRecord;
                    stopping.Token.ThrowIfCancellationRequested();
                }

                // What came and cannot be read was lost.
                Skip(end);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Somebody has made or removed a trigger, or the service stops.
        }
        catch (Exception bug)
        {
            // Nothing above this task would see it.
            LogFault(logger, window.Interface.Name, bug);
            foreach (var trigger in triggers) trigger.Break("An internal error ended its watch; the service's log has it.");
        }
    }

    private void Skip(long record)
    {
        if (record <= next) return;
        foreach (var trigger in triggers) trigger.Miss(record - next);
        next = record;
    }

    private void Judge(in RollingEntry entry)
    {
        var reader = new RecordReader(records.AsSpan(0, entry.LengthBytes));
        for (var number = entry.FirstRecord; reader.TryRead(out var header, out var frame); number++)
        {
            if (number < next) continue;
            foreach (var trigger in triggers)
            {
                if (trigger.Judge(in header, frame, entry.Arrival)) fire(window, trigger, TriggerFiring.Of(number, entry.Arrival, in header));
            }
        }
    }

    [LoggerMessage(EventId = 3110, Level = LogLevel.Error, Message = "The triggers of {Interface} no longer watch.")]
    private static partial void LogFault(ILogger logger, string @interface, Exception bug);
}
