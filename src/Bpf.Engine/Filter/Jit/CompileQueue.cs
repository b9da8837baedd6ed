namespace Bpf.Engine.Filter.Jit;

/// <summary>
/// Programs that wait to be compiled beside the traffic. They are compiled one after the other, so that setting filters as fast as the service
/// answers never takes more than one processor; the queue is bounded, and what finds it full stays with the interpreter until a device is given
/// it again. A program that nobody holds any more is passed over.
/// </summary>
internal sealed class CompileQueue : IThreadPoolWorkItem
{
    /// <summary>At a millisecond each, a quarter of a second of work.</summary>
    private const int MaxPrograms = 256;

    private readonly Lock gate = new();
    private readonly Queue<WeakReference<FilterProgram>> waiting = [];
    private bool isRunning;

    /// <summary>The process's queue.</summary>
    public static CompileQueue Shared { get; } = new();

    /// <summary>Has <paramref name="program"/> compiled soon.</summary>
    public void Add(FilterProgram program)
    {
        lock (gate)
        {
            if (waiting.Count >= MaxPrograms) return;
            waiting.Enqueue(new WeakReference<FilterProgram>(program));
            if (isRunning) return;
            isRunning = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc/>
    public void Execute()
    {
        while (Next() is { } entry)
        {
            if (entry.TryGetTarget(out var program)) program.CompileInBackground();
        }
    }

    private WeakReference<FilterProgram>? Next()
    {
        lock (gate)
        {
            isRunning = waiting.TryDequeue(out var entry);
            return entry;
        }
    }
}
