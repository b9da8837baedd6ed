namespace Bpf.Engine.Device;

/// <summary>A wait for readiness (select). Like a pending read it ends once, and the waiting thread goes on by itself.</summary>
internal sealed class ReadinessWait(object identity)
{
    private readonly TaskCompletionSource<Errno> source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public object Identity => identity;

    public Task<Errno> Task => source.Task;

    public bool IsOver => source.Task.IsCompleted;

    public void Complete(Errno errno) => source.TrySetResult(errno);

    /// <summary>Sleeps until it is complete.</summary>
    public Errno Await()
    {
        // A task that is waited for by a thread wakes that thread where it is completed; only what is awaited goes through the pool.
        source.Task.Wait();
        return source.Task.Result;
    }
}
