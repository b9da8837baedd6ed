namespace Bpf.Engine.Device;

/// <summary>How a waiting read came to its end.</summary>
internal enum ReadOutcome
{
    Woken,
    TimedOut,
    Cancelled,
}

/// <summary>
/// A read that waits. It ends once, by whichever comes first of data, timeout and cancellation; the reader's own thread then fetches the
/// bytes, so that a capture thread never copies for a reader.
/// </summary>
internal sealed class PendingRead
{
    private readonly TaskCompletionSource<ReadOutcome> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? timer;

    public Task<ReadOutcome> Task => source.Task;

    public void StartTimer(TimeProvider time, TimeSpan timeout) =>
        timer = time.CreateTimer(static read => ((PendingRead)read!).Complete(ReadOutcome.TimedOut), this, timeout, Timeout.InfiniteTimeSpan);

    public void StopTimer() => timer?.Dispose();

    public void Complete(ReadOutcome outcome) => source.TrySetResult(outcome);
}
