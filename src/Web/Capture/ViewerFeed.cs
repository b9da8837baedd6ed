using System.Runtime.CompilerServices;
using System.Text;
using Bpf.Wire;

namespace WebCap.Capture;

/// <summary>
/// The queue between a session's pump and one viewer, bounded in bytes. The pump adds and never waits; the viewer's own sender takes. When a
/// batch does not fit, the oldest go and are counted: a slow viewer loses its own oldest records and nobody else's.
/// <para>Threads: any thread adds, one takes.</para>
/// </summary>
internal sealed class ViewerFeed
{
    private readonly Lock sync = new();
    private readonly Queue<Batch> queue = new();
    private readonly long capacityBytes;
    private readonly TimeProvider time;
    // True: something came; false: nothing did for the idle interval.
    private TaskCompletionSource<bool>? arrival;
    private long queuedBytes;
    private long droppedRecords;
    private string? endReason;
    private bool isClosed;

    public ViewerFeed(CaptureSession session, long capacityBytes, TimeProvider time)
    {
        Session = session;
        this.capacityBytes = capacityBytes;
        this.time = time;
    }

    public CaptureSession Session { get; }

    /// <summary>Records thrown away because the viewer did not keep up.</summary>
    public long DroppedRecords
    {
        get
        {
            lock (sync) return droppedRecords;
        }
    }

    /// <summary>Queues a batch. A single batch larger than the whole feed is still queued, alone: a viewer that reads at all gets something.</summary>
    public void Add(Batch batch)
    {
        lock (sync)
        {
            if (isClosed || endReason is not null) return;
            while (queue.Count > 0 && queuedBytes + batch.LengthBytes > capacityBytes)
            {
                var oldest = queue.Dequeue();
                queuedBytes -= oldest.LengthBytes;
                droppedRecords += oldest.RecordCount;
                oldest.Release();
            }

            batch.AddReference();
            queue.Enqueue(batch);
            queuedBytes += batch.LengthBytes;
            Signal();
        }
    }

    /// <summary>No more batches will come, for this reason; what is queued is still delivered.</summary>
    public void End(string reason)
    {
        lock (sync)
        {
            endReason ??= reason;
            Signal();
        }
    }

    /// <summary>The viewer is gone: everything queued is released.</summary>
    public void Close()
    {
        lock (sync)
        {
            isClosed = true;
            while (queue.TryDequeue(out var batch)) batch.Release();
            queuedBytes = 0;
            Signal();
        }
    }

    /// <summary>
    /// The viewer's stream: the state first, then every batch, a state again whenever <paramref name="idleInterval"/> passes without one, and
    /// the reason at the end. An item's payload is valid until the next one is asked for.
    /// </summary>
    public async IAsyncEnumerable<FeedItem> ReadAllAsync(TimeSpan idleInterval, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var idle = time.CreateTimer(_ => Signal(hasArrived: false), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        yield return State();
        while (true)
        {
            switch (Take(out var batch, out var reason, out var wait))
            {
                case TakeResult.Batch:
                    try
                    {
                        yield return new FeedItem(batch!.Header with { FeedDropped = DroppedRecords }, batch.Records);
                    }
                    finally
                    {
                        batch!.Release();
                    }

                    break;
                case TakeResult.Ended:
                    var header = Session.DescribeState() with { Kind = BatchKind.End, FeedDropped = DroppedRecords };
                    yield return new FeedItem(in header, Encoding.UTF8.GetBytes(reason!));
                    yield break;
                default:
                    idle.Change(idleInterval, Timeout.InfiniteTimeSpan);
                    if (!await wait!.WaitAsync(cancellation)) yield return State();
                    break;
            }
        }
    }

    private enum TakeResult
    {
        Batch,
        Ended,
        Empty,
    }

    private TakeResult Take(out Batch? batch, out string? reason, out Task<bool>? wait)
    {
        lock (sync)
        {
            wait = null;
            reason = null;
            if (queue.TryDequeue(out batch))
            {
                queuedBytes -= batch.LengthBytes;
                return TakeResult.Batch;
            }

            reason = endReason;
            if (reason is not null) return TakeResult.Ended;
            arrival ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            wait = arrival.Task;
            return TakeResult.Empty;
        }
    }

    private FeedItem State() => new(Session.DescribeState() with { FeedDropped = DroppedRecords }, ReadOnlyMemory<byte>.Empty);

    private void Signal(bool hasArrived = true)
    {
        lock (sync)
        {
            arrival?.TrySetResult(hasArrived);
            arrival = null;
        }
    }
}
