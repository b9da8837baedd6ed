using Bpf.Engine.Interfaces;
using Bpf.Wire;
using WebCap.Recordings;

namespace WebCap.Rewind.Triggers;

/// <summary>
/// A stretch of a window as the source of a recording, from some seconds before a packet to some after it. It follows the window's log, where the packets
/// stay while they are written; what the log forgets or loses before that is counted as dropped, and so is what the window's own device dropped meanwhile.
/// </summary>
internal sealed class WindowSource : IRecordingSource
{
    private readonly RewindWindow window;
    private readonly TriggerFiring firing;
    private readonly string mark;
    private readonly TimeProvider time;
    private readonly long deadline;
    private readonly TaskCompletionSource closing = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] records = [];
    private long next;
    private long? end;

    // Read by any thread.
    private long missing;
    private long droppedAtStart = -1;
    private long droppedAtEnd = -1;

    public WindowSource(RewindWindow window, TriggerFiring firing, TriggerSettings settings, TimeProvider time)
    {
        this.window = window;
        this.firing = firing;
        this.time = time;
        mark = $"The trigger {settings.Name} fired here: {settings.Condition}";
        deadline = firing.Arrival + (settings.AfterSeconds * time.TimestampFrequency);
        next = window.Log.FirstSince(TimeSpan.FromSeconds(settings.BeforeSeconds), firing.Arrival);
    }

    public NetworkInterface Interface => window.Interface;

    // As a rolling log has them.
    public TimestampFormat TimestampFormat => TimestampFormat.Nanoseconds;

    public void WakeWhenFull(EventWaitHandle? wake)
    {
        // The window's own thread sees to its device, and what the log has it keeps for longer than a recording sleeps.
    }

    public SourceTurn Take(BatchWriter write)
    {
        if (end is null && time.GetTimestamp() >= deadline)
        {
            // What came before this moment may not have been taken from the window's device yet.
            window.CatchUp();
            end = window.Log.EndRecord;
        }

        if (end <= next) return Ended("It has what the trigger was to save.");
        if (!window.Log.TryRead(next, ref records, out var entry)) return NothingToRead();
        if (entry.FirstRecord > next) Interlocked.Add(ref missing, entry.FirstRecord - next);
        if (droppedAtStart < 0) Volatile.Write(ref droppedAtStart, entry.Dropped);
        next = entry.EndRecord;
        write(new RecordBatch(records.AsSpan(0, entry.LengthBytes), entry.RecordCount)
        {
            MarkedRecord = firing.Record >= entry.FirstRecord && firing.Record < entry.EndRecord ? (int)(firing.Record - entry.FirstRecord) : -1,
            Mark = mark,
        });
        return new SourceTurn(entry.LengthBytes, HasMore: true);
    }

    public (long Rejected, long Dropped) GetBooks()
    {
        var start = Volatile.Read(ref droppedAtStart);
        var stop = Volatile.Read(ref droppedAtEnd);
        var dropped = start < 0 ? 0 : (stop < 0 ? window.Device.GetLifetime().Dropped : stop) - start;
        return (0, dropped + Interlocked.Read(ref missing));
    }

    /// <summary>Ends when the window is not needed any more.</summary>
    public Task Closing => closing.Task;

    public void Close() => closing.TrySetResult();

    private SourceTurn NothingToRead()
    {
        var isOver = end is not null;
        if (!isOver && !window.Log.IsClosed) return default;
        // Known to have come, and gone again before it was read.
        Interlocked.Add(ref missing, (end ?? window.Log.EndRecord) - next);
        return Ended(isOver ? "It has what the window still had of what the trigger was to save." : "The window has ended.");
    }

    private SourceTurn Ended(string reason)
    {
        Volatile.Write(ref droppedAtEnd, window.Device.GetLifetime().Dropped);
        return new SourceTurn(0, End: new RecordingEnd(RecordingState.Stopped, reason, MayGoOn: false));
    }
}
